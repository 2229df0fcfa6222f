package io.muex.load.bench.replicate;

import io.muex.load.bench.BenchLines;
import io.muex.load.report.Environment;
import io.muex.mu.StateMachine;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Measures replication in this process, which leads, with follower processes of its own. Prints rows for the process
 * that started it. Leader and followers are pinned: the leader to the first processor it may use, followers to another.
 */
public final class ReplicateBench {
    /** Row of the clock that all latencies contain once. */
    public static final String TIMER = "timer";

    private static final int SLOTS = 131_072;
    private static final int SLOT_LENGTH = 256;
    private static final int LARGE_SLOTS = 8_192;
    private static final int LARGE_SLOT_LENGTH = 4_096 + 64;
    private static final int PAYLOAD = 64;
    private static final int REPLICAS = 3;
    private static final double WARM_SECONDS = 1.5;
    private static final double THROUGHPUT_SECONDS = 10;
    private static final int THROUGHPUT_BATCH = 16;
    private static final int REQUIRED_MILLIONS = 5;
    private static final int ANYWHERE = -1;

    private final ReplicatePlan plan;
    private final PrintStream out;
    private final Rows rows;
    private final long forNs;
    private final Environment environment = Environment.here();
    private final int[] otherCpus;
    private final int leaderCpu;
    private final int nearCpu;
    private final int farCpu;

    private ReplicateBench(final ReplicatePlan plan, final PrintStream out) {
        this.plan = plan;
        this.out = out;
        this.rows = new Rows(out);
        this.forNs = Floor.ns(plan.seconds());
        final int[] cpus = Cpus.allowed();
        leaderCpu = cpus[0];
        int near = leaderCpu;
        int far = leaderCpu;
        long nearNs = Long.MAX_VALUE;
        long farNs = 0;
        for (int i = 1; i < cpus.length; i++) {
            final long distanceNs = Cpus.distanceNs(leaderCpu, cpus[i]);
            BenchLines.print(out, "processor " + cpus[i] + " distance ns", distanceNs);
            near = distanceNs < nearNs ? cpus[i] : near;
            nearNs = Math.min(nearNs, distanceNs);
            far = distanceNs > farNs ? cpus[i] : far;
            farNs = Math.max(farNs, distanceNs);
        }
        nearCpu = near;
        farCpu = far;
        otherCpus = cpus.length == 1 ? cpus : Arrays.copyOfRange(cpus, 1, cpus.length);
        Cpus.pin(leaderCpu);
    }

    /** Arguments: those of {@link ReplicatePlan#arguments}. */
    public static void main(final String[] args) throws IOException, InterruptedException {
        final ReplicateBench bench = new ReplicateBench(ReplicatePlan.of(args), System.out);
        BenchLines.print(System.out, bench.environment);
        for (final Part part : bench.plan.parts()) {
            bench.run(part);
        }
        System.exit(0);
    }

    private void run(final Part part) throws IOException, InterruptedException {
        switch (part) {
            case LATENCY -> latency();
            case PAYLOAD -> {
                payload(SLOTS, SLOT_LENGTH, 8, 64, 200);
                payload(LARGE_SLOTS, LARGE_SLOT_LENGTH, 512, 1_024, 4_096);
            }
            case REPLICAS -> {
                for (final int replicas : new int[] {3, 5, 7, 9}) {
                    floor(replicas, SLOTS / 4, SLOT_LENGTH, PAYLOAD, "floor replicas " + replicas);
                    try (Measured measured = start(replicas, SLOTS / 4, SLOT_LENGTH, 0)) {
                        measured.row("replicas " + replicas, plan.reading(), Commands.ofLength(PAYLOAD));
                    }
                }
            }
            case SESSIONS -> {
                sessions(1);
                sessions(24);
            }
            case BATCHES -> batches();
            case THROUGHPUT -> throughput();
            case BACKGROUND -> background();
            case VARIANTS -> variant();
        }
    }

    private void latency() throws IOException, InterruptedException {
        rows.print(TIMER, forNs, into -> Floor.timer(into, forNs));
        floor(REPLICAS, SLOTS, SLOT_LENGTH, PAYLOAD, "floor three checksummed copies");
        try (Floor floor = new Floor(REPLICAS, SLOTS, SLOT_LENGTH)) {
            final UnsafeBuffer payload = new UnsafeBuffer(new byte[PAYLOAD]);
            floor.withCanary(payload, PAYLOAD, Rows.histogram(), Floor.ns(WARM_SECONDS));
            rows.print("floor three copies with canary", forNs, into ->
                floor.withCanary(payload, PAYLOAD, into, forNs));
        }
        completions();
        try (Measured measured = start(REPLICAS, SLOTS, SLOT_LENGTH, 0)) {
            for (final Reading reading : plan.readings()) {
                measured.row(plan.mode() + " 64 B " + reading.word(), reading, Commands.ofLength(PAYLOAD));
            }
        }
    }

