package io.muex.load.drill.kind;

import io.muex.load.cluster.TakeOver;
import io.muex.load.drill.Failover;
import io.muex.load.play.KillWatch;
import io.muex.mu.Ballot;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Leaders that die, stand still, are followed by two, or go on purpose. */
final class LeaderScripts {
    private static final int ATTEMPTS = 5;
    private static final long SUSPECTED_AFTER_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long AFTER_PAUSE_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long MOVED_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private LeaderScripts() {
    }

    static void killLeader(final Scene scene, final DrillStep step, final Account account) throws IOException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            final long ballot = scene.leadingBallot();
            final int leader = Ballot.id(ballot);
            scene.stage("killing leader " + leader);
            account.target("leader " + leader);
            final KillWatch watch = scene.begin(account, () -> scene.cluster().kill(leader));
            account.killed();
            final TakeOver takeOver = scene.requireTakeOver(ballot);
            scene.requireReport(watch);
            scene.stage("starting replica " + leader + " again");
            scene.cluster().start(leader);
            scene.requireWholeAfter(leader, Ballot.incarnation(ballot), account);
            if (isSuspectedAfter(takeOver, watch)) {
                account.failover(Failover.of(leader, takeOver, watch));
                return;
            }
            account.note("replica " + leader + " had been followed by " + takeOver.leader()
                + " just before it was killed; once more");
        }
        scene.fail("leaders change so often that none could be killed");
    }

    /** Whether the successor began because of the fault, and not of its own accord just before. */
    private static boolean isSuspectedAfter(final TakeOver takeOver, final KillWatch watch) {
        return takeOver.suspectedNs() - watch.atNs() >= 0;
    }

    static void pauseLeader(final Scene scene, final DrillStep step, final Account account) throws IOException {
        final long ballot = scene.leadingBallot();
        final int leader = Ballot.id(ballot);
        scene.stage("pausing leader " + leader + " for " + step.lengthNs() / 1_000_000 + " ms");
        account.target("leader " + leader);
        scene.cluster().preparePause(leader);
        KillWatch watch = null;
        try {
            watch = scene.begin(account, () -> scene.cluster().pause(leader));
            scene.pass(step.lengthNs() - (System.nanoTime() - watch.atNs()));
        } finally {
            scene.cluster().resume(leader);
        }
        scene.stage("leader " + leader + " goes on");
        final TakeOver takeOver =
            scene.observer().awaitTakeOverAfter(ballot, AFTER_PAUSE_NS).orElse(null);
        if (takeOver == null && step.lengthNs() >= SUSPECTED_AFTER_NS) {
            scene.fail("nobody took over from replica " + leader + " although it stood still for so long");
        }
        account.failover(Failover.of(leader, takeOver, watch));
        scene.requireReport(watch);
        scene.requireWhole(account);
    }

    /**
     * The follower that would be next stands still until the others have given it up. Then the leader is killed and the
     * follower goes on at the same moment: for itself it is next, for the others another one is.
     */
    static void competingCandidates(final Scene scene, final DrillStep step, final Account account)
        throws IOException {
        final long ballot = scene.leadingBallot();
        final int leader = Ballot.id(ballot);
        final int next = scene.followers().getFirst();
        account.target("leader " + leader + ", and replica " + next + " against the others");
        scene.stage("pausing replica " + next + ", then killing leader " + leader);
        scene.cluster().preparePause(next);
        final KillWatch watch;
        try {
            scene.cluster().pause(next);
            scene.pass(step.lengthNs());
            watch = scene.begin(account, () -> {
                scene.cluster().kill(leader);
                scene.cluster().resume(next);
            });
        } finally {
            scene.cluster().resume(next);
        }
        account.killed();
        scene.requireTakeOver(ballot);
        scene.requireReport(watch);
        scene.stage("starting replica " + leader + " again");
        scene.cluster().start(leader);
        scene.requireWholeAfter(leader, Ballot.incarnation(ballot), account);
        final TakeOver last = scene.observer().takeOverAfter(ballot).orElseThrow();
        account.failover(Failover.of(leader, last, watch));
        account.note("one leader, replica " + last.leader() + ", after " + (last.ledNs() - watch.atNs()) / 1_000
            + " us and " + (Ballot.round(last.ballot()) - Ballot.round(ballot)) + " rounds of ballots");
    }

    /** A leader that finds its successor not ready within its bound leads on; then it is asked once more. */
    static void moveLeader(final Scene scene, final DrillStep step, final Account account) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            final long ballot = scene.leadingBallot();
            final int leader = Ballot.id(ballot);
            final int successor = scene.follower(step);
            scene.stage("handing over from leader " + leader + " to replica " + successor);
            account.target("leader " + leader + " to replica " + successor);
            final ReplicaFiles files = new ReplicaFiles(scene.cluster().directory(), leader);
            final KillWatch watch = scene.begin(account, () -> files.askToMove(ballot, successor));
            scene.requireReport(watch);
            final TakeOver takeOver = scene.observer().awaitTakeOverAfter(ballot, MOVED_NS).orElse(null);
            scene.requireWhole(account);
            if (takeOver != null && takeOver.leader() == successor) {
                account.failover(Failover.of(leader, takeOver, watch));
                return;
            }
            account.note(takeOver == null ? "leader " + leader + " led on, its successor was not ready in time"
                : "replica " + takeOver.leader() + " took over and not " + successor);
        }
        scene.fail("leadership could not be handed over in " + ATTEMPTS + " attempts");
    }
}
