package io.muex.mu.sim;

import io.muex.mu.log.EntryKind;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Whether a replica that the log proves wrong stops right there. At the moment a comparison of states is chosen this
 * judges it by itself: of three samples or more, more than half equal, whoever shows another one is wrong. That
 * incarnation must apply nothing behind the comparison, and tell no reader anything once it has got there. It may be
 * slow to get there, as any replica may; and one that loads a snapshot has another one's state from then on.
 */
final class DivergenceChecker {
    private static final int PRESENT_BITS = 10;
    private static final int LEAST_SAMPLES = 3;
    private static final long NEVER = Long.MAX_VALUE;

    private final int replicas;
    private final int[] wrongIncarnation;
    private final long[] wrongAt;
    private final boolean[] isHalted;

    DivergenceChecker(final int replicas) {
        this.replicas = replicas;
        this.wrongIncarnation = new int[replicas + 1];
        this.wrongAt = new long[replicas + 1];
        this.isHalted = new boolean[replicas + 1];
    }

    /** An entry is chosen when these incarnations are admitted. */
    void onChosen(final long index, final Proposal proposal, final int[] admitted) {
        if (proposal.kind() != EntryKind.HASH) {
            return;
        }
        final UnsafeBuffer payload = new UnsafeBuffer(proposal.payload());
        final long present = payload.getLong(0, ByteOrder.LITTLE_ENDIAN) & (1L << PRESENT_BITS) - 1;
        for (int id = 1; id <= replicas; id++) {
            if (isShown(present, id) && isOutvoted(payload, present, id)) {
                wrongIncarnation[id] = admitted[id];
                wrongAt[id] = index;
                isHalted[id] = false;
            }
        }
    }

    private static boolean isShown(final long present, final int id) {
        return (present >>> id & 1) != 0;
    }

    /** Whether more than half of three samples or more are equal, and this one is none of them. */
    private boolean isOutvoted(final UnsafeBuffer payload, final long present, final int id) {
        final int samples = Long.bitCount(present);
        for (int other = 1; other <= replicas; other++) {
            int equal = 0;
            for (int third = 1; third <= replicas; third++) {
                equal += isShown(present, other) && isShown(present, third)
                    && sample(payload, third) == sample(payload, other) ? 1 : 0;
            }
            if (samples >= LEAST_SAMPLES && 2 * equal > samples) {
                return sample(payload, other) != sample(payload, id);
            }
        }
        return false;
    }

    private static long sample(final UnsafeBuffer payload, final int id) {
        return payload.getLong(id * Long.BYTES, ByteOrder.LITTLE_ENDIAN);
    }

    private long wrongAt(final int id, final int incarnation) {
        return wrongIncarnation[id] == incarnation ? wrongAt[id] : NEVER;
    }

    /** It has replaced its state by a snapshot. */
    void onLoaded(final int id, final int incarnation) {
        if (wrongIncarnation[id] == incarnation) {
            wrongIncarnation[id] = 0;
        }
    }

    /** It shows at which index it took itself out. */
    void onHalted(final int id, final int incarnation) {
        isHalted[id] |= wrongIncarnation[id] == incarnation;
    }

    /** It has applied everything below this index. */
    void checkApplied(final int id, final int incarnation, final long applied) {
        if (applied > wrongAt(id, incarnation)) {
            throw new Violation("who is proved wrong stops", "replica " + id + "/" + incarnation
                + " was proved wrong at " + wrongAt(id, incarnation) + " and has applied to " + applied);
        }
    }

    /** It tells a reader something. */
    void checkTold(final int id, final int incarnation, final long applied) {
        final long wrong = wrongAt(id, incarnation);
        if (applied > wrong || wrong != NEVER && isHalted[id]) {
            throw new Violation("who is proved wrong tells nothing", "replica " + id + "/" + incarnation
                + " was proved wrong at " + wrong + " and tells a reader something, applied to " + applied);
        }
    }
}
