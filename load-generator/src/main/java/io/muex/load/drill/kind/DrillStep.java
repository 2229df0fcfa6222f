package io.muex.load.drill.kind;

/**
 * One fault to come.
 *
 * @param kind     what
 * @param atNs     not before so long after the beginning of the drill; {@link #WHEN_WHOLE} for a moment after the fault
 *                 before is over
 * @param target   id of the replica; {@link #BY_SEED} where the drill chooses
 * @param lengthNs how long it lasts; 0 for what has no length
 * @param isBrief  true for one in a mix: no comparison over many intervals
 */
public record DrillStep(DrillKind kind, long atNs, int target, long lengthNs, boolean isBrief) {
    /** Stands for a time that depends on the fault before. */
    public static final long WHEN_WHOLE = -1;
    /** Stands for a replica that the drill chooses. */
    public static final int BY_SEED = 0;

    /** The kind by itself, with its usual length. */
    public static DrillStep of(final DrillKind kind) {
        return new DrillStep(kind, WHEN_WHOLE, BY_SEED, kind.lengthNs(), false);
    }

    /** The kind in a mix, with this length. */
    public static DrillStep brief(final DrillKind kind, final long lengthNs) {
        return new DrillStep(kind, WHEN_WHOLE, BY_SEED, lengthNs, true);
    }
}
