package io.muex.mu.sim;

import io.muex.mu.SnapshotReader;
import io.muex.mu.SnapshotWriter;
import io.muex.mu.session.EventSink;
import io.muex.mu.session.SessionApplication;
import org.agrona.DirectBuffer;

/**
 * The least that behaves like an exchange: a buy rests until the next sell comes, which then answers its own sender and
 * tells the buyer without being asked. A command is a side and a price, 16 bytes; the price is never used twice, so it
 * names the command.
 */
final class TinyExchange implements SessionApplication {
    /** Told of every command that is executed. */
    @FunctionalInterface
    interface Witness {
        void onExecuted(long session, long number, long price);
    }

    static final int BODY_LENGTH = 16;
    private static final int RESTED = 1;
    private static final int TRADED = 2;
    private static final int FILLED = 3;
    private static final int CAPACITY = 64;
    private final long[] buyers = new long[CAPACITY];
    private final long[] prices = new long[CAPACITY];
    private final Witness witness;
    private int resting;
    private long trades;

    TinyExchange(final Witness witness) {
        this.witness = witness;
    }

    @Override
    public boolean onGenesis(final long timestampNs, final DirectBuffer buffer, final int offset, final int length,
                             final EventSink sink) {
        return true;
    }

    @Override
    public void onCommand(final long session, final long number, final long timestampNs, final DirectBuffer buffer,
                          final int offset, final int length, final EventSink sink) {
        if (length != BODY_LENGTH) {
            return;
        }
        final boolean buys = buffer.getLong(offset) == 0;
        final long price = buffer.getLong(offset + Long.BYTES);
        witness.onExecuted(session, number, price);
        if (buys && resting < CAPACITY) {
            buyers[resting] = session;
            prices[resting++] = price;
            answer(sink, RESTED, resting, price);
        } else if (!buys && resting > 0) {
            resting--;
            trades++;
            answer(sink, TRADED, trades, prices[resting]);
            final int body = sink.claimUnsolicited(buyers[resting], FILLED, BODY_LENGTH);
            sink.buffer().putLong(body, trades);
            sink.buffer().putLong(body + Long.BYTES, prices[resting]);
        }
    }

    private static void answer(final EventSink sink, final int kind, final long first, final long second) {
        final int body = sink.claimAnswer(kind, BODY_LENGTH);
        sink.buffer().putLong(body, first);
        sink.buffer().putLong(body + Long.BYTES, second);
    }

    @Override
    public void onInternal(final long timestampNs, final DirectBuffer buffer, final int offset, final int length,
                           final EventSink sink) {
        // The tiny exchange expires nothing.
    }

    @Override
    public void onSessionOpened(final long session, final long role, final long timestampNs, final EventSink sink) {
        // Nothing is kept per session.
    }

    @Override
    public void onSessionClosed(final long session, final long timestampNs, final EventSink sink) {
        // Nothing is kept per session.
    }

    @Override
    public void writeSnapshot(final SnapshotWriter out) {
        out.putLong(trades);
        out.putLong(resting);
        for (int i = 0; i < resting; i++) {
            out.putLong(buyers[i]);
            out.putLong(prices[i]);
        }
    }

    @Override
    public void loadSnapshot(final SnapshotReader in) {
        trades = in.getLong();
        resting = (int) in.getLong();
        for (int i = 0; i < resting; i++) {
            buyers[i] = in.getLong();
            prices[i] = in.getLong();
        }
    }
}
