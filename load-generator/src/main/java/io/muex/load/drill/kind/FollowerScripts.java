package io.muex.load.drill.kind;

import io.muex.load.cluster.ReplicaStatus;
import io.muex.load.play.KillWatch;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Followers that die, stand still, or find their memory damaged. */
final class FollowerScripts {
    private static final int PAIRS = 7;
    /** Between intervals, so that what one left behind does not count in the next. */
    private static final long BREAK_NS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final double P50_LIMIT = 1.05;
    private static final double P99_LIMIT = 1.25;
    private static final int P99 = 99;
    private static final int AHEAD = 16;
    private static final int ATTEMPTS = 5;
    /** Until a signal has stopped every thread, also on a busy host. */
    private static final long STOPPED_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long WRITTEN_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final Duration END = Duration.ofSeconds(10);

    private FollowerScripts() {
    }

    static void killFollower(final Scene scene, final DrillStep step, final Account account) throws IOException {
        final int follower = scene.follower(step);
        final int incarnation = scene.observer().status(follower).incarnation();
        scene.stage("killing follower " + follower);
        account.target("follower " + follower);
        final KillWatch watch = scene.begin(account, () -> scene.cluster().kill(follower));
        account.killed();
        scene.requireReport(watch);
        scene.stage("starting replica " + follower + " again");
        scene.cluster().start(follower);
        scene.requireWholeAfter(follower, incarnation, account);
    }

    static void pauseFollower(final Scene scene, final DrillStep step, final Account account) throws IOException {
        final int follower = scene.follower(step);
        account.target("follower " + follower);
        scene.stage("pausing follower " + follower);
        if (step.isBrief()) {
            pause(scene, step, account, follower);
            scene.requireWhole(account);
            return;
        }
        final List<Double> p50 = new ArrayList<>();
        final List<Double> p99 = new ArrayList<>();
        for (int pair = 0; pair < PAIRS; pair++) {
            scene.stage("pausing follower " + follower + ", pair " + (pair + 1) + " of " + PAIRS);
            // A B, B A, A B, ...: what drifts over time hits both alike.
            final boolean isDisturbedFirst = pair % 2 == 1;
            final Histogram first = interval(scene, step, account, isDisturbedFirst ? follower : 0);
            final Histogram second = interval(scene, step, account, isDisturbedFirst ? 0 : follower);
            final Histogram disturbed = isDisturbedFirst ? first : second;
            final Histogram undisturbed = isDisturbedFirst ? second : first;
            p50.add(ratio(disturbed, undisturbed, 50));
            p99.add(ratio(disturbed, undisturbed, P99));
        }
        scene.requireWhole(account);
        final FaultEntry.Ratios ratios = new FaultEntry.Ratios(PAIRS, spread(p50), spread(p99));
        account.ratios(ratios);
        if (ratios.p50().median() > P50_LIMIT || ratios.p99().median() > P99_LIMIT) {
            account.problem("a stopped follower slows orders down: disturbed over undisturbed, p50 "
                + ratios.p50().median() + " (at most " + P50_LIMIT + "), p99 " + ratios.p99().median() + " (at most "
                + P99_LIMIT + "); medians of " + PAIRS + " pairs");
        }
    }

    private static double ratio(final Histogram disturbed, final Histogram undisturbed, final double percentile) {
        return (double) disturbed.getValueAtPercentile(percentile)
            / Math.max(1, undisturbed.getValueAtPercentile(percentile));
    }

    private static FaultEntry.Spread spread(final List<Double> values) {
        final List<Double> sorted = values.stream().sorted().toList();
        return new FaultEntry.Spread(sorted.get(sorted.size() / 2), sorted.getFirst(), sorted.getLast());
    }