    private void completions() {
        final UnsafeBuffer payload = new UnsafeBuffer(new byte[PAYLOAD]);
        try (Completions completions = new Completions(REPLICAS, SLOTS)) {
            completions.measure(payload, PAYLOAD, Rows.histogram(), Rows.histogram(), Floor.ns(WARM_SECONDS));
            final Histogram majority = Rows.histogram();
            rows.print("first completion", forNs, into ->
                completions.measure(payload, PAYLOAD, into, majority, forNs));
            rows.print("majority completion", forNs, into -> into.add(majority));
        }
    }

    private void payload(final int slots, final int slotLength, final int... lengths)
        throws IOException, InterruptedException {
        for (final int length : lengths) {
            floor(REPLICAS, slots, slotLength, length, "floor payload " + length + " B");
        }
        try (Measured measured = start(REPLICAS, slots, slotLength, 0)) {
            for (final int length : lengths) {
                measured.row("payload " + length + " B", plan.reading(), Commands.ofLength(length));
            }
        }
    }

    private void floor(final int copies, final int slots, final int slotLength, final int length,
                       final String name) {
        final UnsafeBuffer payload = new UnsafeBuffer(new byte[length]);
        try (Floor floor = new Floor(copies, slots, slotLength)) {
            floor.checksummed(payload, length, Rows.histogram(), Floor.ns(WARM_SECONDS / 2));
            rows.print(name, forNs, into -> floor.checksummed(payload, length, into, forNs));
        }
    }

    private void sessions(final int count) throws IOException, InterruptedException {
        try (Measured measured = start(REPLICAS, SLOTS, SLOT_LENGTH, -1)) {
            final UnsafeBuffer command = new UnsafeBuffer(new byte[1 << 10]);
            final Sessions sessions = new Sessions(count);
            measured.standalone.submit(command, Sessions.genesis(1, count, command));
            measured.standalone.submit(command, Sessions.establish(1, command));
            for (int session = 2; session <= count; session++) {
                measured.standalone.submit(command, sessions.openAnother(session, command));
                measured.standalone.submit(command, Sessions.establish(session, command));
            }
            measured.row("sessions " + count, plan.reading(), sessions);
        }
    }

    private void batches() throws IOException, InterruptedException {
        try (Measured measured = start(REPLICAS, SLOTS, SLOT_LENGTH, 0)) {
            final Commands commands = Commands.ofLength(PAYLOAD);
            for (final int batch : new int[] {1, 8, 32, 128}) {
                for (final int outstanding : new int[] {1, 4, 16, 64}) {
                    measured.batch("batch " + batch + " outstanding " + outstanding, commands, batch, outstanding,
                        forNs);
                }
            }
        }
    }

    private void throughput() throws IOException, InterruptedException {
        final long measureNs = Math.max(forNs, Floor.ns(THROUGHPUT_SECONDS));
        final Commands commands = Commands.ofLength(PAYLOAD);
        try (Measured measured = start(REPLICAS, SLOTS, SLOT_LENGTH, 0)) {
            measured.standalone.batches(commands, THROUGHPUT_BATCH, 1, Rows.histogram(), Floor.ns(WARM_SECONDS));
            measured.cluster.catchUp();
            measured.droppedBefore = measured.cluster.dropped();
            for (final long millions : new long[] {5, 6, 7, 8}) {
                rows.print("throughput " + millions + " million/s", into -> measured.standalone.paced(
                    commands, THROUGHPUT_BATCH, millions * 1_000_000, into, measureNs),
                    measured.standalone::measuredNs, true);
                measured.cluster.catchUp();
                measured.tellDropped(" at " + millions + " million/s", millions > REQUIRED_MILLIONS);
            }
            measured.batch("throughput at most", commands, THROUGHPUT_BATCH, 1, measureNs);
            measured.mayDrop = true;
        }
    }

    private void background() throws IOException, InterruptedException {
        try (Measured measured = start(REPLICAS, SLOTS / 4, SLOT_LENGTH, BackgroundRows.SNAPSHOT_BYTES)) {
            new BackgroundRows(measured.cluster, measured.standalone, rows, out).measure(
                Commands.ofLength(PAYLOAD), forNs);
            measured.mayDrop = true;
        }
    }

