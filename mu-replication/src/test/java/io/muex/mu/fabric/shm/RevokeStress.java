package io.muex.mu.fabric.shm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.muex.mu.Ballot;
import io.muex.mu.fabric.CorruptEntryException;
import io.muex.mu.fabric.Fabric;
import io.muex.mu.fabric.Grant;
import io.muex.mu.fabric.Memory;
import io.muex.mu.fabric.MemoryFabric;
import io.muex.mu.fabric.Regions;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.log.Entry;
import io.muex.mu.log.InheritanceLayout;
import io.muex.mu.log.RingLayout;

/**
 * The permission gate between two processes. This one is the target T: it grants its log to a writer W in a JVM of its
 * own, lets it write at full speed, takes the grant away at a random moment by giving the next one, waits until W has
 * let go, and then holds W's account of its successes against what was sealed:
 * <ul>
 * <li><b>lost</b>: W was told success, and the inheritance has not got it (C1, C3);
 * <li><b>torn</b>: an entry in the inheritance or at the gate that nobody wrote like this (C5);
 * <li><b>gaps</b>: an entry is there and an earlier one is not (C4);
 * <li><b>changed</b>: the inheritance is not what it was right after the seal (C2).
 * </ul>
 * Now and then W is stopped before and during the seal, or killed and started again. Figures beside that: rounds in
 * which stores landed after the seal, in the ring that nobody reads any more.
 * <p>
 * As a program: {@code RevokeStress [grants [seed [writer-fence [target-fence]]]]}, 300,000 grants by default; exit
 * status 1 if anything was violated.
 */
public final class RevokeStress {
    /**
     * What to do.
     *
     * @param grants         how many at most.
     * @param limitNs        time after which to stop.
     * @param writerFence    false: W's memory has no fences.
     * @param targetFence    false: T's memory has no fences.
     * @param pauseEvery     rounds between pauses of W, on average; 0 for none.
     * @param killEvery      rounds between kills of W; 0 for none.
     * @param untilViolation whether to stop at the first violation.
     */
    record Plan(long grants, long limitNs, long seed, boolean writerFence, boolean targetFence, int pauseEvery,
        int killEvery, boolean untilViolation) {
    }

    /** What came of it; the first four must be 0. */
    record Outcome(long lost, long torn, long gaps, long changed, long grants, long successes, long lateRounds,
        long unknown, long pauses, long kills, long elapsedNs) {

        long violations() {
            return lost + torn + gaps + changed;
        }

        @Override
        public String toString() {
            return grants + " grants in " + TimeUnit.NANOSECONDS.toMillis(elapsedNs) + " ms, " + successes
                + " successes, " + unknown + " landed without; late stores in " + lateRounds + " rounds; " + pauses
                + " pauses, " + kills + " kills; lost " + lost + ", torn " + torn + ", gaps " + gaps + ", changed "
                + changed;
        }
    }

    private static final int ID = 1;
    private static final int SLOTS = 256;
    private static final int RETAINED = 16;
    private static final int SPARES = 12;
    private static final int MOST_AHEAD = 120;
    private static final int SPINS = 1_000;
    private static final int LATE_EVERY = 3;
    private static final int LONGEST_HOLD_NS = 400;
    private static final long LONGEST_WAIT_NS = 300_000;
    private static final int LONGEST_PAUSE_NS = 300_000;
    private static final long STUCK_NS = TimeUnit.SECONDS.toNanos(30);

    private final Plan plan;
    private final Random random;
    private final ClusterDirectory cluster;
    private final ShmRegions regions;
    private final Fabric fabric;
    private final Memory memory = new MappedMemory();
    private final LateMemory late;
    private final long control;
    private final Entry entry = new Entry(StressEntries.SLOT_LENGTH);
    private TestProcess writer;
    private int writerIncarnation;
    private boolean damaged;
    private long round;
    private long ballot;
    private long base;
    private long lost;
    private long torn;
    private long gaps;
    private long changed;
    private long successes;
    private long lateRounds;
    private long unknown;
    private long pauses;
    private long kills;

    private RevokeStress(final Plan plan, final ClusterDirectory cluster, final ShmRegions regions) {
        this.plan = plan;
        this.random = new Random(plan.seed);
        this.cluster = cluster;
        this.regions = regions;
        this.control = regions.control(ID, regions.selfIncarnation());
        this.late = new LateMemory(plan.targetFence, control + ControlLayout.PERMISSION, LATE_EVERY);
        this.fabric = new MemoryFabric(late, regions);
    }

