package io.muex.load.drill.kind;

import io.muex.load.cluster.ReplicaStatus;
import io.muex.load.cluster.TakeOver;
import io.muex.load.drill.DrillCluster;
import io.muex.load.drill.Failover;
import io.muex.load.play.KillWatch;
import io.muex.mu.Ballot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Clusters that must stand still, or must not although a part of them does. */
final class StandstillScripts {
    /** For reports that were on their way; they take microseconds, the bound is for a host with no time for them. */
    private static final long ON_THE_WAY_NS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long SILENCE_NS = TimeUnit.SECONDS.toNanos(2);
    private static final String LOST = "MAJORITY LOST";

    private StandstillScripts() {
    }

    static void killMajority(final Scene scene, final DrillStep step, final Account account) throws IOException {
        final int replicas = scene.observer().replicaCount();
        final List<Integer> order = new ArrayList<>();
        for (int id = 1; id <= replicas; id++) {
            order.add(id);
        }
        Collections.shuffle(order, scene.random());
        final int deaths = replicas - scene.observer().majority() + 1;
        account.target("replicas " + order.subList(0, deaths));
        for (int i = 0; i < deaths - 1; i++) {
            final int victim = order.get(i);
            scene.stage("killing replica " + victim + ", a majority is left");
            scene.requireReport(scene.begin(account, () -> scene.cluster().kill(victim)));
            account.killed();
        }
        final int last = order.get(deaths - 1);
        scene.stage("killing replica " + last + ", and with it the majority");
        final KillWatch watch = scene.begin(account, () -> scene.cluster().kill(last));
        account.killed();
        scene.pass(ON_THE_WAY_NS + SILENCE_NS);
        final long lateNs = scene.arrivals().latestNs() - watch.atNs();
        account.note("the last report came " + Math.max(0, lateNs / 1_000) + " us after the majority was killed; "
            + scene.player().counters().unanswered() + " commands stay unanswered");
        if (lateNs > ON_THE_WAY_NS) {
            account.problem("a report came " + lateNs / 1_000 + " us after the majority was killed");
        }
        final List<ReplicaStatus> leading =
            scene.observer().statuses().stream().filter(ReplicaStatus::isLeading).toList();
        if (!leading.isEmpty()) {
            account.problem("somebody believes that it leads: " + leading);
        }
        final DrillCluster.Answer answer = scene.cluster().status();
        if (answer.status() != 1 || !answer.text().contains(LOST)) {
            account.problem("muex status ends with " + answer.status() + " and does not say " + LOST + ": "
                + answer.text());
        } else {
            account.note("muex status says: " + answer.text().lines().filter(line -> line.contains(LOST)).findFirst()
                .orElseThrow());
        }
    }

    static void pauseAllFollowers(final Scene scene, final DrillStep step, final Account account)
        throws IOException {
        final List<Integer> followers = scene.followers();
        account.target("followers " + followers);
        scene.stage("pausing followers " + followers + " until no command is taken");
        final long refusals = scene.player().counters().refusals();
        final KillWatch watch;
        final long settledBefore;
        try {
            for (final int follower : followers) {
                scene.cluster().preparePause(follower);
            }
            watch = scene.begin(account, () -> {
                for (final int follower : followers) {
                    scene.cluster().pause(follower);
                }
            });
            settledBefore = scene.player().counters().settled();
            if (!scene.await(() -> scene.player().counters().refusals() > refusals, Long.MAX_VALUE)) {
                scene.fail("the flow ended before the rings were full");
            }
            onFull(scene, account, watch, settledBefore);
        } finally {
            for (final int follower : followers) {
                scene.cluster().resume(follower);
            }
        }
        scene.stage("followers go on");
        scene.requireReport(watch);
        final long submitted = scene.player().counters().submitted();
        if (!scene.await(() -> scene.player().counters().settled() >= submitted, scene.patienceNs())) {
            scene.fail("not everything was answered after the followers went on: "
                + scene.player().counters().unanswered() + " unanswered");
        }
        scene.requireWhole(account);
    }

    private static void onFull(final Scene scene, final Account account, final KillWatch watch,
                               final long settledBefore) {
        final long busyNs = System.nanoTime() - watch.atNs();
        final long answered = scene.player().counters().settled() - settledBefore;
        scene.pass(ON_THE_WAY_NS);
        final long arrived = scene.arrivals().count();
        scene.pass(ON_THE_WAY_NS);
        final long room = scene.cluster().directory().geometry().slots()
            - scene.cluster().directory().geometry().retained();
        account.note(answered + " commands were answered while all followers stood still (room for " + room
            + "), BUSY after " + busyNs / 1_000_000 + " ms");
        if (answered < room / 2) {
            account.problem("orders stood still before the rings were full: " + answered + " answered, room for "
                + room);
        }
        if (scene.arrivals().count() != arrived) {
            account.problem("reports still came after the rings were full");
        }
    }

    static void stuckApplication(final Scene scene, final DrillStep step, final Account account) throws IOException {
        final long ballot = scene.leadingBallot();
        final int leader = Ballot.id(ballot);
        final boolean isLeader = step.target() == leader
            || step.target() == DrillStep.BY_SEED && scene.random().nextInt(2) == 0;
        final int stuck = isLeader ? leader : scene.follower(step);
        scene.stage("applying stands still in " + (isLeader ? "leader " : "follower ") + stuck);
        account.target((isLeader ? "leader " : "follower ") + stuck);
        final KillWatch watch;
        try {
            watch = scene.begin(account, () -> scene.cluster().stall(stuck));
            if (isLeader) {
                final TakeOver takeOver = scene.requireTakeOver(ballot);
                scene.requireReport(watch);
                account.failover(Failover.of(leader, takeOver, watch));
            } else {
                scene.pass(step.lengthNs());
                scene.requireReport(watch);
            }
        } finally {
            scene.cluster().release(stuck);
        }
        scene.stage("replica " + stuck + " applies again");
        scene.requireWhole(account);
    }
}
