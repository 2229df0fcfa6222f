package io.muex.load.drill.abuse;

import io.muex.load.cluster.ClusterObserver;
import io.muex.load.local.LocalCluster;
import io.muex.load.local.StartSequence;
import io.muex.load.process.PauseGuard;
import io.muex.mu.Ballot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Kills and pauses processes one after another, in an order that a seed decides: shuffled rounds of all kinds. What
 * needs all replicas waits its turn while one is missing. The drill's thread.
 */
final class AbuseFaults {
    private static final long POLL_NS = 2_000_000;
    private static final long MILLI_NS = 1_000_000;
    private static final int LEAST_BREAK_MS = 300;
    private static final int BREAK_SPREAD_MS = 1_400;
    private static final int LEAST_PAUSE_MS = 200;
    private static final int PAUSE_SPREAD_MS = 1_300;
    private static final int CLIENT_PAUSE_SPREAD_MS = 6_800;

    private final LocalCluster cluster;
    private final ClusterObserver observer;
    private final Clients clients;
    private final Random random;
    private final Consumer<String> stages;
    private final long beginNs = System.nanoTime();
    private final List<AbuseKind> deck = new ArrayList<>();
    private final List<AbuseFault> faults = new ArrayList<>();
    private final List<Long> begins = new ArrayList<>();
    private final List<Resumption> resumptions = new ArrayList<>();

    /** The replica that was killed last, and its start that died; 0: none was. */
    private int killed;
    private int killedIncarnation;

    /** A process that stands still until its time has come. */
    private record Resumption(PauseGuard guard, long atNs) {
    }

    AbuseFaults(final LocalCluster cluster, final ClusterObserver observer, final Clients clients, final long seed,
        final Consumer<String> stages) {
        this.cluster = cluster;
        this.observer = observer;
        this.clients = clients;
        this.stages = stages;
        random = new Random(seed);
    }

    /** Goes on for so long, and then until what stands still goes on. */
    void run(final long lengthNs) throws IOException, InterruptedException {
        while (System.nanoTime() - beginNs < lengthNs) {
            pass((LEAST_BREAK_MS + random.nextInt(BREAK_SPREAD_MS)) * MILLI_NS);
            if (System.nanoTime() - beginNs < lengthNs) {
                play(draw());
            }
        }
        while (!resumptions.isEmpty()) {
            pass(POLL_NS);
        }
    }

    /** The next kind of the deck that is possible now. */
    private AbuseKind draw() throws IOException, InterruptedException {
        while (true) {
            if (deck.isEmpty()) {
                for (final AbuseKind kind : AbuseKind.values()) {
                    deck.addAll(Collections.nCopies(kind.share(), kind));
                }
                Collections.shuffle(deck, random);
            }
            final boolean isWhole = isWhole();
            for (final AbuseKind kind : deck) {
                if (isWhole || !kind.needsWhole()) {
                    deck.remove(kind);
                    return kind;
                }
            }
            pass(POLL_NS * 10);
        }
    }

    /** While a replica is being started again, the one before it may still look alive. */
    private boolean isWhole() {
        return killed == 0 ? observer.isWhole() : observer.awaitWholeAfter(killed, killedIncarnation, 1);
    }

    private void play(final AbuseKind kind) throws IOException, InterruptedException {
        final String target = target(kind);
        final long atNs = System.nanoTime();
        begins.add(atNs);
        long forMillis = -1;
        switch (kind) {
            case KILL_LEADER, KILL_FOLLOWER -> {
                final int id = number(target);
                killed = id;
                killedIncarnation = observer.status(id).incarnation();
                cluster.kill(id);
                cluster.start(id);
            }
            case KILL_GATEWAY -> {
                final int gateway = number(target);
                cluster.killGateway(gateway);
                cluster.startGateway(gateway);
                forMillis = (System.nanoTime() - atNs) / MILLI_NS;
            }
            case KILL_DRIVER -> {
                cluster.killDriver();
                cluster.startDriver();
                forMillis = (System.nanoTime() - atNs) / MILLI_NS;
            }
            case KILL_CLIENT -> clients.killAndStart(target);
            case PAUSE_CLIENT -> {
                forMillis = LEAST_PAUSE_MS + random.nextInt(CLIENT_PAUSE_SPREAD_MS);
                pause(clients.pid(target), forMillis);
            }
            default -> {
                forMillis = LEAST_PAUSE_MS + random.nextInt(PAUSE_SPREAD_MS);
                pause(cluster.pids().get(target), forMillis);
                pass(forMillis * MILLI_NS);
            }
        }
        faults.add(new AbuseFault(kind.word(), target, (atNs - beginNs) / 1e9, forMillis, 0));
        stages.accept("%3d  %6.1f s  %s %s%s".formatted(faults.size(), (atNs - beginNs) / 1e9, kind.word(), target,
            kind.isKill() ? "" : " for " + forMillis + " ms"));
    }

    private static int number(final String target) {
        return Integer.parseInt(target.substring(target.indexOf('-') + 1));
    }

    private String target(final AbuseKind kind) {
        final int leader = Ballot.id(observer.highestLeadingBallot());
        return switch (kind) {
            case KILL_LEADER, PAUSE_LEADER -> StartSequence.replica(leader);
            case KILL_FOLLOWER, PAUSE_FOLLOWER -> StartSequence.replica(
                1 + (leader + random.nextInt(observer.replicaCount() - 1)) % observer.replicaCount());
            case KILL_GATEWAY, PAUSE_GATEWAY -> StartSequence.gateway(1 + random.nextInt(cluster.gateways()));
            case KILL_CLIENT, PAUSE_CLIENT -> clients.any(random);
            case KILL_DRIVER, PAUSE_DRIVER -> StartSequence.DRIVER;
        };
    }

    private void pause(final long pid, final long forMillis) throws IOException {
        final PauseGuard guard = PauseGuard.of(pid);
        guard.pause();
        resumptions.add(new Resumption(guard, System.nanoTime() + forMillis * MILLI_NS));
    }

    /** Lets time go by; what is due goes on. */
    private void pass(final long lengthNs) throws IOException, InterruptedException {
        final long startNs = System.nanoTime();
        while (System.nanoTime() - startNs < lengthNs) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            resume(false);
            LockSupport.parkNanos(POLL_NS);
        }
        resume(false);
    }

    private void resume(final boolean isEverything) throws IOException {
        for (final Resumption resumption : List.copyOf(resumptions)) {
            if (isEverything || System.nanoTime() - resumption.atNs() >= 0) {
                resumption.guard().resume();
                resumption.guard().close();
                resumptions.remove(resumption);
            }
        }
    }

    /** Lets everything go on, whatever its time. */
    void heal() throws IOException {
        resume(true);
    }

    List<AbuseFault> faults() {
        return faults;
    }

    /** When each of them began, monotonic. */
    List<Long> begins() {
        return begins;
    }
}
