package io.muex.mu.sim;

import io.muex.mu.log.Entry;
import io.muex.mu.log.RingLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What a leader put at an index, but for its ballot: two copies are the same value exactly when all of this is equal.
 *
 * @param kind        one of {@code EntryKind}
 * @param timestampNs stamp of the first proposer
 * @param payload     its bytes
 */
record Proposal(int kind, long timestampNs, byte[] payload) {
    private static final long MIX = 0x9E3779B97F4A7C15L;

    static Proposal of(final Entry entry) {
        final byte[] payload = new byte[entry.length()];
        entry.buffer().getBytes(RingLayout.PAYLOAD, payload);
        return new Proposal(entry.kind(), entry.timestampNs(), payload);
    }

    /** A number that stands for the value, never 0. */
    long value() {
        final byte[] padded = Arrays.copyOf(payload, payload.length + 7 & -8);
        return valueOf(kind, timestampNs, new UnsafeBuffer(padded), 0, payload.length);
    }

    /** The same of an entry. */
    static long valueOf(final Entry entry) {
        return valueOf(entry.kind(), entry.timestampNs(), entry.buffer(), RingLayout.PAYLOAD, entry.length());
    }

    /** The same of parts; behind the payload lie zeros up to a multiple of 8, as in every slot. */
    static long valueOf(final int kind, final long timestampNs, final DirectBuffer buffer, final int offset,
                        final int length) {
        long hash = start(kind, timestampNs, length);
        for (int i = 0; i < length; i += Long.BYTES) {
            hash = step(hash, buffer.getLong(offset + i, ByteOrder.LITTLE_ENDIAN));
        }
        return hash == 0 ? 1 : hash;
    }

    static long start(final int kind, final long timestampNs, final int length) {
        return step(step(kind * MIX, timestampNs), length);
    }

    static long step(final long hash, final long word) {
        return Long.rotateLeft((hash ^ word) * MIX, 29) + MIX;
    }
}
