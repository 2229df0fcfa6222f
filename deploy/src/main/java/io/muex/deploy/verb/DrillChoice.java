package io.muex.deploy.verb;

import io.muex.load.drill.DrillCluster;
import io.muex.load.drill.kind.DrillKind;
import io.muex.load.drill.kind.DrillStep;
import io.muex.load.drill.run.DrillFile;
import io.muex.load.drill.run.DrillPlan;
import io.muex.load.drill.run.RandomSteps;
import io.muex.load.drill.run.StepSource;
import io.muex.load.play.PlayPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What was asked of {@code muex drill}, checked.
 *
 * @param title    in words
 * @param steps    null for a random mix
 * @param kills    of a random mix
 * @param rate     operations per second
 * @param replicas of a cluster made for the drill
 * @param slots    of such a cluster, 0 for what fits
 * @param seed     of everything
 */
record DrillChoice(String title, List<DrillStep> steps, int kills, int rate, int replicas, int slots, long seed) {
    /** Entries in a ring that is full within seconds. */
    private static final int SMALL_RING = 4_096;
    private static final int MOST = 1_000_000;

    /** Options as they were given; null for those that were not. */
    record Wishes(Integer count, Integer kills, Integer rate, Integer replicas, Long seed, Integer slots) {
    }

    /**
     * Makes sense of a command line.
     *
     * @param what      kind, {@code random} or file
     * @param isRunning whether the cluster is there already
     * @throws IllegalArgumentException that says what is wrong
     */
    static DrillChoice of(final String what, final Wishes wishes, final boolean isRunning) {
        require(!isRunning || wishes.replicas() == null && wishes.slots() == null,
            "--replicas and --slots are those of the running cluster");
        final DrillChoice choice;
        if (what.equals("random")) {
            require(wishes.count() == null, "random goes by --kills, not by --count");
            choice = mixed(positive(wishes.kills(), "--kills", 20), wishes);
        } else if (DrillKind.of(what).isPresent()) {
            require(wishes.kills() == null, what + " goes by --count, not by --kills");
            choice = repeated(DrillKind.of(what).get(), positive(wishes.count(), "--count", 1), wishes);
        } else {
            require(Files.isReadable(Path.of(what)), what + " is neither random nor a file that can be read nor one of "
                + Arrays.stream(DrillKind.values()).map(DrillKind::word).collect(Collectors.joining(", ")));
            require(wishes.count() == null && wishes.kills() == null, "a file says itself what happens how often");
            choice = written(Path.of(what), wishes);
        }
        require(choice.rate >= 1 && choice.rate <= PlayPlan.MAX_RATE, "--rate must be 1 to " + PlayPlan.MAX_RATE);
        require(!isRunning || !choice.needsOwnCluster(),
            "stuck-application and kill-majority need a cluster made for them");
        return choice;
    }

    private static DrillChoice mixed(final int kills, final Wishes wishes) {
        return new DrillChoice("random, " + kills + " kills", null, kills, or(wishes.rate(), 2_000),
            or(wishes.replicas(), 3), or(wishes.slots(), SMALL_RING), wishes.seed() == null ? 1 : wishes.seed());
    }

    private static DrillChoice repeated(final DrillKind kind, final int count, final Wishes wishes) {
        require(count == 1 || !kind.isTheEnd(), kind.word() + " can happen once: the cluster is lost with it");
        final int usualReplicas = kind == DrillKind.COMPETING_CANDIDATES ? 5 : 3;
        final int usualSlots = kind == DrillKind.PAUSE_ALL_FOLLOWERS ? SMALL_RING : 0;
        return new DrillChoice(kind.word() + (count == 1 ? "" : ", " + count + " times"),
            Collections.nCopies(count, DrillStep.of(kind)), 0, or(wishes.rate(), 2_000),
            or(wishes.replicas(), usualReplicas), or(wishes.slots(), usualSlots),
            wishes.seed() == null ? 1 : wishes.seed());
    }

    private static DrillChoice written(final Path path, final Wishes wishes) {
        final DrillFile file = DrillFile.read(path);
        return new DrillChoice(path.toString(), new ArrayList<>(file.steps()), 0, or(wishes.rate(), file.rate()),
            or(wishes.replicas(), file.replicas()), or(wishes.slots(), file.slots()),
            wishes.seed() == null ? file.seed() : wishes.seed());
    }

    private static int or(final Integer wish, final int usual) {
        return wish == null ? usual : wish;
    }

    private static int positive(final Integer wish, final String option, final int usual) {
        require(wish == null || wish >= 1 && wish <= MOST, option + " must be 1 to " + MOST);
        return or(wish, usual);
    }

    private static void require(final boolean holds, final String problem) {
        if (!holds) {
            throw new IllegalArgumentException(problem);
        }
    }

    private boolean needsOwnCluster() {
        return steps != null && steps.stream().map(DrillStep::kind)
            .anyMatch(kind -> kind == DrillKind.STUCK_APPLICATION || kind.isTheEnd());
    }

    /** Whether replicas are wanted whose state machine can be made to stand still. */
    boolean canStall() {
        return steps == null || steps.stream().anyMatch(step -> step.kind() == DrillKind.STUCK_APPLICATION);
    }

    /** The plan for that cluster. */
    DrillPlan plan(final DrillCluster cluster) {
        final StepSource source = steps != null ? StepSource.of(steps)
            : new RandomSteps(seed, kills, cluster.canStall(), cluster.directory().geometry().slots() <= SMALL_RING);
        return new DrillPlan(title, seed, rate, source);
    }
}
