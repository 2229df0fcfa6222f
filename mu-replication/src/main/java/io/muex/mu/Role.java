package io.muex.mu;

/** What a replica is at present. The code is what counters and the control words show. */
public enum Role {
    /** Started, holds no state that counts, is written by the leader, counts in no majority. */
    LEARNER(1),
    /** Replays what the leader writes into its memory. */
    FOLLOWER(2),
    /** Holds the write permission of a majority and finishes what earlier leaders began. */
    PREPARING(3),
    /** Its LEAD entry is committed: takes commands. */
    LEADER(4),
    /** Took itself out (divergence, broken invariant) and says so. */
    HALTED(5);

    private static final Role[] BY_CODE = {null, LEARNER, FOLLOWER, PREPARING, LEADER, HALTED};
    private final int code;

    Role(final int code) {
        this.code = code;
    }

    /** Stable number of this role. */
    public int code() {
        return code;
    }

    /** The role of a code, or null for a number that is none. */
    public static Role of(final int code) {
        return code < 1 || code >= BY_CODE.length ? null : BY_CODE[code];
    }
}
