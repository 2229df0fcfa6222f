package io.muex.exchange.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.exchange.protocol.Conditions;
import io.muex.exchange.protocol.SelfTradePrevention;
import io.muex.exchange.protocol.Side;
import io.muex.exchange.protocol.wire.CancelOrder;
import io.muex.exchange.protocol.wire.Message;
import io.muex.exchange.protocol.wire.NewOrder;
import io.muex.exchange.protocol.wire.ReduceOrder;
import io.muex.exchange.protocol.wire.ReplaceOrder;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The running 128-bit sum of a session is the sum over its live orders, after every command, also of huge orders. */
class OpenNotionalPropertyTest {
    private final ExchangeDriver driver = ExchangeDriver.withInstrument();
    private Random random;

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void shouldBeTheSumOverAllLiveOrders(final long seed) {
        random = new Random(seed);
        BigInteger largest = BigInteger.ZERO;
        for (int i = 0; i < 20_000; i++) {
            driver.send(1 + random.nextInt(3), command());
            for (long session = 1; session <= 3; session++) {
                final BigInteger expected = expected(session);
                assertEquals(expected, running(session), "seed " + seed + " command " + i);
                largest = largest.max(expected);
            }
        }
        assertTrue(largest.bitLength() > 64, () -> "seed " + seed + ": never beyond 64 bits");
    }

    private BigInteger running(final long session) {
        final SessionState state = driver.exchange().market().sessions.find(session);
        return BigInteger.valueOf(state.notionalHigh()).shiftLeft(64)
            .add(new BigInteger(Long.toUnsignedString(state.notionalLow())));
    }

    private BigInteger expected(final long session) {
        final Market market = driver.exchange().market();
        BigInteger sum = BigInteger.ZERO;
        int slot = market.sessions.find(session).firstOrder;
        while (slot != LiveOrders.NONE) {
            final var book = market.instruments.find(market.orders.instrument(slot)).book();
            final int order = book.order(market.orders.orderId(slot));
            sum = sum.add(BigInteger.valueOf(book.priceAt(order)).multiply(
                BigInteger.valueOf(book.openQuantityAt(order))));
            slot = market.orders.nextOfSession(slot);
        }
        return sum;
    }

    private Message command() {
        final int kind = random.nextInt(10);
        if (kind == 0) {
            final CancelOrder cancel = new CancelOrder();
            cancel.clOrdId = name();
            return cancel;
        } else if (kind == 1) {
            final ReduceOrder reduce = new ReduceOrder();
            reduce.clOrdId = name();
            reduce.quantity = number();
            return reduce;
        } else if (kind < 4) {
            final ReplaceOrder replace = new ReplaceOrder();
            replace.clOrdId = name();
            replace.delta = number() - number();
            replace.newPrice = random.nextInt(3) == 0 ? 0 : number();
            return replace;
        }
        final NewOrder order = new NewOrder();
        order.clOrdId = name();
        order.instrumentId = 1;
        order.side = random.nextBoolean() ? Side.BUY : Side.SELL;
        order.quantity = number();
        order.price = random.nextInt(6) == 0 ? 0 : number();
        order.stopPrice = random.nextInt(6) == 0 ? number() : 0;
        order.conditions = Conditions.values()[random.nextInt(4)];
        order.selfTradePrevention = order.stopPrice != 0
            ? SelfTradePrevention.NONE : SelfTradePrevention.values()[random.nextInt(4)];
        return order;
    }

    private long name() {
        return 1 + random.nextInt(10);
    }

    private long number() {
        return random.nextInt(20) == 0 ? random.nextLong() >>> random.nextInt(1, 60) | 1 : 1 + random.nextInt(20);
    }
}
