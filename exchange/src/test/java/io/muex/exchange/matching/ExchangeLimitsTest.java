package io.muex.exchange.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExchangeLimitsTest {
    private final ExchangeDriver driver = ExchangeDriver.withInstrument();

    private void limits(final String more) {
        final String orders = more.contains("maxOpenOrders") ? "" : "maxOpenOrders: 3, ";
        assertTrue(driver.send(9, "!SetSessionLimits { targetSession: 1, " + orders + more + " }")
            .getFirst().startsWith("9: SessionLimitsSet targetSession=1"));
    }

    private static String reasonOf(final List<String> events) {
        assertEquals(1, events.size(), events.toString());
        return events.getFirst().replaceAll(".*reason=([A-Z_]+).*", "$1");
    }

    @Test
    void shouldLimitTheNumberOfLiveOrders() {
        limits("owner: 0");
        for (int i = 1; i <= 3; i++) {
            driver.buy(1, i, 1, 10);
        }
        assertEquals("TOO_MANY_ORDERS", reasonOf(driver.buy(1, 4, 1, 10)));
        driver.send(1, "!CancelOrder { clOrdId: 2 }");
        assertEquals(1, driver.buy(1, 4, 1, 10).size());
        assertEquals("TOO_MANY_ORDERS", reasonOf(driver.buy(1, 5, 1, 10)));
        assertEquals(1, driver.buy(2, 5, 1, 10).size(), "the limit of one session is not the limit of another");
    }

    @Test
    void shouldLimitOpenNotionalWhateverHappensToTheOrders() {
        limits("maxOpenOrders: 10, maxOpenNotional: 1000");
        driver.buy(1, 1, 5, 100);
        driver.buy(1, 2, 4, 100);
        assertEquals("OPEN_NOTIONAL_TOO_LARGE", reasonOf(driver.buy(1, 3, 2, 51)));
        assertEquals("OPEN_NOTIONAL_TOO_LARGE",
            reasonOf(driver.send(1, "!ReplaceOrder { clOrdId: 2, delta: 0, newPrice: 126 }")));
        assertEquals("OPEN_NOTIONAL_TOO_LARGE", reasonOf(driver.send(1, "!ReplaceOrder { clOrdId: 2, delta: 2 }")));
        driver.send(1, "!ReplaceOrder { clOrdId: 2, delta: 0, newPrice: 125 }");
        assertEquals("OPEN_NOTIONAL_TOO_LARGE", reasonOf(driver.buy(1, 3, 1, 1)));
        driver.send(1, "!ReduceOrder { clOrdId: 2, quantity: 1 }");
        driver.buy(1, 3, 1, 125);
        assertEquals("OPEN_NOTIONAL_TOO_LARGE", reasonOf(driver.buy(1, 4, 1, 1)));
        driver.sell(2, 1, 4, 125);
        driver.send(1, "!CancelOrder { clOrdId: 1 }");
        driver.buy(1, 5, 10, 100);
        assertEquals("OPEN_NOTIONAL_TOO_LARGE", reasonOf(driver.buy(1, 6, 1, 1)));
    }

    @Test
    void shouldMultiplyIn128Bits() {
        limits("maxOpenNotional: 9223372036854775807, maxNotional: 9223372036854775807");
        assertEquals("NOTIONAL_TOO_LARGE", reasonOf(driver.buy(1, 1, 4294967296L, 4294967296L)));
        assertEquals("NOTIONAL_TOO_LARGE", reasonOf(driver.buy(1, 1, 2, 4611686018427387904L)));
        assertEquals(1, driver.buy(1, 1, 1, 9223372036854775807L).size());
        assertEquals("OPEN_NOTIONAL_TOO_LARGE", reasonOf(driver.buy(1, 2, 1, 1)));
        limits("maxOpenNotional: 0");
        driver.buy(1, 2, 4294967296L, 4294967296L);
        limits("maxOpenNotional: 9223372036854775807");
        assertEquals("OPEN_NOTIONAL_TOO_LARGE", reasonOf(driver.buy(1, 3, 1, 1)));
        driver.send(1, "!CancelOrder { clOrdId: 2 }");
        driver.send(1, "!CancelOrder { clOrdId: 1 }");
        assertEquals(1, driver.buy(1, 3, 1, 1).size(), "the sum has come back to nothing");
    }

    @Test
    void shouldLimitQuantities() {
        limits("maxQuantity: 50");
        assertEquals("QUANTITY_TOO_LARGE", reasonOf(driver.buy(1, 1, 51, 10)));
        driver.buy(1, 1, 50, 10);
        assertEquals("QUANTITY_TOO_LARGE", reasonOf(driver.send(1, "!ReplaceOrder { clOrdId: 1, delta: 1 }")));
        final var instrument = ExchangeDriver.instrument(2, "SMALL");
        instrument.minQuantity = 10;
        instrument.maxQuantity = 20;
        driver.send(9, instrument);
        final String order = "!NewOrder { instrumentId: 2, side: BUY, clOrdId: 7, price: 1, quantity: %d }";
        assertEquals("QUANTITY_TOO_SMALL", reasonOf(driver.send(2, order.formatted(9))));
        assertEquals("QUANTITY_TOO_LARGE", reasonOf(driver.send(2, order.formatted(21))));
        assertEquals(1, driver.send(2, order.formatted(20)).size());
        assertEquals("QUANTITY_TOO_LARGE", reasonOf(driver.send(2, "!ReplaceOrder { clOrdId: 7, delta: 1 }")));
    }

    @Test
    void shouldKeepLimitPricesInTheBandAroundTheMarketPrice() {
        final var instrument = ExchangeDriver.instrument(2, "BAND");
        instrument.priceBand = 500;
        driver.send(9, instrument);
        final String order = "!NewOrder { instrumentId: 2, side: BUY, clOrdId: %d, price: %d, quantity: 1 }";
        assertEquals(1, driver.send(1, order.formatted(1, 5)).size(), "no market price yet, no band");
        driver.send(9, "!SetMarketPrice { instrumentId: 2, price: 1019 }");
        assertEquals("PRICE_OUT_OF_BAND", reasonOf(driver.send(1, order.formatted(2, 1070))));
        assertEquals("PRICE_OUT_OF_BAND", reasonOf(driver.send(1, order.formatted(2, 968))));
        assertEquals(1, driver.send(1, order.formatted(2, 1069)).size());
        assertEquals(1, driver.send(1, order.formatted(3, 969)).size());
        assertEquals("PRICE_OUT_OF_BAND",
            reasonOf(driver.send(1, "!ReplaceOrder { clOrdId: 2, delta: 0, newPrice: 1070 }")));
        assertEquals(1, driver.send(1, "!ReplaceOrder { clOrdId: 1, delta: 1 }").size(),
            "an order outside the band may stay where it is");
        driver.send(9, "!SetMarketPrice { instrumentId: 2, price: 9223372036854775807 }");
        assertEquals("PRICE_OUT_OF_BAND", reasonOf(driver.send(1, order.formatted(4, 1))));
        assertEquals(1, driver.send(1, order.formatted(4, 9223372036854775000L)).size());
    }

    @Test
    void shouldLimitTheRateByTheStampsOfTheLog() {
        limits("maxCommandsPerSecond: 10, maxCommandBurst: 3");
        final long start = driver.nowNs();
        for (int i = 0; i < 3; i++) {
            assertEquals("UNKNOWN_INSTRUMENT", reasonOf(driver.send(1, "!QueryBook { instrumentId: 5, levels: 1 }")));
        }
        assertEquals("RATE_EXCEEDED", reasonOf(driver.buy(1, 1, 1, 1)));
        assertEquals("UNKNOWN_ORDER", reasonOf(driver.send(1, "!CancelOrder { clOrdId: 1 }")), "cancels are free");
        driver.at(start + 99_999_999);
        assertEquals("RATE_EXCEEDED", reasonOf(driver.buy(1, 1, 1, 1)));
        driver.at(start + 100_000_000);
        assertEquals(1, driver.buy(1, 1, 1, 1).size());
        assertEquals("RATE_EXCEEDED", reasonOf(driver.buy(1, 2, 1, 1)));
        driver.at(start + 3_600_000_000_000L);
        for (int i = 0; i < 3; i++) {
            driver.send(1, "!QueryOrders {}");
        }
        assertEquals("RATE_EXCEEDED", reasonOf(driver.buy(1, 2, 1, 1)), "an idle hour saves up one burst, not more");
    }

    @Test
    void shouldExpireInOrderOfExpiryAndOrderId() {
        final long now = driver.nowNs();
        driver.buy(1, 1, 1, 10, "timeInForce: GTD", "expireTimeNs: " + (now + 300));
        driver.buy(2, 1, 1, 10, "timeInForce: GTD", "expireTimeNs: " + (now + 200));
        driver.buy(1, 2, 1, 10, "timeInForce: GTD", "expireTimeNs: " + (now + 200));
        driver.buy(1, 3, 1, 10);
        assertEquals("INVALID_EXPIRE_TIME",
            reasonOf(driver.buy(1, 4, 1, 10, "timeInForce: GTD", "expireTimeNs: " + now)));
        assertEquals(now + 200, driver.exchange().nextExpiryNs());
        assertEquals(List.of("*: OrdersExpired timeNs=" + (now + 199)), driver.expire(now + 199));
        assertEquals(List.of(
            "2! OrderCancelled orderId=2 clOrdId=1 quantity=1 instrumentId=1 reason=EXPIRED",
            "1! OrderCancelled orderId=3 clOrdId=2 quantity=1 instrumentId=1 reason=EXPIRED",
            "1! OrderCancelled orderId=1 clOrdId=1 quantity=1 instrumentId=1 reason=EXPIRED",
            "*: OrdersExpired timeNs=" + (now + 300) + " expired=3"), driver.expire(now + 300));
        assertEquals(List.of("*: OrdersExpired timeNs=" + (now + 300)), driver.expire(now + 300));
        assertEquals(Exchange.NO_EXPIRY, driver.exchange().nextExpiryNs());
        assertEquals(1, driver.exchange().liveOrders());
    }

    @Test
    void shouldExpireAtMost256OrdersPerCommand() {
        for (int i = 1; i <= 300; i++) {
            driver.buy(2, i, 1, 10, "timeInForce: GTD", "expireTimeNs: " + (driver.nowNs() + 1 + i % 7));
        }
        driver.restart();
        final List<String> first = driver.expire(driver.nowNs() + 10);
        assertEquals("*: OrdersExpired timeNs=" + (driver.nowNs() + 10) + " expired=256 remaining=1", first.getLast());
        assertEquals(257, first.size());
        assertEquals("*: OrdersExpired timeNs=" + (driver.nowNs() + 10) + " expired=44",
            driver.expire(driver.nowNs() + 10).getLast());
    }

    @Test
    void shouldExpireDayOrdersAtTheNextEndOfTheDay() {
        final var instrument = ExchangeDriver.instrument(2, "DAY");
        instrument.dayEndNs = 17 * 3_600_000_000_000L;
        driver.send(9, instrument);
        final String order = "!NewOrder { instrumentId: 2, side: BUY, clOrdId: %d, price: 1, quantity: 1, "
            + "timeInForce: DAY }";
        final long day = 86_400_000_000_000L;
        final long end = 21_000 * day + instrument.dayEndNs;
        driver.at(end - 1);
        assertTrue(driver.send(1, order.formatted(1)).getFirst().contains("expireTimeNs=" + end + " "));
        driver.at(end);
        assertTrue(driver.send(1, order.formatted(2)).getFirst().contains("expireTimeNs=" + (end + day) + " "));
    }

    @Test
    void shouldCancelManyOrdersInTheOrderOfAcceptance() {
        driver.send(9, "!SetSessionLimits { targetSession: 2, maxOpenOrders: 1000, cancelOnDisconnect: true }");
        driver.buy(2, 5, 1, 10);
        driver.sell(2, 4, 1, 20);
        driver.buy(1, 1, 1, 10);
        driver.buy(2, 3, 1, 11);
        assertEquals(List.of(
            "2: OrderCancelled orderId=1 clOrdId=5 quantity=1 instrumentId=1 reason=MASS_CANCEL",
            "2: OrderCancelled orderId=4 clOrdId=3 quantity=1 instrumentId=1 reason=MASS_CANCEL",
            "2: MassCancelled cancelled=2 instrumentId=1 scope=OWN side=BUY"),
            driver.send(2, "!MassCancel { scope: OWN, instrumentId: 1, side: BUY }"));
        assertEquals(List.of(
            "2! OrderCancelled orderId=2 clOrdId=4 quantity=1 instrumentId=1 reason=DISCONNECTED",
            "8: MassCancelled targetSession=2 cancelled=1 scope=DISCONNECTED"),
            driver.send(8, "!SessionDisconnected { targetSession: 2 }"));
        assertEquals(List.of("8: MassCancelled targetSession=1 scope=DISCONNECTED"),
            driver.send(8, "!SessionDisconnected { targetSession: 1 }"), "session 1 did not ask for it");
        assertEquals(List.of(
            "1! OrderCancelled orderId=3 clOrdId=1 quantity=1 instrumentId=1 reason=MASS_CANCEL",
            "9: MassCancelled cancelled=1 instrumentId=1 scope=INSTRUMENT"),
            driver.send(9, "!MassCancel { scope: INSTRUMENT, instrumentId: 1 }"));
        assertEquals(List.of("9: CommandRejected reference=77 reason=UNKNOWN_SESSION commandTemplateId=6"),
            driver.send(9, "!MassCancel { scope: SESSION, targetSession: 77 }"));
    }

    @Test
    void shouldSayWhenAMassCancelHasMoreToDo() {
        for (int i = 1; i <= 300; i++) {
            driver.buy(2, i, 1, 10);
        }
        assertEquals("9: MassCancelled targetSession=2 cancelled=256 remaining=1 scope=SESSION",
            driver.send(9, "!MassCancel { scope: SESSION, targetSession: 2 }").getLast());
        assertEquals("2: MassCancelled cancelled=44 scope=OWN",
            driver.send(2, "!MassCancel { scope: OWN }").getLast());
    }
}
