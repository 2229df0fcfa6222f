package io.muex.deploy.rehearsal;

import io.muex.exchange.matching.Exchange;
import io.muex.exchange.node.ReplicaEngine;
import io.muex.exchange.replica.ExchangeApplication;
import io.muex.mu.DetectorConfig;
import io.muex.mu.Proposer;
import io.muex.mu.ReplicaView;
import io.muex.mu.Role;
import io.muex.mu.background.BackgroundPlane;
import io.muex.mu.fabric.Fabric;
import io.muex.mu.fabric.MemoryFabric;
import io.muex.mu.fabric.local.PrivateCluster;
import io.muex.mu.fabric.shm.MappedMemory;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.recovery.HashAudit;
import io.muex.mu.recovery.ReplicatedState;
import io.muex.mu.replication.PlaneBoard;
import io.muex.mu.replication.ReplicationPlane;
import io.muex.mu.session.SessionedStateMachine;
import org.agrona.concurrent.OffsetEpochNanoClock;

/** One incarnation of a replica of the rehearsal: both planes of a real one, stepped by one thread. */
final class RehearsedReplica implements ReplicaEngine, ReplicaView {
    private final int shownBase;
    private final ExchangeApplication application = new ExchangeApplication();
    private final SessionedStateMachine machine = new SessionedStateMachine(application);
    private final OffsetEpochNanoClock clock = new OffsetEpochNanoClock();
    private final Fabric fabric;
    private final ReplicationPlane replication;
    private final BackgroundPlane background;

    /** Joins; {@code shownBase} is added to ids wherever gateways see them. */
    RehearsedReplica(final PrivateCluster memory, final int id, final int incarnation, final int shownBase) {
        this.shownBase = shownBase;
        fabric = new MemoryFabric(new MappedMemory(), memory.join(id, incarnation));
        final PlaneBoard board = new PlaneBoard(fabric.replicaCount());
        final ReplicatedState state = new ReplicatedState(machine,
            new HashAudit(fabric.replicaCount(), id, incarnation, HashAudit.INTERVAL));
        replication = new ReplicationPlane(fabric, state, board, incarnation == 1);
        background = new BackgroundPlane(fabric, DetectorConfig.DEFAULT, board, incarnation);
    }

    @Override
    public void start() {
        // It has joined already.
    }

    @Override
    public int step() {
        return step(System.nanoTime());
    }

    @Override
    public int step(final long nowNs) {
        final long wallNs = clock.nanoTime();
        return background.doWork(nowNs, wallNs) + replication.doWork(nowNs, wallNs);
    }

    boolean isLeading() {
        return replication.isLeading();
    }

    boolean votes() {
        return fabric.own(ControlLayout.VOTES) == 1;
    }

    @Override
    public Proposer proposer() {
        return replication;
    }

    @Override
    public ReplicaView view() {
        return this;
    }

    @Override
    public SessionedStateMachine machine() {
        return machine;
    }

    @Override
    public Exchange exchange() {
        return application.exchange();
    }

    @Override
    public int leader() {
        return background.view() == 0 ? 0 : shownBase + background.view();
    }

    @Override
    public boolean isUrgent(final long nowNs) {
        return false;
    }

    @Override
    public int id() {
        return shownBase + fabric.selfId();
    }

    @Override
    public int incarnation() {
        return fabric.selfIncarnation();
    }

    @Override
    public Role role() {
        return replication.role();
    }

    @Override
    public long leadingBallot() {
        return fabric.own(ControlLayout.LEADING);
    }

    @Override
    public long appliedIndex() {
        return fabric.own(ControlLayout.APPLIED);
    }

    @Override
    public long commitIndex() {
        return fabric.own(ControlLayout.COMMIT);
    }

    @Override
    public long stateHash() {
        return fabric.own(ControlLayout.STATE_HASH);
    }

    @Override
    public void close() {
        // Its memory belongs to the cluster.
    }
}
