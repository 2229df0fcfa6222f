package io.muex.gateway;

import io.muex.exchange.matching.Exchange;
import io.muex.exchange.node.ReplicaEngine;
import io.muex.exchange.replica.ExchangeApplication;
import io.muex.mu.Ballot;
import io.muex.mu.Proposer;
import io.muex.mu.ReplicaView;
import io.muex.mu.Role;
import io.muex.mu.session.CommandEnvelope;
import io.muex.mu.session.SessionedStateMachine;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A cluster in one list: commits at once what its leader proposes, or holds it back until the test decides what a next
 * leader finds of it. The exchange, its sessions and events are the real ones. One thread.
 */
final class LocalCluster {
    private final List<byte[]> committed = new ArrayList<>();
    private final List<byte[]> pending = new ArrayList<>();
    private final int replicas;
    private int leader;
    private long round;
    private boolean holding;
    private boolean full;
    private long heldSession = -1;
    private long timeNs = 1_700_000_000_000_000_000L;

    LocalCluster(final int replicas) {
        this.replicas = replicas;
    }

    /** About what the log of this cluster takes of the heap; a real one is a ring of fixed size. */
    long logBytes() {
        final int perEntry = 24;
        return committed.stream().mapToLong(entry -> perEntry + entry.length).sum();
    }

    /** From now on what is proposed stays undecided. */
    void hold() {
        holding = true;
    }

    /** From now on what this session proposes stays undecided. */
    void holdOnly(final long session) {
        heldSession = session;
    }

    /** Everything undecided is committed, and all that follows. */
    void release() {
        holding = false;
        heldSession = -1;
        committed.addAll(pending);
        pending.clear();
    }

    /** From now on the log has no room, or has again. */
    void full(final boolean isFull) {
        full = isFull;
    }

    int undecided() {
        return pending.size();
    }

    /** Another leader, who finds the first {@code survivors} undecided proposals in a majority; the others are lost. */
    void lead(final int replica, final int survivors) {
        committed.addAll(pending.subList(0, Math.min(survivors, pending.size())));
        pending.clear();
        leader = replica;
        round++;
    }

    /** Nobody leads. */
    void noLeader() {
        leader = 0;
    }

    int leader() {
        return leader;
    }

    int size() {
        return replicas;
    }

    LocalReplica replica(final int id) {
        return new LocalReplica(id);
    }

    /** One replica. It applies what is committed when it is stepped. */
    final class LocalReplica implements ReplicaEngine, Proposer, ReplicaView {
        private final int id;
        private final ExchangeApplication application = new ExchangeApplication();
        private final SessionedStateMachine machine = new SessionedStateMachine(application);
        private final UnsafeBuffer command = new UnsafeBuffer(0, 0);
        private long leadingBallot = Ballot.NONE;
        private int applied;

        LocalReplica(final int id) {
            this.id = id;
        }

        @Override
        public void start() {
        }

        @Override
        public int step() {
            int work = 0;
            while (applied < committed.size()) {
                command.wrap(committed.get(applied++));
                machine.onCommand(applied, timeNs, command, 0, command.capacity());
                work++;
            }
            leadingBallot = leader == id ? Ballot.of(round, 1, id) : Ballot.NONE;
            return work;
        }

        @Override
        public long propose(final DirectBuffer buffer, final int offset, final int length) {
            if (!isLeading()) {
                return NOT_LEADER;
            } else if (full) {
                return BACK_PRESSURED;
            }
            final byte[] bytes = new byte[length];
            buffer.getBytes(offset, bytes);
            timeNs += 1_000;
            final boolean held = holding || CommandEnvelope.session(buffer, offset) == heldSession;
            (held ? pending : committed).add(bytes);
            return committed.size() + pending.size();
        }

        @Override
        public boolean isLeading() {
            return leadingBallot != Ballot.NONE && leader == id;
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
            return leader;
        }

        @Override
        public boolean isUrgent(final long nowNs) {
            return false;
        }

        @Override
        public int id() {
            return id;
        }

        @Override
        public int incarnation() {
            return 1;
        }

        @Override
        public Role role() {
            return isLeading() ? Role.LEADER : Role.FOLLOWER;
        }

        @Override
        public long leadingBallot() {
            return leadingBallot;
        }

        @Override
        public long appliedIndex() {
            return applied;
        }

        @Override
        public long commitIndex() {
            return committed.size();
        }

        @Override
        public long stateHash() {
            return machine.stateHash();
        }

        @Override
        public void close() {
        }
    }
}
