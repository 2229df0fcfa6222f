package io.muex.mu.fabric.disni;

/**
 * What a completion is of, packed into the 64 bits that come back with it, since of a failed one nothing else can be
 * trusted: kind (4 bits), peer (4), low 16 bits of the epoch of the grant, number of the request (40).
 */
final class WorkId {
    /** A chain of writes into a ring. */
    static final int CHAIN = 1;
    /** A read that its caller waits for. */
    static final int READ = 2;
    /** A read of control words. */
    static final int PULL = 3;
    /** A write of mail. */
    static final int MAIL = 4;
    /** A step of fetching a grant. */
    static final int GRANT = 5;

    private static final long NUMBER = (1L << 40) - 1;

    private WorkId() {
    }

    static long of(final int kind, final int peer, final long epoch, final long number) {
        return (long) kind << 60 | (long) (peer & 15) << 56 | (epoch & 0xFFFF) << 40 | number & NUMBER;
    }

    static int kind(final long id) {
        return (int) (id >>> 60);
    }

    static int peer(final long id) {
        return (int) (id >>> 56) & 15;
    }

    /** Low 16 bits of the epoch. */
    static int epoch(final long id) {
        return (int) (id >>> 40) & 0xFFFF;
    }

    static long number(final long id) {
        return id & NUMBER;
    }

    /** What a failed completion says, for people. */
    static String describe(final long id, final int status) {
        final String meaning = switch (status) {
            case 5 -> "flushed";
            case 9 -> "refused by the target";
            case 10 -> "refused by the target: no permission";
            case 12 -> "no answer";
            default -> "failed";
        };
        return "request " + number(id) + " of kind " + kind(id) + " to replica " + peer(id) + " in epoch " + epoch(id)
            + ": " + meaning + " (status " + status + ")";
    }
}