    /** One interval, with a follower paused or with none (0). */
    private static Histogram interval(final Scene scene, final DrillStep step, final Account account,
                                      final int follower) throws IOException {
        scene.requireWhole();
        scene.arrivals().beginInterval();
        if (follower == 0) {
            scene.pass(step.lengthNs());
        } else {
            pause(scene, step, account, follower);
        }
        final Histogram interval = scene.arrivals().beginInterval();
        scene.pass(BREAK_NS);
        return interval;
    }

    private static void pause(final Scene scene, final DrillStep step, final Account account, final int follower)
        throws IOException {
        scene.cluster().preparePause(follower);
        try {
            final KillWatch watch = scene.begin(account, () -> scene.cluster().pause(follower));
            scene.pass(step.lengthNs() - (System.nanoTime() - watch.atNs()));
            scene.requireReport(watch);
        } finally {
            scene.cluster().resume(follower);
        }
    }

    /** The follower stands still meanwhile, so that the entry is one that it has yet to read. */
    static void corruptReplica(final Scene scene, final DrillStep step, final Account account)
        throws IOException, InterruptedException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            final int follower = scene.follower(step);
            final int incarnation = scene.observer().status(follower).incarnation();
            scene.stage("damaging an entry in the memory of follower " + follower);
            final ReplicaFiles files = new ReplicaFiles(scene.cluster().directory(), follower);
            scene.cluster().preparePause(follower);
            final KillWatch watch;
            final OptionalLong index;
            try {
                watch = scene.begin(account, () -> scene.cluster().pause(follower));
                index = damage(scene, files);
                if (index.isPresent()) {
                    scene.cluster().expectEnd(follower);
                }
            } finally {
                scene.cluster().resume(follower);
            }
            if (index.isPresent()) {
                account.target("follower " + follower + ", entry " + index.getAsLong());
                judgeCorrupt(scene, account, follower, index.getAsLong());
                scene.requireReport(watch);
                scene.stage("starting replica " + follower + " again");
                scene.cluster().start(follower);
                scene.requireWholeAfter(follower, incarnation, account);
                return;
            }
            account.note("the leader changed while follower " + follower + " stood still, so nothing was written to "
                + "it; once more");
            scene.requireWhole();
        }
        scene.fail("nothing is written to a follower that stands still");
    }

    private static void judgeCorrupt(final Scene scene, final Account account, final int follower, final long index)
        throws InterruptedException {
        final OptionalInt status = scene.cluster().awaitEnd(follower, END);
        if (status.isEmpty()) {
            scene.fail("replica " + follower + " lives on although its entry " + index + " is damaged: "
                + scene.observer().status(follower));
        }
        final ReplicaStatus shown = scene.observer().status(follower);
        final boolean isNamed = scene.cluster().said(follower).contains("entry " + index);
        if (shown.haltedAt() != index && !isNamed) {
            account.problem("replica " + follower + " left, but does not name index " + index + ": " + shown);
        }
        account.note("replica " + follower + " left" + (shown.haltedAt() == 0 ? "" : " at index " + shown.haltedAt())
            + (isNamed ? ", its log names entry " + index : "")
            + (status.getAsInt() < 0 ? "" : ", exit status " + status.getAsInt()));
    }

    /**
     * Waits until enough has been written since the follower stopped, and damages one of these entries. What was
     * written before it may have read already: it shows its applied index only at the end of a step.
     */
    private static OptionalLong damage(final Scene scene, final ReplicaFiles files) throws IOException {
        scene.pass(STOPPED_NS);
        final long unread = files.writtenEnd();
        final long index = unread + scene.random().nextInt(AHEAD / 2);
        final long startNs = System.nanoTime();
        while (System.nanoTime() - startNs < WRITTEN_NS) {
            if (files.writtenEnd() - unread >= AHEAD) {
                return files.damage(index) ? OptionalLong.of(index) : OptionalLong.empty();
            }
            scene.pass(TimeUnit.MILLISECONDS.toNanos(1));
        }
        return OptionalLong.empty();
    }
}
