package io.muex.load.local;

import io.muex.gateway.client.ClientConfig;
import io.muex.load.cluster.ClusterObserver;
import io.muex.load.drill.ClusterControl;
import java.util.List;

/**
 * The cluster that a run goes through.
 *
 * @param observer of it; used by the run until it ends, not closed
 * @param control  of it; null where a run breaks nothing
 * @param sessions that play, at least one; the first is an operator's
 */
public record RunTarget(ClusterObserver observer, ClusterControl control, List<ClientConfig> sessions) {
    /** Copies the list. */
    public RunTarget {
        sessions = List.copyOf(sessions);
        if (sessions.isEmpty()) {
            throw new IllegalArgumentException("at least one session plays");
        }
    }
}
