package io.muex.load.bench.replicate;

import io.muex.mu.Proposer;
import io.muex.mu.replica.MuReplica;
import java.util.Arrays;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A leader whose own thread makes the commands: what replication costs by itself. Latency is from before the proposal
 * to when the leader's state machine is given the command, which is when its commit is seen. One thread.
 */
final class StandaloneLeader {
    private static final long SECOND_NS = 1_000_000_000;
    private static final long SETTLE_NS = 1_000_000;

    private final BenchCluster cluster;
    private final MuReplica leader;
    private final Proposer proposer;
    private final ApplyClock clock;
    private final UnsafeBuffer command = new UnsafeBuffer(new byte[1 << 13]);
    private long measuredNs;

    StandaloneLeader(final BenchCluster cluster, final ApplyClock clock) {
        this.cluster = cluster;
        this.leader = cluster.leader();
        this.proposer = leader.proposer();
        this.clock = clock;
    }

    /** Proposes a command of {@code length} bytes that is no sample, and waits until it is applied. */
    void submit(final UnsafeBuffer source, final int length) {
        command.putBytes(0, source, 0, length);
        propose(length);
        cluster.settle(SETTLE_NS);
    }

    /** Time that the latest measurement took, without the pauses in which followers caught up. */
    long measuredNs() {
        return measuredNs;
    }

    /** One command at a time. */
    void oneByOne(final Commands commands, final Histogram into, final long forNs, final Reading reading) {
        measuredNs = 0;
        clock.run(true);
        while (measuredNs < forNs) {
            final long most = cluster.allowance(reading);
            final long startNs = System.nanoTime();
            final long endNs = appendUntil(commands, into, startNs + forNs - measuredNs, most);
            measuredNs += endNs - startNs;
        }
        clock.run(false);
    }

    private long appendUntil(final Commands commands, final Histogram into, final long endNs,
                             final long most) {
        long now = 0;
        for (long count = 0; count < most; count++) {
            final int length = commands.next(command);
            final long before = System.nanoTime();
            append(length, before);
            now = clock.appliedNs();
            into.recordValue(now - before);
            if (now - endNs >= 0) {
                break;
            }
        }
        return now;
    }

    private void append(final int length, final long nowNs) {
        final long applied = clock.commands();
        propose(length);
        leader.step(nowNs);
        while (clock.commands() == applied) {
            leader.step();
        }
    }

    /** Proposes one command, waiting where followers are behind. */
    private void propose(final int length) {
        long result = proposer.propose(command, 0, length);
        while (result < 0) {
            // Not leading only where a measurement disturbs leadership on purpose: the command waits, and its time
            // runs.
            if (result == Proposer.BAD_LENGTH) {
                throw new IllegalStateException("a command of " + length + " bytes does not fit");
            }
            leader.step();
            result = proposer.propose(command, 0, length);
        }
    }

    /**
     * A sender that keeps a number of batches under way: a batch is proposed as a whole and shares one fence, and the
     * next of the sender's batches waits its turn. Latency is from when the sender had it ready.
     */
    void batches(final Commands commands, final int batch, final int outstanding, final Histogram into,
                 final long forNs) {
        final long[] readyNs = new long[outstanding];
        final long startNs = System.nanoTime();
        Arrays.fill(readyNs, startNs);
        long now = startNs;
        for (int turn = 0; now - startNs < forNs; turn = turn + 1 == outstanding ? 0 : turn + 1) {
            now = batch(commands, batch);
            into.recordValueWithCount(now - readyNs[turn], batch);
            readyNs[turn] = now;
        }
        measuredNs = now - startNs;
    }

    /** Batches at a fixed rate, whatever becomes of earlier ones. Latency is from when a batch was due. */
    void paced(final Commands commands, final int batch, final long perSecond, final Histogram into,
               final long forNs) {
        final long intervalNs = batch * SECOND_NS / perSecond;
        final long startNs = System.nanoTime();
        long now = startNs;
        for (long dueNs = startNs; dueNs - startNs < forNs; dueNs += intervalNs) {
            while (now - dueNs < 0) {
                leader.step(now);
                now = System.nanoTime();
            }
            now = batch(commands, batch);
            into.recordValueWithCount(now - dueNs, batch);
        }
        measuredNs = now - startNs;
    }

    private long batch(final Commands commands, final int batch) {
        final long wanted = clock.commands() + batch;
        for (int i = 0; i < batch; i++) {
            propose(commands.next(command));
        }
        while (clock.commands() < wanted) {
            leader.step();
        }
        return System.nanoTime();
    }
}
