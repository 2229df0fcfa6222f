package io.muex.gateway.marketdata;

import io.muex.exchange.protocol.link.Tally;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Sends increments once more that readers have lost, on the stream that all readers share: one answer serves everybody
 * who lost the same. A bounded queue of ranges and a bounded number of packets a second, whoever asks; a range that is
 * queued already is not queued twice. One thread.
 */
final class Repeats {
    private static final int RANGES = 32;
    private static final int PACKETS_PER_STEP = 32;
    /** Packets a second. */
    private static final long RATE = 50_000;
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    private final PacketRing retained;
    private final int publisher;
    private final FeedOutput out;
    private final Tally<FeedCounter> tally;
    private final UnsafeBuffer answer = new UnsafeBuffer(new byte[FeedLink.NOT_RETAINED_LENGTH]);
    private final long[] from = new long[RANGES];
    private final long[] to = new long[RANGES];
    private int first;
    private int count;
    private long allowance;
    private long grantedNs;

    Repeats(
        final PacketRing retained, final int publisher, final FeedOutput out, final Tally<FeedCounter> tally) {
        this.retained = retained;
        this.publisher = publisher;
        this.out = out;
        this.tally = tally;
    }

    /** Increments of which the previous one is this or a later one are retained. */
    long retainedFrom(final long seq) {
        return retained.isEmpty() ? seq : retained.previous(retained.first());
    }

    void clear() {
        count = 0;
    }

    /** Queues the increments after {@code wantedFrom} up to {@code wantedTo}. */
    void want(final long wantedFrom, final long wantedTo) {
        for (int i = 0; i < count; i++) {
            final int index = (first + i) % RANGES;
            if (wantedFrom >= from[index] && wantedTo <= to[index]) {
                return;
            }
        }
        if (count == RANGES || wantedTo <= wantedFrom) {
            tally.increment(FeedCounter.REQUESTS_REFUSED);
            return;
        }
        final int last = (first + count++) % RANGES;
        from[last] = wantedFrom;
        to[last] = wantedTo;
    }

    /** Sends what is due; returns the number of packets. */
    int step(final long nowNs, final long clusterId, final long seq) {
        if (count == 0) {
            grantedNs = nowNs;
            allowance = PACKETS_PER_STEP;
            return 0;
        }
        final long granted = (nowNs - grantedNs) / (SECOND_NS / RATE);
        if (granted > 0) {
            allowance = Math.min(PACKETS_PER_STEP, allowance + granted);
            grantedNs = nowNs;
        }
        int sent = 0;
        while (count > 0 && allowance > 0 && next(clusterId, seq)) {
            allowance--;
            sent++;
        }
        return sent;
    }

    private boolean next(final long clusterId, final long seq) {
        if (from[first] < retainedFrom(seq)) {
            FeedLink.encodeNotRetained(answer, 0, publisher, clusterId, from[first], retainedFrom(seq));
            if (!out.send(answer, 0, FeedLink.NOT_RETAINED_LENGTH)) {
                return false;
            }
            tally.increment(FeedCounter.NOT_RETAINED);
            end();
            return true;
        }
        final long position = retained.after(from[first]);
        if (!retained.isHeld(position)) {
            end();
            return true;
        }
        if (!out.send(retained.buffer(), retained.offset(position), retained.length(position))) {
            return false;
        }
        tally.increment(FeedCounter.REPEATED);
        from[first] = retained.seq(position);
        if (from[first] >= to[first]) {
            end();
        }
        return true;
    }

    private void end() {
        first = (first + 1) % RANGES;
        count--;
    }
}
