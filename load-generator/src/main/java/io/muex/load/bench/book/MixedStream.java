package io.muex.load.bench.book;

import io.muex.exchange.book.Conditions;
import io.muex.exchange.book.OrderBook;
import io.muex.exchange.book.OrderBookConfig;
import io.muex.exchange.book.Side;
import io.muex.exchange.book.SilentListener;
import java.util.SplittableRandom;

/**
 * Makes a stream of the common mix: 60 % new orders, 30 % cancels (one in fifty of any order, gone or not), 5 %
 * replaces, 5 % market or immediate-or-cancel orders, around a touch that hardly moves. Always the same one for a seed.
 */
final class MixedStream {
    private static final int PREFILL = 5_000;
    private static final int RESTING = 4_000;
    private static final int HUNDRED = 100;
    private static final long MIDDLE = 100_000;
    private static final int SPREAD = 25;
    private static final int MAX_QUANTITY = 100;

    private final SplittableRandom random;
    private final OperationStream stream = new OperationStream();
    private final OrderBook book = new OrderBook(new OrderBookConfig(1 << 17, 1 << 17, 0));
    private final SilentListener silent = new SilentListener();
    /** Ids that rested when they were last looked at, and may be gone. */
    private final long[] live = new long[1 << 17];
    private int liveCount;
    private long lastId;

    private MixedStream(final long seed) {
        random = new SplittableRandom(seed);
    }

    /** The stream of a seed. */
    static OperationStream generate(final long seed, final int operations) {
        final MixedStream made = new MixedStream(seed);
        for (int i = 0; i < PREFILL; i++) {
            made.add(1 + made.random.nextInt(SPREAD));
        }
        made.stream.measuredFrom = made.stream.length;
        for (int i = 0; i < operations; i++) {
            made.append();
        }
        return made.stream;
    }

    private void append() {
        final int kind = random.nextInt(HUNDRED);
        if (kind < 60) {
            // More of them cross when the book is larger, which keeps it at a size.
            add(random.nextInt(SPREAD) - (book.orderCount() > RESTING ? 10 : 3));
        } else if (kind < 90) {
            cancel();
        } else if (kind < 95) {
            replace();
        } else {
            take(kind < 97);
        }
    }

    private void add(final int distance) {
        final int side = random.nextInt(2);
        final long price = side == Side.BUY ? MIDDLE - distance : MIDDLE + distance;
        final long quantity = quantity();
        stream.append(OperationStream.ADD, ++lastId, side, quantity, price);
        book.add(lastId, side, quantity, price, 0, 0, lastId, silent);
        if (book.openQuantity(lastId) > 0 && liveCount < live.length) {
            live[liveCount++] = lastId;
        }
    }

    private void cancel() {
        final long id = random.nextInt(50) == 0 ? 1 + random.nextLong(lastId) : takeLive();
        stream.append(OperationStream.CANCEL, id, 0, 0, 0);
        book.cancel(id, silent);
    }

    private void replace() {
        final long id = takeLive();
        final boolean isMoved = random.nextBoolean();
        final long delta = isMoved ? 0 : 1 + random.nextInt(MAX_QUANTITY);
        final long price = isMoved ? Math.max(1, price(id) + random.nextInt(5) - 2) : 0;
        stream.append(OperationStream.REPLACE, id, 0, delta, price);
        book.replace(id, delta, price, silent);
        if (book.openQuantity(id) > 0) {
            live[liveCount++] = id;
        }
    }

    private long price(final long id) {
        return book.isLive(id) ? book.priceAt(book.order(id)) : MIDDLE;
    }

    private void take(final boolean isMarket) {
        final int side = random.nextInt(2);
        final long quantity = quantity();
        final long price = isMarket ? 0 : side == Side.BUY ? MIDDLE + SPREAD : MIDDLE - SPREAD;
        stream.append(isMarket ? OperationStream.ADD_MARKET : OperationStream.ADD_IOC, ++lastId, side, quantity, price);
        book.add(lastId, side, quantity, price, 0, Conditions.IOC, lastId, silent);
    }

    /** Takes a random live id off the list, or 1 if there is none. */
    private long takeLive() {
        while (liveCount > 0) {
            final int at = random.nextInt(liveCount);
            final long id = live[at];
            live[at] = live[--liveCount];
            if (book.openQuantity(id) > 0) {
                return id;
            }
        }
        return 1;
    }

    private long quantity() {
        return 1 + random.nextInt(MAX_QUANTITY);
    }
}
