package io.muex.mu.log;

/**
 * The permission word: {@code epoch << 8 | holder}. The epoch rises with every grant, and a revoked word has holder 0,
 * so no value ever recurs in the life of an incarnation. 0 means: never granted.
 */
public final class PermissionWord {
    private PermissionWord() {
    }

    /** Grant number {@code epoch} (1 or more) to replica {@code holder}. */
    public static long granted(final long epoch, final int holder) {
        return epoch << 8 | holder;
    }

    /** The state after grant number {@code epoch} was revoked and before the next one. */
    public static long revoked(final long epoch) {
        return epoch << 8;
    }

    /** Number of the grant, also of a revoked one. */
    public static long epoch(final long word) {
        return word >>> 8;
    }

    /** Id of the holder, 0 when revoked. */
    public static int holder(final long word) {
        return (int) word & 0xFF;
    }
}
