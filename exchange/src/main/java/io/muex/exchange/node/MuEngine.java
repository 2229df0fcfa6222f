package io.muex.exchange.node;

import io.muex.exchange.matching.Exchange;
import io.muex.exchange.replica.ExchangeApplication;
import io.muex.exchange.protocol.link.StageStamps;
import io.muex.mu.Ballot;
import io.muex.mu.DetectorConfig;
import io.muex.mu.Proposer;
import io.muex.mu.ReplicaView;
import io.muex.mu.StateMachine;
import io.muex.mu.fabric.FabricHost;
import io.muex.mu.replica.MuReplica;
import io.muex.mu.session.SessionedStateMachine;
import java.util.function.UnaryOperator;
import org.agrona.ErrorHandler;

/** The exchange replicated by Mu. */
public final class MuEngine implements ReplicaEngine {
    private final ExchangeApplication application = new ExchangeApplication();
    private final SessionedStateMachine machine = new SessionedStateMachine(application);
    private final MuReplica replica;

    /**
     * One incarnation of one replica.
     *
     * @param host     memory of this incarnation; closed with this engine
     * @param detector how peers are suspected
     * @param onFatal  told, on any thread of the replica, when it must not go on; the process should end
     */
    public MuEngine(final FabricHost host, final DetectorConfig detector, final ErrorHandler onFatal) {
        this(host, detector, onFatal, UnaryOperator.identity());
    }

    /**
     * The same with something around the state machine that is replicated.
     *
     * @param around makes the state machine that Mu is given of the one that it would have been given
     */
    public MuEngine(final FabricHost host, final DetectorConfig detector, final ErrorHandler onFatal,
        final UnaryOperator<StateMachine> around) {
        final StateMachine replicated = around.apply(machine);
        replica = new MuReplica(host,
            StageStamps.isOn() ? new StampedStateMachine(replicated, this::isLeading) : replicated, detector, onFatal);
    }

    private boolean isLeading() {
        return replica.leadingBallot() != Ballot.NONE;
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
    public int step(final long nowNs) {
        return replica.step(nowNs);
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
