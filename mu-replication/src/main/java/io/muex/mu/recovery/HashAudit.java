package io.muex.mu.recovery;

import io.muex.mu.SnapshotReader;
import io.muex.mu.SnapshotWriter;
import io.muex.mu.StateMachine;
import io.muex.mu.log.Entry;
import io.muex.mu.log.RingLayout;
import java.nio.ByteOrder;
import org.agrona.MutableDirectBuffer;

/**
 * Whether the replicas still have the same state, decided through the log so that all decide alike. Every replica
 * samples its hash at each multiple of {@link #INTERVAL} and shows it; the leader collects what it can read at one
 * index and proposes it as a HASH entry; whoever applies the entry judges.
 * <ul>
 * <li>All samples equal: nothing happens.
 * <li>Three or more samples, more than half of them equal: each of the others is wrong and stops for good.
 * <li>Otherwise nobody can say who is wrong: a dispute, in which the leader takes no commands. It ends when more
 * samples of the same index decide it, or when an operator starts replicas anew until the parties that are left agree.
 * A party that died is one until a new incarnation of it is admitted: the right one may have died, and only the
 * operator knows.
 * </ul>
 * Part of the replicated state, but for the own sample. Replication thread.
 */
public final class HashAudit {
    /** Log indices between two samples. A power of two. */
    public static final int INTERVAL = 4_096;

    private static final int MASK_BITS = 10;
    private static final int LEAST_SAMPLES = 3;

    private final int replicas;
    private final int selfId;
    private final int selfIncarnation;
    private final int interval;
    private final long[] hashes;
    private long sampleIndex;
    private long sampleHash;
    private final long[] disputedHashes;
    private long disputedIndex;
    private long parties;

    /**
     * The audit of one incarnation of one replica.
     *
     * @param interval log indices between two samples, a power of two; {@link #INTERVAL} but for simulations
     */
    public HashAudit(final int replicas, final int selfId, final int selfIncarnation, final int interval) {
        this.replicas = replicas;
        this.selfId = selfId;
        this.selfIncarnation = selfIncarnation;
        this.interval = interval;
        this.hashes = new long[replicas + 1];
        this.disputedHashes = new long[replicas + 1];
    }

    /** Protects a sample that is read in several words: only the three that belong together fit. */
    public static long check(final long index, final long hash) {
        return (Long.rotateLeft(hash, 32) ^ index) * 0x9E3779B97F4A7C15L;
    }

    /** Bytes of a HASH entry's payload. */
    public static int payloadLength(final int replicas) {
        return Long.BYTES + replicas * Long.BYTES;
    }

    /**
     * Payload of HASH: the index with one bit for each id whose sample is there in its low ten bits, then the sample of
     * every id.
     *
     * @param hashes by id; those whose bit in {@code present} is not set are of no meaning
     */
    public static int encode(final MutableDirectBuffer buffer, final long index, final long present,
                             final long[] hashes) {
        buffer.putLong(0, index << MASK_BITS | present, ByteOrder.LITTLE_ENDIAN);
        for (int id = 1; id < hashes.length; id++) {
            buffer.putLong(id * Long.BYTES, hashes[id], ByteOrder.LITTLE_ENDIAN);
        }
        return payloadLength(hashes.length - 1);
    }

    /** How many replicas take part. */
    int replicas() {
        return replicas;
    }

    /** The entry at {@code index} is about to be applied to {@code machine}. */
    void onIndex(final long index, final StateMachine machine) {
        if ((index & interval - 1) == 0 && index > 0) {
            sampleIndex = index;
            sampleHash = machine.stateHash();
        }
    }

    /**
     * Applies a HASH entry.
     *
     * @throws DivergedException when it proves this replica wrong
     */
    void judge(final Entry entry, final Membership membership) {
        final long word = entry.buffer().getLong(RingLayout.PAYLOAD, ByteOrder.LITTLE_ENDIAN);
        final long index = word >>> MASK_BITS;
        final long present = word & (1L << MASK_BITS) - 1;
        for (int id = 1; id <= replicas; id++) {
            hashes[id] = entry.buffer().getLong(RingLayout.PAYLOAD + id * Long.BYTES, ByteOrder.LITTLE_ENDIAN);
        }
        final int samples = Long.bitCount(present);
        final long agreeing = largestAgreement(present, hashes);
        final boolean isDecided = samples >= LEAST_SAMPLES && 2 * Long.bitCount(agreeing) > samples;
        if (agreeing != present && !isDecided) {
            disputedIndex = index;
            parties = present;
            System.arraycopy(hashes, 0, disputedHashes, 0, hashes.length);
        } else if (isDecided) {
            parties = 0;
            disputedIndex = 0;
            // Samples are those of the incarnations that were admitted when the entry was proposed.
            final boolean isJudged = (present & ~agreeing & 1L << selfId) != 0;
            if (isJudged && membership.incarnation(selfId) == selfIncarnation) {
                throw new DivergedException(index);
            }
        }
    }

    private long largestAgreement(final long present, final long[] samples) {
        long largest = 0;
        for (int id = 1; id <= replicas; id++) {
            long agreeing = 0;
            for (int other = 1; other <= replicas; other++) {
                if ((present >>> id & present >>> other & 1) != 0 && samples[id] == samples[other]) {
                    agreeing |= 1L << other;
                }
            }
            if (Long.bitCount(agreeing) > Long.bitCount(largest)) {
                largest = agreeing;
            }
        }
        return largest;
    }

    /** A new incarnation has another state than the old one: that one's sample is no party to a dispute any more. */
    void onAdmitted(final int id) {
        parties &= ~(1L << id);
        if (largestAgreement(parties, disputedHashes) == parties) {
            parties = 0;
            disputedIndex = 0;
        }
    }

    /** Log indices between two samples. */
    public int interval() {
        return interval;
    }

    /** Latest index at which this replica took a sample of its own, 0 if it took none. */
    public long sampleIndex() {
        return sampleIndex;
    }

    /** The hash at {@link #sampleIndex}. */
    public long sampleHash() {
        return sampleHash;
    }

    /** Index at which replicas were found to differ and nobody could say who is wrong; 0 if there is no dispute. */
    public long disputedIndex() {
        return disputedIndex;
    }

    void write(final SnapshotWriter out) {
        out.putLong(disputedIndex);
        out.putLong(parties);
        for (int id = 1; id <= replicas; id++) {
            out.putLong(disputedHashes[id]);
        }
    }

    void load(final SnapshotReader in) {
        disputedIndex = in.getLong();
        parties = in.getLong();
        for (int id = 1; id <= replicas; id++) {
            disputedHashes[id] = in.getLong();
        }
        // The state is another replica's now, and so would a sample of it be.
        sampleIndex = 0;
    }
}
