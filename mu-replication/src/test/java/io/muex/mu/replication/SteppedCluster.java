package io.muex.mu.replication;

import io.muex.mu.Ballot;
import io.muex.mu.DetectorConfig;
import io.muex.mu.Proposer;
import io.muex.mu.Role;
import io.muex.mu.SnapshotReader;
import io.muex.mu.SnapshotWriter;
import io.muex.mu.StateMachine;
import io.muex.mu.background.BackgroundPlane;
import io.muex.mu.fabric.MemoryFabric;
import io.muex.mu.fabric.local.PlainMemory;
import io.muex.mu.fabric.local.PrivateCluster;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.recovery.HashAudit;
import io.muex.mu.recovery.ReplicatedState;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A whole cluster stepped on one thread in an order drawn from a seed: planes are paused, replicas killed and started
 * again, and after every step the applied sequences are compared.
 */
final class SteppedCluster implements AutoCloseable {
    static final long STEP_NS = 200_000;
    static final int SAMPLE_INTERVAL = 256;
    private static final int SLOT_LENGTH = 128;

    final Random random;
    final PrivateCluster memory;
    final Replica[] replicas;
    /** The one true sequence: what any replica applied first at each position. */
    final List<Long> history = new ArrayList<>();
    long nowNs = 1;
    long proposed;
    /** Whether replicas propose commands. */
    boolean loading = true;

    SteppedCluster(final int count, final int slots, final long seed) {
        random = new Random(seed);
        memory = new PrivateCluster(count, slots, SLOT_LENGTH, slots / 4, 1 << 20);
        replicas = new Replica[count + 1];
        for (int id = 1; id <= count; id++) {
            replicas[id] = new Replica(id, 1);
        }
    }

    void start(final int id) {
        replicas[id] = new Replica(id, replicas[id].incarnation + 1);
    }

    void kill(final int id) {
        replicas[id].alive = false;
        memory.markDead(id, replicas[id].incarnation);
    }

    /** Asks the leader, as whoever operates the cluster would, to hand over to {@code successor}. */
    void askToMove(final Replica leader, final int successor) {
        write(leader.id, ControlLayout.mail(ControlLayout.OPERATOR) + ControlLayout.MAIL_MOVE,
            Ballot.named(leader.replication.leadingBallot(), successor));
    }

    /** Puts a request for permission by {@code candidate} into the mailbox of {@code target}. */
    void request(final int target, final int candidate, final long ballot) {
        write(target, ControlLayout.mail(candidate) + ControlLayout.MAIL_REQUEST, ballot);
    }

    /** Leaves word of {@code leader} at {@code target} that its log has nothing below {@code index} for it. */
    void tellBehind(final int target, final int leader, final long index) {
        write(target, ControlLayout.mail(leader) + ControlLayout.MAIL_BEHIND, index);
    }

    private void write(final int id, final int offset, final long value) {
        final int incarnation = replicas[id].incarnation;
        new PlainMemory().putRelease(memory.join(id, incarnation).control(id, incarnation) + offset, value);
    }

    /** Steps one plane of one random living replica, paused ones left out. */
    void step() {
        nowNs += 1 + random.nextInt((int) STEP_NS / 10);
        final Replica replica = replicas[1 + random.nextInt(replicas.length - 1)];
        if (!replica.alive) {
            return;
        }
        step(replica);
    }

    /** Steps one plane of this replica, unless that is paused. */
    void step(final Replica replica) {
        if (random.nextBoolean()) {
            if (nowNs >= replica.replicationPausedUntilNs) {
                try {
                    replica.replication.doWork(nowNs, nowNs);
                } catch (final ReplicaHaltedException halted) {
                    leave(replica, halted);
                    return;
                }
                if (loading && random.nextInt(2) == 0) {
                    propose(replica);
                }
            }
        } else if (nowNs >= replica.backgroundPausedUntilNs) {
            replica.background.doWork(nowNs, nowNs);
        }
    }

    /** Only a replica whose state was tampered with may halt. What it ends is its process. */
    private void leave(final Replica replica, final ReplicaHaltedException halted) {
        if (!replica.isTamperedWith) {
            throw halted;
        }
        replica.halted = halted;
        kill(replica.id);
    }

