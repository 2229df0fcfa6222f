package io.muex.load.drill.stuck;

import io.muex.exchange.matching.Exchange;
import io.muex.exchange.node.ReplicaEngine;
import io.muex.exchange.replica.ExchangeApplication;
import io.muex.mu.DetectorConfig;
import io.muex.mu.Proposer;
import io.muex.mu.ReplicaView;
import io.muex.mu.fabric.FabricHost;
import io.muex.mu.replica.MuReplica;
import io.muex.mu.session.SessionedStateMachine;
import java.nio.file.Path;
import org.agrona.ErrorHandler;

/** The exchange replicated by Mu, behind a {@link StallingStateMachine}. */
final class StallingEngine implements ReplicaEngine {
    private final ExchangeApplication application = new ExchangeApplication();
    private final SessionedStateMachine machine = new SessionedStateMachine(application);
    private final MuReplica replica;

    StallingEngine(
        final FabricHost host, final DetectorConfig detector, final Path stallFile, final ErrorHandler onFatal) {
        replica = new MuReplica(host, new StallingStateMachine(machine, stallFile), detector, onFatal);
    }

    @Override
    public void start() {
        replica.start();
    }

    @Override
    public int step() {
        return replica.step();
    }

    @Override
    public Proposer proposer() {
        return replica.proposer();
    }

    @Override
    public ReplicaView view() {
        return replica;
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
        return replica.view();
    }

    @Override
    public boolean isUrgent(final long nowNs) {
        return replica.isUrgent(nowNs);
    }

    @Override
    public void close() {
        replica.close();
    }
}