    /** What is told of the classes that this process was given: whole histograms, for adding those of several. */
    private void variant() throws IOException, InterruptedException {
        final Commands commands = Commands.ofLength(PAYLOAD);
        try (Measured measured = start(REPLICAS, SLOTS / 4, SLOT_LENGTH, 0)) {
            final StandaloneLeader leader = measured.standalone;
            final Histogram oneByOne = Rows.histogram();
            leader.oneByOne(commands, Rows.histogram(), Floor.ns(WARM_SECONDS), Reading.PARKED);
            leader.oneByOne(commands, oneByOne, forNs, Reading.PARKED);
            BenchLines.print(out, Variant.ONE_BY_ONE, oneByOne);
            final Histogram batches = Rows.histogram();
            leader.batches(commands, Variant.BATCH, 1, Rows.histogram(), Floor.ns(WARM_SECONDS / 2));
            leader.batches(commands, Variant.BATCH, 1, batches, forNs);
            BenchLines.print(out, Variant.IN_BATCHES, batches);
            measured.mayDrop = true;
        }
    }

    private int cpuOf(final Reading reading) {
        return switch (reading) {
            case NEAR -> nearCpu;
            case FAR -> farCpu;
            case PARKED, NONE_READING -> ANYWHERE;
        };
    }

    private Measured start(final int replicas, final int slots, final int slotLength, final int snapshotBytes)
        throws IOException, InterruptedException {
        BenchLines.printProgress(out, "starting " + replicas + " replicas");
        final ApplyClock clock = new ApplyClock();
        final StateMachine machine = snapshotBytes < 0 ? Sessions.machine(clock)
            : new CountingMachine(clock, snapshotBytes);
        // Children and new threads inherit where they may run: nothing but the leader's thread on its processor.
        Cpus.pin(otherCpus);
        final BenchCluster cluster = BenchCluster.start(replicas, slots, slotLength, machine, snapshotBytes);
        Cpus.pin(leaderCpu);
        return new Measured(cluster, clock);
    }

    /** A cluster that is measured; closing it judges it. */
    private final class Measured implements AutoCloseable {
        private final BenchCluster cluster;
        private final ApplyClock clock;
        private final StandaloneLeader standalone;
        private long droppedBefore;
        private boolean mayDrop;

        private Measured(final BenchCluster cluster, final ApplyClock clock) {
            this.cluster = cluster;
            this.clock = clock;
            this.standalone = new StandaloneLeader(cluster, clock);
            this.droppedBefore = cluster.dropped();
        }

        private void row(final String name, final Reading reading, final Commands commands) {
            cluster.read(reading, cpuOf(reading));
            if (plan.mode() == Mode.STANDALONE) {
                standalone.oneByOne(commands, Rows.histogram(), Floor.ns(WARM_SECONDS), reading);
                judge(name, rows.print(name, into -> standalone.oneByOne(commands, into, forNs, reading),
                    standalone::measuredNs, reading != Reading.NONE_READING));
            } else {
                final AttachedLeader attached = new AttachedLeader(cluster, clock);
                final int other = plan.mode() == Mode.ATTACHED_SAME_CORE ? leaderCpu : nearCpu;
                attached.oneByOne(commands, Rows.histogram(), Floor.ns(WARM_SECONDS), reading, leaderCpu, other);
                final long[] tookNs = new long[1];
                judge(name, rows.print(name, into ->
                    tookNs[0] = attached.oneByOne(commands, into, forNs, reading, leaderCpu, other),
                    () -> tookNs[0], false));
            }
            cluster.read(Reading.PARKED, ANYWHERE);
        }

        private void batch(final String name, final Commands commands, final int batch, final int outstanding,
                           final long measureNs) {
            final Reading reading = plan.reading() == Reading.NONE_READING ? Reading.PARKED : plan.reading();
            cluster.read(reading, cpuOf(reading));
            standalone.batches(commands, batch, outstanding, Rows.histogram(), Floor.ns(WARM_SECONDS / 2));
            judge(name, rows.print(name, into -> standalone.batches(commands, batch, outstanding, into, measureNs),
                standalone::measuredNs, true));
        }

        private void judge(final String name, final Histogram measured) {
            if (measured.getTotalCount() == 0) {
                BenchLines.printProblem(out, name + ": nothing was measured");
            }
        }

        @Override
        public void close() throws IOException {
            try {
                cluster.read(Reading.PARKED, ANYWHERE);
                cluster.catchUp();
                cluster.settle(Floor.ns(0.05));
                if (!cluster.agrees()) {
                    BenchLines.printProblem(out, "followers do not have the leader's state");
                }
                tellDropped("", mayDrop);
            } finally {
                cluster.close();
            }
        }

        private void tellDropped(final String when, final boolean isAllowed) {
            final long dropped = cluster.dropped() - droppedBefore;
            droppedBefore = cluster.dropped();
            if (!when.isEmpty()) {
                BenchLines.print(out, "followers dropped" + when, dropped);
            }
            if (dropped != 0 && !isAllowed) {
                BenchLines.printProblem(out, "the leader lost " + dropped + " followers from its log");
            }
        }
    }
}
