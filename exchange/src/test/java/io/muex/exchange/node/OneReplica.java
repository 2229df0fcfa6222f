package io.muex.exchange.node;

import io.muex.exchange.matching.Exchange;
import io.muex.exchange.protocol.GenesisFlyweight;
import io.muex.exchange.protocol.MessageFlyweight;
import io.muex.exchange.replica.ExchangeApplication;
import io.muex.mu.Ballot;
import io.muex.mu.Proposer;
import io.muex.mu.ReplicaView;
import io.muex.mu.Role;
import io.muex.mu.session.CommandEnvelope;
import io.muex.mu.session.SessionCommands;
import io.muex.mu.session.SessionedStateMachine;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A replica that leads for ever, of the real exchange, whose log is applied when the test says so. */
final class OneReplica implements ReplicaEngine, Proposer, ReplicaView {
    static final long CLUSTER = 7;
    static final long OPERATOR = 1;
    static final long ALICE = 10;
    static final long BOB = 11;

    final List<byte[]> log = new ArrayList<>();
    final UnsafeBuffer command = new UnsafeBuffer(new byte[512]);
    private final ExchangeApplication application = new ExchangeApplication();
    private final SessionedStateMachine machine = new SessionedStateMachine(application);
    private int applied;
    boolean full;

    OneReplica() {
        final UnsafeBuffer part = new UnsafeBuffer(new byte[GenesisFlyweight.LENGTH]);
        new GenesisFlyweight().wrapForWrite(part, 0).maxOrders(2_000).maxLevels(1_000).maxInstruments(8)
            .maxOpenOrders(1_000);
        append(SessionCommands.encodeGenesis(command, 0, CLUSTER, SessionCommands.Capacities.ofSessions(16),
            new long[] {OPERATOR, SessionCommands.OPERATOR, ALICE, 0, BOB, 0}, part.byteArray()));
    }

    /** Claims a session that believes its epoch to be {@code known}. */
    void establish(final long session, final int known) {
        append(SessionCommands.encodeEstablish(command, 0, CLUSTER, session, known, -100 - known));
    }

    /** A command whose body the caller has written behind the envelope. */
    void send(final long session, final int epoch, final long number, final MessageFlyweight message) {
        CommandEnvelope.encode(command, 0, CommandEnvelope.COMMAND, CLUSTER, session, epoch, number);
        append(CommandEnvelope.HEADER_LENGTH + MessageFlyweight.HEADER_LENGTH
            + MessageFlyweight.blockLength(command, CommandEnvelope.HEADER_LENGTH));
    }

    private void append(final int length) {
        propose(command, 0, length);
        apply();
    }

    /** Applies all that was proposed. */
    void apply() {
        while (applied < log.size()) {
            final byte[] bytes = log.get(applied);
            machine.onCommand(applied++, 1_000L * applied, new UnsafeBuffer(bytes), 0, bytes.length);
        }
    }

    @Override
    public long propose(final DirectBuffer buffer, final int offset, final int length) {
        if (full) {
            return BACK_PRESSURED;
        }
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        log.add(bytes);
        return log.size() - 1;
    }

    @Override
    public boolean isLeading() {
        return true;
    }

    @Override
    public int maxCommandLength() {
        return 208;
    }

    @Override
    public Proposer proposer() {
        return this;
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
    public void start() {
    }

    @Override
    public int step() {
        return 0;
    }

    @Override
    public int leader() {
        return 1;
    }

    @Override
    public boolean isUrgent(final long nowNs) {
        return false;
    }

    @Override
    public int id() {
        return 1;
    }

    @Override
    public int incarnation() {
        return 1;
    }

    @Override
    public Role role() {
        return Role.LEADER;
    }

    @Override
    public long leadingBallot() {
        return Ballot.of(1, 1, 1);
    }

    @Override
    public long appliedIndex() {
        return applied;
    }

    @Override
    public long commitIndex() {
        return log.size();
    }

    @Override
    public long stateHash() {
        return machine.stateHash();
    }

    @Override
    public void close() {
    }
}
