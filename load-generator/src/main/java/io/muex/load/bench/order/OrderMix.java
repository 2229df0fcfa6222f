package io.muex.load.bench.order;

import io.muex.exchange.protocol.Conditions;
import io.muex.exchange.protocol.Side;
import io.muex.gateway.client.CommandSender;

/**
 * An endless, repeatable mix of commands for one instrument: about half are limit orders around a price, one in ten of
 * them crossing it; the rest cancels (four in five), replaces, and market orders. At most 2,048 orders rest. Some of
 * the cancelled orders have been filled meanwhile, so some cancels are rejected. One thread; allocates nothing.
 */
final class OrderMix {
    private static final int ORDERS = 1 << 11;
    private static final int FAIR = 100_000;
    private static final int RANGE = 32;
    private static final int CROSSING_ONE_IN = 10;
    private static final int HUNDRED = 100;
    private static final int CANCELS = 80;
    private static final int REPLACES = 92;
    private static final int LARGEST = 100;

    private final int instrumentId;
    private final long[] live = new long[ORDERS];
    private long random;
    private long nextId;
    private boolean isPending;

    /** Names orders from {@code firstId} on. */
    OrderMix(final int instrumentId, final long seed, final long firstId) {
        this.instrumentId = instrumentId;
        random = seed * 2 + 1;
        nextId = firstId;
    }

    /** Gives the next command to a client: its number, or BUSY, after which the same command is tried again. */
    long submit(final CommandSender client) {
        final long number = isPending ? client.submit() : give(client);
        isPending = number == CommandSender.BUSY;
        return number;
    }

    private long give(final CommandSender client) {
        final int slot = below(ORDERS);
        final long present = live[slot];
        if (present == 0) {
            live[slot] = nextId;
            return limit(client);
        }
        final int draw = below(HUNDRED);
        if (draw < CANCELS) {
            live[slot] = 0;
            return client.cancel(present);
        } else if (draw < REPLACES) {
            return client.replace(present, 1, FAIR + below(2 * RANGE) - RANGE);
        }
        client.newOrder().instrumentId(instrumentId).side(side()).quantity(1 + below(LARGEST)).price(0)
            .conditions(Conditions.IOC).clOrdId(nextId++);
        return client.submit();
    }

    private long limit(final CommandSender client) {
        final Side side = side();
        final int away = below(CROSSING_ONE_IN) == 0 ? -1 : 1 + below(RANGE);
        return client.place(
            instrumentId, side, 1 + below(LARGEST), side == Side.BUY ? FAIR - away : FAIR + away, nextId++);
    }

    private Side side() {
        return below(2) == 0 ? Side.BUY : Side.SELL;
    }

    private int below(final int bound) {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return (int) ((random >>> 33) % bound);
    }
}
