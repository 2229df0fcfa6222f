package io.muex.gateway;

import io.muex.exchange.matching.Exchange;
import io.muex.exchange.node.ReplicaEngine;
import io.muex.exchange.replica.ExchangeApplication;
import io.muex.mu.Ballot;
import io.muex.mu.Proposer;
import io.muex.mu.ReplicaView;
import io.muex.mu.Role;
import io.muex.mu.session.SessionedStateMachine;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The only replica of a cluster: leads always, commits what is proposed when it is stepped, allocates nothing. */
final class RecycledLog implements ReplicaEngine, Proposer, ReplicaView {
    private static final int SLOTS = 1_024;
    private static final int SLOT_LENGTH = 256;

    private final ExchangeApplication application = new ExchangeApplication();
    private final SessionedStateMachine machine = new SessionedStateMachine(application);
    private final UnsafeBuffer slots = new UnsafeBuffer(new byte[SLOTS * SLOT_LENGTH]);
    private final int[] length = new int[SLOTS];
    private long next;
    private long applied;

    @Override
    public void start() {
    }

    @Override
    public int step() {
        int work = 0;
        while (applied < next) {
            final int slot = (int) (applied % SLOTS);
            machine.onCommand(++applied, applied * 1_000, slots, slot * SLOT_LENGTH, length[slot]);
            work++;
        }
        return work;
    }

    @Override
    public long propose(final DirectBuffer buffer, final int offset, final int commandLength) {
        if (next - applied == SLOTS) {
            return BACK_PRESSURED;
        }
        final int slot = (int) (next % SLOTS);
        slots.putBytes(slot * SLOT_LENGTH, buffer, offset, commandLength);
        length[slot] = commandLength;
        return next++;
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
        return next;
    }

    @Override
    public long stateHash() {
        return machine.stateHash();
    }

    @Override
    public void close() {
    }
}
