package io.muex.exchange.node;

import io.muex.exchange.matching.Exchange;
import io.muex.mu.Proposer;
import io.muex.mu.ReplicaView;
import io.muex.mu.session.SessionedStateMachine;

/**
 * What replicates the exchange, as the replica process sees it. Replication thread only, but for {@link #start}, which
 * comes before, {@link #view}, which any thread may look at, and {@link #close}, which comes after.
 */
public interface ReplicaEngine extends AutoCloseable {
    /** Shows this replica to its peers. */
    void start();

    /** One bounded duty cycle: completions, commits, applies. Returns the amount of work done. */
    int step();

    /**
     * The same for an owner that has just read the clock: between a proposal and its commit each reading counts.
     *
     * @param nowNs monotonic time
     */
    default int step(final long nowNs) {
        return step();
    }

    /** Where commands are proposed. */
    Proposer proposer();

    /** What may be looked at. */
    ReplicaView view();

    /** Sessions and events of the replicated state machine. */
    SessionedStateMachine machine();

    /** The exchange behind the sessions. */
    Exchange exchange();

    /** Replica that should lead as far as this one knows, 0 if none. A hint. */
    int leader();

    /** True while this thread should not park, because a change of leader is under way. */
    boolean isUrgent(long nowNs);

    @Override
    void close();
}