    /** Runs as a program. */
    public static void main(final String[] arguments) throws IOException {
        final long grants = arguments.length > 0 ? Long.parseLong(arguments[0]) : 300_000;
        final long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime();
        final boolean writerFence = arguments.length <= 2 || Boolean.parseBoolean(arguments[2]);
        final boolean targetFence = arguments.length <= 3 || Boolean.parseBoolean(arguments[3]);
        System.out.println("seed " + seed);
        final Path memory = Files.createTempDirectory(Path.of("/dev/shm"), "muex-stress");
        final Path disk = Files.createTempDirectory("muex-stress");
        final Outcome outcome;
        try {
            outcome = run(new Plan(grants, Long.MAX_VALUE, seed, writerFence, targetFence, 50, 5_000, false),
                disk.resolve("home"), memory.resolve("memory"));
        } finally {
            ClusterDirectory.deleteTree(memory);
            ClusterDirectory.deleteTree(disk);
        }
        System.out.println(outcome);
        System.exit(outcome.violations() == 0 ? 0 : 1);
    }

    /** Runs a plan over a cluster of its own in these two directories, which must not exist. */
    static Outcome run(final Plan plan, final Path home, final Path memory) {
        Kernel.removeTimerSlack();
        final ClusterDirectory cluster = ClusterDirectory.create(home, memory,
            new ClusterGeometry(plan.seed | 1, 3, SLOTS, StressEntries.SLOT_LENGTH, RETAINED, 4096, SPARES));
        try (ReplicaSeat seat = cluster.occupy(ID);
            ShmRegions regions = ShmRegions.open(seat, Throwable::printStackTrace)) {
            regions.announce();
            final RevokeStress stress = new RevokeStress(plan, cluster, regions);
            try {
                return stress.run();
            } finally {
                stress.writer.close();
                stress.late.free();
                regions.leave();
            }
        } finally {
            cluster.remove();
        }
    }

    private Outcome run() {
        startWriter();
        final long startNs = System.nanoTime();
        grant();
        while (!damaged && round < plan.grants && System.nanoTime() - startNs < plan.limitNs
            && !(plan.untilViolation && violations() > 0)) {
            round();
        }
        return new Outcome(lost, torn, gaps, changed, round, successes, lateRounds, unknown, pauses, kills,
            System.nanoTime() - startNs);
    }

    private long violations() {
        return lost + torn + gaps + changed;
    }

    private void startWriter() {
        writer = TestProcess.start(RevokeStressWriter.class, cluster.home(), ID, plan.writerFence);
        writerIncarnation = Integer.parseInt(writer.await("announced"));
        if (!regions.awaitReady(STUCK_NS)) {
            throw new IllegalStateException("the writer's regions are not mapped");
        }
    }

    /** One grant from the moment it is held to the moment at which all about it is known. */
    private void round() {
        final long epoch = round;
        final long held = ballot;
        final boolean kill = plan.killEvery > 0 && round % plan.killEvery == 0;
        final boolean pause = !kill && plan.pauseEvery > 0 && random.nextInt(plan.pauseEvery) == 0;
        await("the writer to begin", () -> RevokeStressWriter.epoch(word(RevokeStressWriter.BEGUN)) == epoch);
        awaitProgress(epoch, random.nextInt(MOST_AHEAD));
        hold(random.nextInt(LONGEST_HOLD_NS));
        if (pause) {
            Signals.stop(writer.pid());
            hold(random.nextInt(LONGEST_PAUSE_NS));
        }
        if (kill) {
            writer.kill();
        }
        damaged = !seal();
        if (damaged) {
            return;
        }
        final long atSeal = checksum();
        if (pause) {
            pauses++;
            check(held, succeeded(epoch));
            Signals.resume(writer.pid());
        }
        final long settled;
        if (kill) {
            kills++;
            writer.close();
            settled = succeeded(epoch);
        } else {
            await("the writer to let go", () -> RevokeStressWriter.epoch(word(RevokeStressWriter.LET_GO)) == epoch);
            settled = RevokeStressWriter.index(word(RevokeStressWriter.LET_GO));
        }
        check(held, settled);
        successes += settled - base;
        unknown += own(ControlLayout.GRANT_END) - settled;
        changed += checksum() == atSeal ? 0 : 1;
        lateRounds += hasLateStores(epoch) ? 1 : 0;
        base = own(ControlLayout.GRANT_END);
        fabric.publish(ControlLayout.APPLIED, base);
        fabric.localLog().moveToNewest();
        if (kill) {
            startWriter();
        }
    }

