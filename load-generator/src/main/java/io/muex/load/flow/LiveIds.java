package io.muex.load.flow;

import io.muex.exchange.book.OrderBook;
import java.util.Arrays;
import java.util.Random;

/** Ids of orders that may be live; those that are not any more are dropped when they are met. */
final class LiveIds {
    private static final int SLACK = 1_024;

    private final OrderBook book;
    private long[] ids = new long[SLACK];
    private int count;

    LiveIds(final OrderBook book) {
        this.book = book;
    }

    void add(final long id) {
        if (count == ids.length) {
            dropDead();
            if (count > ids.length / 2) {
                ids = Arrays.copyOf(ids, ids.length * 2);
            }
        }
        ids[count++] = id;
    }

    /** Any live id, all alike; 0 if there is none. */
    long any(final Random random) {
        while (count > 0) {
            final int at = random.nextInt(count);
            if (book.isLive(ids[at])) {
                return ids[at];
            }
            ids[at] = ids[--count];
        }
        return 0;
    }

    private void dropDead() {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (book.isLive(ids[i])) {
                ids[kept++] = ids[i];
            }
        }
        count = kept;
    }
}
