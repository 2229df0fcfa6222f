package io.muex.mu;

/**
 * A ballot: {@code round << 24 | incarnation << 8 | id} in one word. It is the request word, the acknowledgement word,
 * the promise and the proposal number in one, so "who may write" and "whose value wins" can never disagree. Positive
 * and totally ordered; 0 means none. Unique per attempt: a candidate raises the round every time.
 */
public final class Ballot {
    /** No ballot. Smaller than every ballot. */
    public static final long NONE = 0;
    /** Largest incarnation that fits. A replica refuses to start beyond it. */
    public static final int MAX_INCARNATION = 0xFFFF;
    /** Largest replica id. */
    public static final int MAX_ID = 9;

    private Ballot() {
    }

    /**
     * Composes a ballot.
     *
     * @param round       1 or more
     * @param incarnation 1 to {@link #MAX_INCARNATION}
     * @param id          1 to {@link #MAX_ID}
     */
    public static long of(final long round, final int incarnation, final int id) {
        return round << 24 | (long) incarnation << 8 | id;
    }

    /** The round; 0 for {@link #NONE}. */
    public static long round(final long ballot) {
        return ballot >>> 24;
    }

    /** The incarnation of the candidate. */
    public static int incarnation(final long ballot) {
        return (int) (ballot >>> 8) & 0xFFFF;
    }

    /** The id of the candidate; 0 for {@link #NONE}. */
    public static int id(final long ballot) {
        return (int) ballot & 0xFF;
    }

    /**
     * The ballot with another id in place of the candidate's: the word by which a leader is asked to hand over, and by
     * which it names its successor. Bound to one leadership, so an old one says nothing to a later leader.
     */
    public static long named(final long ballot, final int id) {
        return ballot & ~0xFFL | id;
    }

    /** Whether two words of {@link #named} and ballots speak of the same attempt of the same round. */
    public static boolean isSameAttempt(final long one, final long other) {
        return one >>> 8 == other >>> 8;
    }

    /** For people: {@code round.id/incarnation}. */
    public static String toString(final long ballot) {
        return ballot == NONE ? "none" : round(ballot) + "." + id(ballot) + "/" + incarnation(ballot);
    }
}
