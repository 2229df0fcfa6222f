package io.muex.mu.sim;

import java.util.EnumMap;
import java.util.Map;

/** How often each kind of fault and each situation occurred. One thread; add up with {@link #add}. */
public final class Coverage {
    private final long[] faults = new long[FaultKind.values().length];
    private final long[] situations = new long[Situation.values().length];

    /** A fault really happened, not only was planned. */
    void count(final FaultKind kind) {
        faults[kind.ordinal()]++;
    }

    /** A situation came up. */
    void count(final Situation situation) {
        situations[situation.ordinal()]++;
    }

    /** How often a fault happened. */
    public long of(final FaultKind kind) {
        return faults[kind.ordinal()];
    }

    /** How often a situation came up. */
    public long of(final Situation situation) {
        return situations[situation.ordinal()];
    }

    /** Adds another run. */
    public void add(final Coverage other) {
        for (int i = 0; i < faults.length; i++) {
            faults[i] += other.faults[i];
        }
        for (int i = 0; i < situations.length; i++) {
            situations[i] += other.situations[i];
        }
    }

    /** All faults with their counts, in the order of the enum. */
    public Map<FaultKind, Long> faults() {
        final Map<FaultKind, Long> counts = new EnumMap<>(FaultKind.class);
        for (final FaultKind kind : FaultKind.values()) {
            counts.put(kind, of(kind));
        }
        return counts;
    }

    /** All situations with their counts, in the order of the enum. */
    public Map<Situation, Long> situations() {
        final Map<Situation, Long> counts = new EnumMap<>(Situation.class);
        for (final Situation situation : Situation.values()) {
            counts.put(situation, of(situation));
        }
        return counts;
    }
}
