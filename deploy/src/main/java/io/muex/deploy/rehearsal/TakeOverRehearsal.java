package io.muex.deploy.rehearsal;

import io.muex.exchange.config.CapacityConfig;
import io.muex.exchange.node.GenesisCommand;
import io.muex.mu.fabric.local.PrivateCluster;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Leaders that die one after the other, as fast as they can be replaced: what a take-over goes through, death included,
 * often enough to be compiled. Commands go straight into the log. The calling thread only.
 */
final class TakeOverRehearsal {
    static final int REPLICAS = 3;
    static final CapacityConfig CAPACITY =
        new CapacityConfig(8_192, 2_048, 16, 16, 8_192, 0, 0, 1 << 12, 1 << 20);

    private static final long CLUSTER_ID = 1;
    private static final int SLOTS = 256;
    private static final int SLOT_LENGTH = 256;
    private static final int RETAINED = 64;
    private static final long SNAPSHOT_BYTES = 8L << 20;
    private static final int LIVES = 16;
    private static final int COMMANDS = 40;
    private static final long STEP_NS = 500_000;

    private final long deadlineNs;
    /** A clock of its own, which runs as fast as the steps: nobody is to wait for a time to come. */
    private long nowNs = 1;
    private int takeOvers;

    TakeOverRehearsal(final long deadlineNs) {
        this.deadlineNs = deadlineNs;
    }

    static PrivateCluster memory() {
        return new PrivateCluster(REPLICAS, SLOTS, SLOT_LENGTH, RETAINED, SNAPSHOT_BYTES);
    }

    static byte[] genesis() {
        return GenesisCommand.of(CLUSTER_ID, CAPACITY);
    }

    /** Goes on until leaders have died so often or time is up; returns how often. */
    int run(final int times) {
        while (takeOvers < times && !isLate()) {
            // A fresh one now and then: rings are given back with the whole only.
            try (PrivateCluster memory = memory()) {
                live(memory, times);
            }
        }
        return takeOvers;
    }

    private boolean isLate() {
        return System.nanoTime() - deadlineNs >= 0;
    }

    private void live(final PrivateCluster memory, final int times) {
        final UnsafeBuffer command = new UnsafeBuffer(genesis());
        final RehearsedReplica[] replicas = new RehearsedReplica[REPLICAS];
        for (int i = 0; i < REPLICAS; i++) {
            replicas[i] = new RehearsedReplica(memory, i + 1, 1, 0);
        }
        for (int life = 1; life <= LIVES && takeOvers < times; life++) {
            final int leader = awaitLeader(replicas, command);
            if (leader < 0) {
                return;
            }
            takeOvers++;
            memory.markDead(replicas[leader].id(), replicas[leader].incarnation());
            final RehearsedReplica dead = replicas[leader];
            replicas[leader] = null;
            if (awaitLeader(replicas, command) < 0) {
                return;
            }
            replicas[leader] = new RehearsedReplica(memory, dead.id(), dead.incarnation() + 1, 0);
        }
    }

    /** Steps until all vote, one leads, and it has proposed what there is to propose; -1 if time is up before. */
    private int awaitLeader(final RehearsedReplica[] replicas, final UnsafeBuffer command) {
        int proposed = 0;
        while (!isLate()) {
            nowNs += STEP_NS;
            boolean allVote = true;
            int leader = -1;
            for (int i = 0; i < REPLICAS; i++) {
                if (replicas[i] != null) {
                    replicas[i].step(nowNs);
                    allVote &= replicas[i].votes();
                    leader = replicas[i].isLeading() ? i : leader;
                }
            }
            // No more than wanted: who has just come back would not catch up with a log that never stands still.
            if (leader >= 0 && proposed < COMMANDS
                && replicas[leader].proposer().propose(command, 0, command.capacity()) >= 0) {
                proposed++;
            }
            if (leader >= 0 && allVote && proposed >= COMMANDS) {
                return leader;
            }
        }
        return -1;
    }
}
