package io.muex.load.drill.kind;

import io.muex.load.cluster.ReplicaStatus;
import io.muex.load.cluster.TakeOver;
import io.muex.load.drill.Failover;
import io.muex.load.play.KillWatch;
import io.muex.mu.Ballot;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;

/** Everything beside a replica that may die, and replicas that end in order. */
final class ProcessScripts {
    private static final Duration END = Duration.ofSeconds(10);

    private ProcessScripts() {
    }

    /** One after the other, so that the one in use is among them; where there are several, the others must do. */
    static void killGateway(final Scene scene, final DrillStep step, final Account account)
        throws IOException, InterruptedException {
        final int gateways = scene.cluster().gateways();
        account.target(gateways == 1 ? "gateway" : gateways + " gateways in turn");
        for (int number = 1; number <= gateways; number++) {
            final int killed = number;
            scene.stage("killing gateway " + killed);
            final KillWatch watch = scene.begin(account, () -> scene.cluster().killGateway(killed));
            account.killed();
            if (gateways > 1) {
                scene.requireReport(watch);
            }
            scene.cluster().startGateway(killed);
            scene.stage("gateway " + killed + " runs again");
            scene.requireReport(watch);
        }
        scene.requireWhole(account);
    }

    static void killDriver(final Scene scene, final DrillStep step, final Account account)
        throws IOException, InterruptedException {
        scene.stage("killing the media driver");
        account.target("media driver");
        final List<Integer> before = incarnations(scene);
        final KillWatch watch = scene.begin(account, scene.cluster()::killDriver);
        account.killed();
        scene.cluster().startDriver();
        scene.stage("the media driver runs again");
        scene.requireReport(watch);
        scene.requireWhole(account);
        if (!incarnations(scene).equals(before)) {
            account.problem("replicas did not survive the death of the media driver: " + scene.observer().statuses());
        }
    }

    private static List<Integer> incarnations(final Scene scene) {
        return scene.observer().statuses().stream().map(ReplicaStatus::incarnation).toList();
    }

    static void rollingRestart(final Scene scene, final DrillStep step, final Account account)
        throws IOException, InterruptedException {
        final List<Integer> order = new ArrayList<>();
        for (int id = 1; id <= scene.observer().replicaCount(); id++) {
            order.add(id);
        }
        Collections.shuffle(order, scene.random());
        account.target("replicas " + order);
        final long refusals = scene.player().counters().refusals();
        for (final int id : order) {
            restart(scene, account, id);
        }
        if (scene.player().counters().refusals() != refusals) {
            account.problem("commands were refused");
        }
    }

    private static void restart(final Scene scene, final Account account, final int id)
        throws IOException, InterruptedException {
        final int incarnation = scene.observer().status(id).incarnation();
        final long ballot = scene.leadingBallot();
        final boolean wasLeader = Ballot.id(ballot) == id;
        scene.stage("ending " + (wasLeader ? "leader " : "follower ") + id + " in order");
        account.maxLatencyNs(scene.arrivals().takeMaxNs());
        final KillWatch watch = scene.begin(account, () -> scene.cluster().terminate(id));
        final OptionalInt status = scene.cluster().awaitEnd(id, END);
        if (status.isEmpty() || status.getAsInt() > 0 && status.getAsInt() != 128 + 15) {
            account.problem("replica " + id + " did not end in order: " + status);
        }
        if (wasLeader) {
            final TakeOver takeOver = scene.requireTakeOver(ballot);
            account.failover(Failover.of(id, takeOver, watch));
        }
        scene.requireReport(watch);
        scene.stage("starting replica " + id + " again");
        scene.cluster().start(id);
        scene.requireWholeAfter(id, incarnation, account);
        final long longestNs = scene.arrivals().takeMaxNs();
        account.maxLatencyNs(longestNs);
        account.note("replica " + id + (wasLeader ? ", the leader" : "") + ": longest latency until it voted again "
            + longestNs / 1_000 + " us");
    }
}