    /** Gives the next grant, which takes this one away and seals it; false if the gate found damage. */
    private boolean seal() {
        try {
            grant();
            return true;
        } catch (final CorruptEntryException damage) {
            torn++;
            return false;
        }
    }

    private void grant() {
        await("a spare ring", () -> fabric.gate().isReady());
        ballot = Ballot.of(++round, 1, RevokeStressWriter.ID);
        fabric.gate().grant(RevokeStressWriter.ID, ballot, true, 0);
    }

    /** What succeeded so far under a grant, while the writer may be anywhere. */
    private long succeeded(final long epoch) {
        final long word = word(RevokeStressWriter.SUCCEEDED);
        return RevokeStressWriter.epoch(word) == epoch ? RevokeStressWriter.index(word) : base;
    }

    /** Holds the inheritance of the present grant against the entries [base, end) that succeeded under the last one. */
    private void check(final long held, final long end) {
        final Grant inheritance = new Grant(ID, regions.selfIncarnation(), ballot, own(ControlLayout.GRANT_PERMISSION),
            own(ControlLayout.GRANT_BASE), own(ControlLayout.GRANT_FROM), own(ControlLayout.GRANT_END),
            own(ControlLayout.GRANT_CHOSEN_FROM), true);
        boolean gap = false;
        for (long index = base; index < Math.max(end, inheritance.end()); index++) {
            final int found = fabric.inherited(inheritance, index, entry);
            if (found == Fabric.WHOLE && StressEntries.isAsEncoded(entry, index, held)) {
                gaps += gap ? 1 : 0;
            } else {
                gap = true;
                torn += found == Fabric.EMPTY ? 0 : 1;
                lost += index < end ? 1 : 0;
            }
        }
    }

    private long checksum() {
        final long from = own(ControlLayout.GRANT_FROM);
        final long address = regions.inheritance(
            ID, regions.selfIncarnation(), InheritanceLayout.area(fabric.gate().epoch()));
        final long lengthBytes = (own(ControlLayout.GRANT_END) - from) * StressEntries.SLOT_LENGTH;
        long sum = from;
        for (long offset = 0; offset < lengthBytes; offset += Long.BYTES) {
            sum = Long.rotateLeft(sum, 5) + memory.getPlain(address + offset);
        }
        return sum;
    }

    private boolean hasLateStores(final long epoch) {
        final long ring = regions.ring(ID, regions.selfIncarnation(), epoch);
        final long end = own(ControlLayout.GRANT_END);
        return ring != Regions.ABSENT && memory.getAcquire(ring + RingLayout.slot(end, SLOTS,
            StressEntries.SLOT_LENGTH)) == RingLayout.commitWord(epoch, end);
    }

    /** A word of the writer's. */
    private long word(final int offset) {
        return fabric.word(RevokeStressWriter.ID, writerIncarnation, offset);
    }

    /** A word of the description of the present grant. */
    private long own(final int offset) {
        return memory.getAcquire(control + ControlLayout.grant(RevokeStressWriter.ID) + offset);
    }

    /** Waits, if not for long, until the writer has just succeeded: then it runs, and is amid its next write. */
    private void awaitProgress(final long epoch, final long count) {
        final long startNs = System.nanoTime();
        while (succeeded(epoch) < base + count && System.nanoTime() - startNs < LONGEST_WAIT_NS) {
            Thread.onSpinWait();
        }
    }

    private static void hold(final long ns) {
        final long startNs = System.nanoTime();
        while (System.nanoTime() - startNs < ns) {
            Thread.onSpinWait();
        }
    }

    private static void await(final String what, final BooleanSupplier condition) {
        final long startNs = System.nanoTime();
        for (int spins = 1; !condition.getAsBoolean(); spins++) {
            if (spins % SPINS != 0) {
                Thread.onSpinWait();
            } else if (System.nanoTime() - startNs > STUCK_NS) {
                throw new AssertionError("still waiting for " + what);
            } else {
                Thread.yield();
            }
        }
    }
}
