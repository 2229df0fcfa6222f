package io.muex.load.drill.run;

import io.muex.load.drill.kind.DrillStep;
import java.util.Iterator;
import java.util.List;

/** What comes next in a drill. One thread. */
@FunctionalInterface
public interface StepSource {
    /**
     * The next fault.
     *
     * @param kills processes killed so far
     * @return null when the drill is over
     */
    DrillStep next(int kills);

    /** These, in this order. */
    static StepSource of(final List<DrillStep> steps) {
        final Iterator<DrillStep> iterator = List.copyOf(steps).iterator();
        return kills -> iterator.hasNext() ? iterator.next() : null;
    }
}