    private void propose(final Replica replica) {
        final int batch = random.nextInt(4);
        for (int i = 0; i < batch; i++) {
            replica.command.putLong(0, ++proposed);
            replica.replication.propose(replica.command, 0, 8 + 8 * random.nextInt(5));
        }
    }

    Replica leader() {
        for (int id = 1; id < replicas.length; id++) {
            if (replicas[id].alive && replicas[id].replication.isLeading()) {
                return replicas[id];
            }
        }
        return null;
    }

    int voters() {
        int voters = 0;
        for (int id = 1; id < replicas.length; id++) {
            final Role role = replicas[id].replication.role();
            if (replicas[id].alive && role != Role.LEARNER && role != Role.HALTED) {
                voters++;
            }
        }
        return voters;
    }

    /** Where everybody stands, for the message of a failure. */
    String describe() {
        final StringBuilder text = new StringBuilder("now " + nowNs);
        for (int id = 1; id < replicas.length; id++) {
            final Replica r = replicas[id];
            text.append("\n  ").append(id).append('/').append(r.incarnation).append(r.alive ? " " : " dead ")
                .append(r.replication)
                .append(" view ").append(r.background.view())
                .append(" candidacy ").append(Ballot.toString(r.board.candidacy()))
                .append(" given up ").append(Ballot.toString(r.board.givenUp()))
                .append(" behind ").append(r.board.isBehind()).append(" donor ").append(r.board.donor());
            for (final int word : new int[] {ControlLayout.LEADING, ControlLayout.PREPARING, ControlLayout.PROMISED}) {
                text.append(' ').append(Ballot.toString(r.fabric.own(word)));
            }
            text.append(" eligible ").append(r.fabric.own(ControlLayout.ELIGIBLE))
                .append(" votes ").append(r.fabric.own(ControlLayout.VOTES)).append(" live");
            for (int peer = 1; peer < replicas.length; peer++) {
                text.append(r.background.isLive(peer) ? " " + peer : " -");
            }
        }
        return text.toString();
    }

    @Override
    public void close() {
        memory.close();
    }

    /** One incarnation of one replica. */
    final class Replica implements StateMachine {
        final int id;
        final int incarnation;
        final ReplicationPlane replication;
        final BackgroundPlane background;
        final MemoryFabric fabric;
        final PlaneBoard board;
        final ReplicatedState state;
        final UnsafeBuffer command = new UnsafeBuffer(new byte[64]);
        boolean alive = true;
        long replicationPausedUntilNs;
        long backgroundPausedUntilNs;
        long count;
        long hash;
        boolean isTamperedWith;
        ReplicaHaltedException halted;

        Replica(final int id, final int incarnation) {
            this.id = id;
            this.incarnation = incarnation;
            fabric = new MemoryFabric(new PlainMemory(), memory.join(id, incarnation));
            board = new PlaneBoard(fabric.replicaCount());
            state = new ReplicatedState(this,
                new HashAudit(fabric.replicaCount(), id, incarnation, SAMPLE_INTERVAL));
            replication = new ReplicationPlane(fabric, state, board, incarnation == 1);
            background = new BackgroundPlane(fabric, DetectorConfig.DEFAULT, board, 1 + random.nextInt(1000));
        }

        /** What a broken machine or a bug in a state machine would do. */
        void tamper(final long with) {
            hash ^= with;
            isTamperedWith = true;
        }

        Proposer proposer() {
            return replication;
        }

        @Override
        public void onCommand(final long index, final long timestampNs, final DirectBuffer buffer, final int offset,
                              final int length) {
            final long value = buffer.getLong(offset);
            if (count < history.size()) {
                if (history.get((int) count) != value) {
                    throw new AssertionError("replica " + id + "/" + incarnation + " applied " + value + " at " + count
                        + " where " + history.get((int) count) + " was applied before");
                }
            } else {
                history.add(value);
            }
            count++;
            hash = hash * 31 + value;
        }

        @Override
        public void writeSnapshot(final SnapshotWriter out) {
            out.putLong(count);
            out.putLong(hash);
        }

        @Override
        public void loadSnapshot(final SnapshotReader in) {
            count = in.getLong();
            hash = in.getLong();
        }

        @Override
        public long stateHash() {
            return hash;
        }
    }
}
