package io.muex.load.drill.run;

import io.muex.load.cluster.TakeOver;
import java.util.List;

/**
 * From when to when a fault may have been why somebody was suspected.
 *
 * @param beginNs       monotonic
 * @param endNs         monotonic
 * @param changesLeader whether another leader is no surprise
 */
record FaultWindow(long beginNs, long endNs, boolean changesLeader) {
    private boolean holds(final TakeOver takeOver) {
        return takeOver.suspectedNs() - beginNs >= 0 && takeOver.suspectedNs() - endNs <= 0;
    }

    /** Changes of leader that no fault explains. */
    static long unexplained(final List<TakeOver> changes, final List<FaultWindow> windows) {
        return changes.stream()
            .filter(change -> windows.stream().noneMatch(window -> window.changesLeader() && window.holds(change)))
            .count();
    }
}
