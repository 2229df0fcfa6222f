package io.muex.load.bench.book;

import java.util.SplittableRandom;

/** Streams that fill a book to a size and then keep it there. Always the same for the same arguments. */
final class GrowthStreams {
    /** Measured operations of each. */
    static final int OPERATIONS = 300_000;
    private static final int NEAR_ORDERS = 1_000;
    private static final int NEAR_LEVELS = 20;
    private static final long MIDDLE = 10_000_000;
    private static final long QUANTITY = 100;

    private GrowthStreams() {
    }

    /**
     * Cancels of random resting orders and new ones at random levels in turn, every tenth operation a market order for
     * one lot.
     *
     * @param orders that rest
     * @param levels of both sides together
     * @param isNear whether the orders that come and go all stand within twenty levels of the touch, as most do in real
     *               books
     */
    static OperationStream random(final int orders, final int levels, final boolean isNear) {
        return random(orders, levels, isNear, 1);
    }

    /**
     * As {@link #random(int, int, boolean)}.
     *
     * @param ticks between neighbouring levels
     */
    static OperationStream random(final int orders, final int levels, final boolean isNear, final int ticks) {
        final SplittableRandom random = new SplittableRandom(orders * 31L + levels);
        final OperationStream stream = new OperationStream();
        final int perSide = levels / 2;
        long nextId = 1;
        for (int i = 0; i < orders; i++) {
            add(stream, random, nextId++, perSide, ticks);
        }
        final int movingOrders = isNear ? NEAR_ORDERS : orders;
        final int movingPerSide = isNear ? NEAR_LEVELS : perSide;
        final long[] live = new long[movingOrders];
        for (int i = 0; i < movingOrders; i++) {
            live[i] = isNear ? nextId++ : i + 1;
            if (isNear) {
                add(stream, random, live[i], movingPerSide, ticks);
            }
        }
        stream.measuredFrom = stream.length;
        for (int i = 0; i < OPERATIONS; i++) {
            if (i % 10 == 9) {
                final int side = random.nextInt(2);
                stream.append(OperationStream.ADD_MARKET, nextId++, side, 1, 0);
            } else if (i % 2 == 0) {
                final int at = random.nextInt(movingOrders);
                stream.append(OperationStream.CANCEL, live[at], 0, 0, 0);
                live[at] = nextId;
            } else {
                add(stream, random, nextId++, movingPerSide, ticks);
            }
        }
        return stream;
    }

    private static void add(final OperationStream stream, final SplittableRandom random, final long id,
                            final int perSide, final int ticks) {
        final int side = random.nextInt(2);
        final int distance = (1 + random.nextInt(perSide)) * ticks;
        stream.append(OperationStream.ADD, id, side, QUANTITY, MIDDLE + (side == 0 ? -distance : distance));
    }

    /**
     * Cancels in one long level, each followed by a new order at its end.
     *
     * @param orders in the level
     * @param share  where the cancelled ones stand, 0 for the first and 1 for the last
     */
    static OperationStream cancelsAt(final int orders, final double share) {
        final OperationStream stream = new OperationStream();
        // Ids in the order in which they stand; whatever is cancelled leaves a gap that is never looked at again.
        final long[] queue = new long[orders + OPERATIONS];
        int first = 0;
        int end = 0;
        for (int i = 0; i < orders; i++) {
            queue[end++] = i + 1;
            stream.append(OperationStream.ADD, i + 1, 0, QUANTITY, MIDDLE);
        }
        stream.measuredFrom = stream.length;
        for (int i = 0; i < OPERATIONS / 2; i++) {
            final int at = first + (int) ((end - 1 - first) * share);
            stream.append(OperationStream.CANCEL, queue[at], 0, 0, 0);
            // Close the gap from the shorter side, so that this stays cheap at both ends.
            if (at - first < end - 1 - at) {
                System.arraycopy(queue, first, queue, first + 1, at - first);
                first++;
            } else {
                System.arraycopy(queue, at + 1, queue, at, end - 1 - at);
                end--;
            }
            final long id = orders + 1L + i;
            queue[end++] = id;
            stream.append(OperationStream.ADD, id, 0, QUANTITY, MIDDLE);
        }
        return stream;
    }
}
