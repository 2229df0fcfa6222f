package io.muex.exchange.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SelfTradesTest {
    private static final String TAKER = "selfTradePrevention: EXPIRE_TAKER";
    private static final String MAKER = "selfTradePrevention: EXPIRE_MAKER";
    private static final String BOTH = "selfTradePrevention: EXPIRE_BOTH";

    private final ExchangeDriver driver = ExchangeDriver.withInstrument();

    /** Sessions 1 and 3 belong to one owner; 2 sells ahead of 3, and behind it. */
    @BeforeEach
    void rest() {
        driver.send(9, "!SetSessionLimits { targetSession: 3, owner: 1, maxOpenOrders: 1000 }");
        driver.sell(2, 1, 5, 100);
        driver.sell(3, 1, 5, 101);
        driver.sell(2, 2, 5, 102);
    }

    @Test
    void shouldTradeWithOneselfUnlessAskedNotTo() {
        assertEquals(5, driver.buy(1, 1, 10, 101).size());
    }

    @Test
    void shouldExpireTheTakerWhereItMeetsItsOwner() {
        assertEquals(List.of(
            "1: OrderAccepted orderId=4 clOrdId=1 quantity=12 price=102 instrumentId=1 side=BUY "
                + "selfTradePrevention=EXPIRE_TAKER",
            "1: Fill orderId=4 clOrdId=1 tradeId=1 counterpartyOrderId=1 quantity=5 price=100 leavesQuantity=7 "
                + "instrumentId=1 side=BUY role=ACTIVE",
            "2! Fill orderId=1 clOrdId=1 tradeId=1 counterpartyOrderId=4 quantity=5 price=100 instrumentId=1 side=SELL "
                + "role=PASSIVE",
            "1: OrderCancelled orderId=4 clOrdId=1 quantity=7 instrumentId=1 reason=SELF_TRADE"),
            driver.buy(1, 1, 12, 102, TAKER));
        assertEquals(2, driver.exchange().liveOrders());
    }

    @Test
    void shouldCancelTheWholeTakerIfItsOwnerIsFirst() {
        driver.send(2, "!CancelOrder { clOrdId: 1 }");
        assertEquals(List.of("1: OrderAccepted", "1: OrderCancelled"), names(driver.buy(1, 1, 12, 102, TAKER)));
    }

    @Test
    void shouldExpireTheMakerAndGoOn() {
        assertEquals(List.of(
            "1: OrderAccepted", "3! OrderCancelled", "1: Fill", "2! Fill", "1: Fill", "2! Fill"),
            names(driver.buy(1, 1, 12, 102, MAKER)));
        assertEquals("1: OpenOrder orderId=4 clOrdId=1 leavesQuantity=2 price=102 instrumentId=1 side=BUY "
            + "selfTradePrevention=EXPIRE_MAKER", driver.send(1, "!QueryOrders {}").getFirst());
    }

    @Test
    void shouldExpireBoth() {
        assertEquals(List.of(
            "1: OrderAccepted", "3! OrderCancelled", "1: Fill", "2! Fill", "1: OrderCancelled"),
            names(driver.buy(1, 1, 12, 102, BOTH)));
        assertEquals(1, driver.exchange().liveOrders());
    }

    @Test
    void shouldNotActOnOrdersOutOfReach() {
        assertEquals(List.of("1: OrderAccepted", "1: Fill", "2! Fill"), names(driver.buy(1, 1, 5, 102, TAKER)));
        assertEquals(List.of("1: OrderAccepted"), names(driver.buy(1, 2, 5, 100, BOTH)));
        assertEquals(2 + 1, driver.exchange().liveOrders());
    }

    @Test
    void shouldTradeNothingOfAnAllOrNoneOrderThatNeedsItsOwner() {
        assertEquals(List.of("1: OrderAccepted", "1: OrderCancelled"),
            names(driver.buy(1, 1, 6, 102, TAKER, "conditions: FOK")));
        assertEquals(List.of("1: OrderAccepted", "1: Fill", "2! Fill"),
            names(driver.buy(1, 1, 5, 102, TAKER, "conditions: FOK")));
    }

    @Test
    void shouldRefuseAReplaceThatWouldTradeWithItsOwner() {
        driver.buy(1, 1, 3, 50, MAKER);
        assertEquals(List.of("1: ReplaceRejected clOrdId=1 reason=SELF_TRADE"),
            driver.send(1, "!ReplaceOrder { clOrdId: 1, delta: 3, newPrice: 101 }"));
        assertEquals(List.of("1: OrderReplaced", "1: Fill", "2! Fill"),
            names(driver.send(1, "!ReplaceOrder { clOrdId: 1, delta: 2, newPrice: 101 }")));
    }

    @Test
    void shouldRefuseSelfTradePreventionForStopOrders() {
        assertEquals(List.of("1: OrderRejected clOrdId=1 reason=INVALID_SELF_TRADE_PREVENTION"),
            driver.buy(1, 1, 3, 50, MAKER, "stopPrice: 60"));
    }

    private static List<String> names(final List<String> events) {
        return events.stream().map(event -> event.replaceAll("^(\\S+ \\S+).*", "$1")).toList();
    }
}
