package io.muex.mu.log;

/**
 * An inheritance: the canonical entries of a replica at the moment it granted its log to a new holder. Written by the
 * granting replica only. Entry i lies at {@code (i - from) * slotLength} in slot format, original ballot kept, with
 * commit word {@code index + 1} where present and 0 where absent, and in place of a commit index a mark.
 * <p>
 * An entry is <em>marked</em> if it was copied from the ring just sealed, or was handed on as chosen by the grant
 * before. The marked entries below the base of the grant, down to where the granting replica's history begins, are
 * chosen: it applied those indices from that ring or an older one, and the holder of a newer ring proposes what was
 * chosen before. Nothing is known of the others: replay may have applied, from a ring it was about to leave, what
 * landed there after copying, where the copy holds an older entry that was never chosen.
 */
public final class InheritanceLayout {
    /**
     * Areas per replica; grants alternate between them, so an earlier inheritance outlives the next grant's copying.
     */
    public static final int AREAS = 2;

    private static final long MARK = 1;

    private InheritanceLayout() {
    }

    /** The word that an entry carries in place of a commit index. */
    public static long mark(final boolean isMarked) {
        return isMarked ? MARK : 0;
    }

    /** Whether that word, read from an inheritance, is a mark. */
    public static boolean isMarked(final long mark) {
        return mark == MARK;
    }

    /** Bytes of one area that holds {@code retained} applied and {@code slots} undecided entries. */
    public static long length(final int slots, final int retained, final int slotLength) {
        return (long) (slots + retained) * slotLength;
    }

    /** The area in which the inheritance of grant {@code epoch} lies. */
    public static int area(final long epoch) {
        return (int) (epoch % AREAS);
    }
}
