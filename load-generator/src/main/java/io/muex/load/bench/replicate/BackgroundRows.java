package io.muex.load.bench.replicate;

import io.muex.load.bench.BenchLines;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** What the leader feels of work in the background: rows with it, alternated with rows without. One thread. */
final class BackgroundRows {
    /** Of the snapshots that are taken and transferred. */
    static final int SNAPSHOT_BYTES = 4 << 20;

    private static final int PAIRS = 4;
    private static final double MEDIAN = 50;
    private static final long RESTART_PAUSE_NS = 300_000_000;

    private final BenchCluster cluster;
    private final StandaloneLeader leader;
    private final Rows rows;
    private final PrintStream out;

    BackgroundRows(final BenchCluster cluster, final StandaloneLeader leader, final Rows rows, final PrintStream out) {
        this.cluster = cluster;
        this.leader = leader;
        this.rows = rows;
        this.out = out;
    }

    /** Measures each kind of work between two quiet times, and prints its ratio to both as a value. */
    void measure(final Commands commands, final long forNs) throws InterruptedException {
        cluster.read(Reading.PARKED, -1);
        leader.oneByOne(commands, Rows.histogram(), 2 * forNs, Reading.PARKED);
        final Histogram storms = Rows.histogram();
        final Histogram snapshots = Rows.histogram();
        final Histogram transfers = Rows.histogram();
        final Histogram quiet = Rows.histogram();
        final Runnable pause = () -> cluster.settle(forNs / 4);
        for (int pair = 0; pair < PAIRS; pair++) {
            pair("permission storm", commands, quiet, storms, forNs / PAIRS,
                () -> cluster.board().disturb(Disturbance.PERMISSIONS), pause);
            pair("snapshots", commands, quiet, snapshots, forNs / PAIRS,
                () -> cluster.board().disturb(Disturbance.SNAPSHOTS), pause);
        }
        BenchLines.print(out, "disturbances", cluster.board().disturbed());
        final AtomicBoolean running = new AtomicBoolean();
        final Thread restarts = Thread.ofPlatform().daemon().start(() -> restart(running));
        for (int pair = 0; pair < PAIRS; pair++) {
            pair("state transfer", commands, quiet, transfers, forNs, () -> running.set(true),
                () -> cluster.settle(RESTART_PAUSE_NS));
            running.set(false);
            cluster.catchUp();
        }
        restarts.interrupt();
        print("quiet", quiet, forNs * 3);
        print("permission storm", storms, forNs);
        print("snapshots", snapshots, forNs);
        print("state transfer", transfers, forNs * PAIRS);
    }

    private void pair(final String name, final Commands commands, final Histogram quiet, final Histogram disturbed,
                      final long forNs, final Runnable begin, final Runnable settle) {
        BenchLines.printProgress(out, name);
        cluster.board().disturb(Disturbance.NONE);
        settle.run();
        final Histogram before = Rows.histogram();
        leader.oneByOne(commands, before, forNs, Reading.PARKED);
        begin.run();
        final Histogram during = Rows.histogram();
        leader.oneByOne(commands, during, forNs, Reading.PARKED);
        cluster.board().disturb(Disturbance.NONE);
        BenchLines.print(out, name + " / quiet p50",
            (double) during.getValueAtPercentile(MEDIAN) / before.getValueAtPercentile(MEDIAN));
        quiet.add(before);
        disturbed.add(during);
    }

    private void print(final String name, final Histogram histogram, final long tookNs) {
        rows.print("background " + name, into -> into.add(histogram), () -> tookNs, false);
    }

    /** Kills the last follower and starts it again while {@code running}; each comes back by snapshot and log. */
    private void restart(final AtomicBoolean running) {
        while (!Thread.currentThread().isInterrupted()) {
            if (!running.get()) {
                LockSupport.parkNanos(1_000_000);
                continue;
            }
            try {
                cluster.restart(cluster.replicas());
                LockSupport.parkNanos(RESTART_PAUSE_NS);
            } catch (final InterruptedException e) {
                return;
            } catch (final IOException e) {
                BenchLines.printProblem(out, "a follower could not be started again: " + e.getMessage());
                return;
            }
        }
    }
}
