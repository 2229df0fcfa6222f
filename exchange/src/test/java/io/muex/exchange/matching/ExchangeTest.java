package io.muex.exchange.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class ExchangeTest {
    private final ExchangeDriver driver = ExchangeDriver.withInstrument();

    @Test
    void shouldFillTwoOrdersThatCross() {
        assertEquals(List.of(
            "1: OrderAccepted orderId=1 clOrdId=7 quantity=10 price=100 instrumentId=1 side=SELL"),
            driver.sell(1, 7, 10, 100));
        assertEquals(List.of(
            "2: OrderAccepted orderId=2 clOrdId=7 quantity=4 price=101 instrumentId=1 side=BUY",
            "2: Fill orderId=2 clOrdId=7 tradeId=1 counterpartyOrderId=1 quantity=4 price=100 instrumentId=1 side=BUY "
                + "role=ACTIVE",
            "1! Fill orderId=1 clOrdId=7 tradeId=1 counterpartyOrderId=2 quantity=4 price=100 leavesQuantity=6 "
                + "instrumentId=1 side=SELL role=PASSIVE"),
            driver.buy(2, 7, 4, 101));
        assertEquals(1, driver.exchange().liveOrders());
    }

    @Test
    void shouldCancelWhatAnImmediateOrderLeaves() {
        driver.sell(1, 1, 3, 100);
        assertEquals("2: OrderCancelled orderId=2 clOrdId=1 quantity=2 instrumentId=1 reason=IMMEDIATE_OR_CANCEL",
            driver.buy(2, 1, 5, 100, "conditions: IOC").getLast());
        assertEquals(0, driver.exchange().liveOrders());
    }

    @Test
    void shouldCancelReduceAndReplaceByName() {
        driver.sell(1, 5, 10, 100);
        assertEquals(List.of("1: OrderReduced orderId=1 clOrdId=5 quantity=3 leavesQuantity=7 instrumentId=1"),
            driver.send(1, "!ReduceOrder { clOrdId: 5, quantity: 3 }"));
        assertEquals(List.of("1: OrderReplaced orderId=1 clOrdId=5 delta=2 price=105 leavesQuantity=9 instrumentId=1"),
            driver.send(1, "!ReplaceOrder { clOrdId: 5, delta: 2, newPrice: 105 }"));
        assertEquals(List.of("1: OrderCancelled orderId=1 clOrdId=5 quantity=9 instrumentId=1 reason=REQUESTED"),
            driver.send(1, "!CancelOrder { clOrdId: 5 }"));
        assertEquals(List.of("1: CancelRejected clOrdId=5 reason=UNKNOWN_ORDER"),
            driver.send(1, "!CancelOrder { clOrdId: 5 }"));
    }

    @Test
    void shouldSayWhatReplaceToNothingDid() {
        driver.sell(1, 5, 10, 100);
        assertEquals(List.of(
            "1: OrderReplaced orderId=1 clOrdId=5 delta=-10 price=100 instrumentId=1",
            "1: OrderCancelled orderId=1 clOrdId=5 instrumentId=1 reason=REPLACED_TO_NOTHING"),
            driver.send(1, "!ReplaceOrder { clOrdId: 5, delta: -9223372036854775808 }"));
    }

    @Test
    void shouldNotReachOrdersOfOtherSessions() {
        driver.sell(1, 5, 10, 100);
        assertEquals(List.of("2: CancelRejected clOrdId=5 reason=UNKNOWN_ORDER"),
            driver.send(2, "!CancelOrder { clOrdId: 5 }"));
        assertEquals(List.of("2: ReduceRejected clOrdId=5 reason=UNKNOWN_ORDER"),
            driver.send(2, "!ReduceOrder { clOrdId: 5, quantity: 1 }"));
        assertEquals(List.of("2: ReplaceRejected clOrdId=5 reason=UNKNOWN_ORDER"),
            driver.send(2, "!ReplaceOrder { clOrdId: 5, delta: 1 }"));
    }

    @Test
    void shouldKeepNamesUniqueAmongLiveOrdersOnly() {
        driver.sell(1, 5, 10, 100);
        assertEquals(List.of("1: OrderRejected clOrdId=5 reason=DUPLICATE_CL_ORD_ID"), driver.sell(1, 5, 1, 100));
        driver.send(1, "!CancelOrder { clOrdId: 5 }");
        assertEquals("1: OrderAccepted orderId=2 clOrdId=5 quantity=1 price=100 instrumentId=1 side=SELL",
            driver.sell(1, 5, 1, 100).getFirst());
    }

    @Test
    void shouldTellOwnersOfTriggeredStops() {
        driver.buy(1, 1, 5, 110, "stopPrice: 105");
        driver.sell(2, 1, 5, 108);
        assertEquals(List.of(
            "9: MarketPriceSet price=106 instrumentId=1",
            "1! OrderTriggered orderId=1 clOrdId=1 instrumentId=1",
            "1! Fill orderId=1 clOrdId=1 tradeId=1 counterpartyOrderId=2 quantity=5 price=108 instrumentId=1 side=BUY "
                + "role=ACTIVE",
            "2! Fill orderId=2 clOrdId=1 tradeId=1 counterpartyOrderId=1 quantity=5 price=108 instrumentId=1 side=SELL "
                + "role=PASSIVE"),
            driver.send(9, "!SetMarketPrice { instrumentId: 1, price: 106 }"));
    }

    @Test
    void shouldOnlyLetOrdersLeaveAHaltedInstrument() {
        driver.sell(1, 1, 5, 100);
        driver.send(9, "!SetInstrumentStatus { instrumentId: 1, status: HALTED }");
        assertEquals(List.of("2: OrderRejected clOrdId=1 reason=INSTRUMENT_HALTED"), driver.buy(2, 1, 5, 100));
        assertEquals(List.of("1: ReplaceRejected clOrdId=1 reason=INSTRUMENT_HALTED"),
            driver.send(1, "!ReplaceOrder { clOrdId: 1, delta: 1 }"));
        assertEquals(List.of("9: CommandRejected instrumentId=1 reason=INSTRUMENT_HALTED commandTemplateId=10"),
            driver.send(9, "!SetMarketPrice { instrumentId: 1, price: 106 }"));
        assertEquals("1: OrderReduced orderId=1 clOrdId=1 quantity=1 leavesQuantity=4 instrumentId=1",
            driver.send(1, "!ReduceOrder { clOrdId: 1, quantity: 1 }").getFirst());
        assertEquals(List.of("9: InstrumentStatusChanged instrumentId=1 status=OPEN"),
            driver.send(9, "!SetInstrumentStatus { instrumentId: 1, status: OPEN }"));
        assertEquals(3, driver.buy(2, 1, 4, 100).size());
    }

    @Test
    void shouldLetOnlyOperatorsOperate() {
        assertEquals(List.of("1: CommandRejected instrumentId=2 reason=NOT_PERMITTED commandTemplateId=9"),
            driver.send(1, ExchangeDriver.instrument(2, "EMCA")));
        assertEquals(List.of("9: CommandRejected reason=NOT_PERMITTED commandTemplateId=13"),
            driver.send(9, "!Expire { timeNs: 1 }"));
        assertEquals(List.of("1: CommandRejected reference=2 reason=NOT_PERMITTED commandTemplateId=6"),
            driver.send(1, "!MassCancel { scope: SESSION, targetSession: 2 }"));
        driver.open(4, 4);
        assertEquals(List.of("4: OrderRejected clOrdId=1 reason=NOT_PERMITTED"), driver.buy(4, 1, 1, 1));
        assertEquals(List.of("4: OpenOrdersEnd"), driver.send(4, "!QueryOrders {}"));
    }

    @Test
    void shouldAddInstrumentsWithinWhatGenesisReserved() {
        assertEquals(List.of("9: CommandRejected instrumentId=1 reason=DUPLICATE_INSTRUMENT commandTemplateId=9"),
            driver.send(9, ExchangeDriver.instrument(1, "OTHER")));
        assertEquals(List.of("9: CommandRejected instrumentId=2 reason=DUPLICATE_INSTRUMENT commandTemplateId=9"),
            driver.send(9, ExchangeDriver.instrument(2, "ACME")));
        assertEquals(List.of("9: CommandRejected instrumentId=9 reason=INVALID_INSTRUMENT_ID commandTemplateId=9"),
            driver.send(9, ExchangeDriver.instrument(9, "NINE")));
        assertTrue(driver.send(9, ExchangeDriver.instrument(2, "TWO")).getFirst().contains("symbol=TWO"));
        assertEquals(List.of("9: CommandRejected instrumentId=3 reason=CAPACITY_EXHAUSTED commandTemplateId=9"),
            driver.send(9, ExchangeDriver.instrument(3, "THREE")));
    }

    @Test
    void shouldTellTheBookAndTheOrdersOnRequest() {
        driver.buy(1, 1, 5, 99);
        driver.buy(1, 2, 6, 99);
        driver.buy(2, 3, 7, 98);
        driver.sell(1, 4, 8, 101);
        driver.sell(1, 5, 1, 90, "stopPrice: 95");
        assertEquals(List.of(
            "3: BookLevel price=99 quantity=11 orders=2 instrumentId=1 side=BUY",
            "3: BookLevel price=98 quantity=7 orders=1 level=1 instrumentId=1 side=BUY",
            "3: BookLevel price=101 quantity=8 orders=1 instrumentId=1 side=SELL",
            "3: BookSnapshot instrumentId=1 bidLevels=2 askLevels=1 status=OPEN"),
            driver.send(3, "!QueryBook { instrumentId: 1, levels: 5 }"));
        assertEquals(List.of(
            "1: OpenOrder orderId=2 clOrdId=2 leavesQuantity=6 price=99 instrumentId=1 side=BUY",
            "1: OpenOrder orderId=4 clOrdId=4 leavesQuantity=8 price=101 instrumentId=1 side=SELL",
            "1: OpenOrder orderId=5 clOrdId=5 leavesQuantity=1 price=90 stopPrice=95 instrumentId=1 side=SELL",
            "1: OpenOrdersEnd orders=3"),
            driver.send(1, "!QueryOrders { afterOrderId: 1 }"));
    }

    @Test
    void shouldPublishEveryVisibleLevelThatChanged() {
        final var visible = ExchangeDriver.instrument(2, "DEEP");
        visible.depthLevels = 2;
        driver.send(9, visible);
        final String order = "!NewOrder { instrumentId: 2, side: SELL, clOrdId: %d, quantity: 1, price: %d }";
        driver.send(1, order.formatted(1, 100));
        assertEquals(List.of("*! DepthChanged price=102 quantity=1 orders=1 instrumentId=2 side=SELL"),
            driver.send(1, order.formatted(2, 102)).subList(1, 2));
        assertEquals(List.of(
            "*! DepthChanged price=101 quantity=1 orders=1 instrumentId=2 side=SELL",
            "*! DepthChanged price=102 instrumentId=2 side=SELL"),
            driver.send(1, order.formatted(3, 101)).subList(1, 3));
        assertEquals(List.of("*! DepthChanged price=101 quantity=2 orders=2 instrumentId=2 side=SELL"),
            driver.send(1, order.formatted(4, 101)).subList(1, 2));
        assertEquals(1, driver.send(1, order.formatted(5, 103)).size(), "not visible");
        assertEquals(List.of(
            "*! DepthChanged price=100 instrumentId=2 side=SELL",
            "*! DepthChanged price=102 quantity=1 orders=1 instrumentId=2 side=SELL"),
            driver.send(1, "!CancelOrder { clOrdId: 1 }").subList(1, 3));
    }

    @Test
    void shouldAnswerBytesThatAreNoCommand() {
        final UnsafeBuffer bytes = new UnsafeBuffer(new byte[300]);
        assertEquals(List.of("1: CommandRejected reason=MALFORMED"), driver.send(1, bytes, 0));
        assertEquals(List.of("1: CommandRejected reason=MALFORMED"), driver.send(1, bytes, 300));
    }

    @Test
    void shouldCancelEverythingOfAClosedSession() {
        driver.buy(1, 1, 5, 99);
        driver.buy(1, 2, 5, 98);
        assertEquals(List.of(
            "1! OrderCancelled orderId=1 clOrdId=1 quantity=5 instrumentId=1 reason=SESSION_CLOSED",
            "1! OrderCancelled orderId=2 clOrdId=2 quantity=5 instrumentId=1 reason=SESSION_CLOSED"),
            driver.close(1));
        driver.open(1, 0);
        assertEquals(List.of("1: OpenOrdersEnd"), driver.send(1, "!QueryOrders {}"));
    }
}
