package io.muex.mu.log;

/**
 * An inheritance: the canonical entries of a replica at the moment it granted its log to a new holder. Written by the
 * granting replica only. Entry i lies at {@code (i - from) * slotLength} in slot format, original ballot kept, with
 * commit word {@code index + 1} where present and 0 where absent. Entries below the base of the grant are chosen.
 */
public final class InheritanceLayout {
    /**
     * Areas per replica; grants alternate between them, so an earlier inheritance outlives the next grant's copying.
     */
    public static final int AREAS = 2;

    private InheritanceLayout() {
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
