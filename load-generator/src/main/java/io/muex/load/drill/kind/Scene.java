package io.muex.load.drill.kind;

import io.muex.load.cluster.ClusterObserver;
import io.muex.load.cluster.TakeOver;
import io.muex.load.drill.DrillCluster;
import io.muex.load.play.KillWatch;
import io.muex.load.play.Player;
import io.muex.mu.Ballot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Where scripts play: a cluster under load. A fault begins only when all replicas vote, and right after a command was
 * sent, which is certainly unanswered then. The drill's thread.
 */
public final class Scene {
    private static final long POLL_NS = 200_000;
    /** Looking at a take-over takes a processor that it needs. */
    private static final long HANDS_OFF_NS = 15_000_000;

    private final Player player;
    private final DrillCluster cluster;
    private final ClusterObserver observer;
    private final Arrivals arrivals;
    private final Random random;
    private final Consumer<String> stages;
    private final long patienceNs;

    /** Something that is done on the player's thread and must return at once. */
    @FunctionalInterface
    interface Deed {
        void run() throws IOException;
    }

    /**
     * A scene.
     *
     * @param player     that sends commands on another thread
     * @param cluster    to be broken
     * @param observer   of it, for the drill's thread
     * @param arrivals   told by the player
     * @param seed       of every choice
     * @param stages     told in words what is being done
     * @param patienceNs how long anything may take that a sound cluster does within a second or two
     */
    public Scene(final Player player, final DrillCluster cluster, final ClusterObserver observer,
                 final Arrivals arrivals, final long seed, final Consumer<String> stages, final long patienceNs) {
        this.player = player;
        this.cluster = cluster;
        this.observer = observer;
        this.arrivals = arrivals;
        this.random = new Random(seed);
        this.stages = stages;
        this.patienceNs = patienceNs;
    }

    Player player() {
        return player;
    }

    DrillCluster cluster() {
        return cluster;
    }

    ClusterObserver observer() {
        return observer;
    }

    Arrivals arrivals() {
        return arrivals;
    }

    /** The one source of chance in a drill. */
    public Random random() {
        return random;
    }

    long patienceNs() {
        return patienceNs;
    }

    void stage(final String words) {
        stages.accept(words);
    }

    /** Waits until all replicas vote under one leader, that is, until the next fault may come. */
    public void requireWhole() {
        if (!observer.awaitWhole(patienceNs)) {
            fail("not all replicas are alive and vote under one leader: " + observer.statuses());
        }
    }

    /** The same after a replica was started again, counted as the end of the fault. */
    void requireWholeAfter(final int id, final int incarnation, final Account account) {
        if (!observer.awaitWholeAfter(id, incarnation, patienceNs)) {
            fail("replica " + id + " was started again, and " + patienceNs / 1_000_000_000 + " s later not all "
                + "replicas vote under one leader: " + observer.statuses() + "; replica " + id + " said: "
                + lastLines(cluster.said(id)));
        }
        account.whole(System.nanoTime());
    }

    /** The same without a start. */
    void requireWhole(final Account account) {
        requireWhole();
        account.whole(System.nanoTime());
    }

    private static String lastLines(final String text) {
        final List<String> lines = text.lines().toList();
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    }

    /** Highest ballot under which anybody led; there is a leader. */
    long leadingBallot() {
        return observer.highestLeadingBallot();
    }

    /** The replica that leads. */
    int leader() {
        return Ballot.id(leadingBallot());
    }

    /** All replicas that do not lead, by id. */
    List<Integer> followers() {
        final int leader = leader();
        final List<Integer> followers = new ArrayList<>();
        for (int id = 1; id <= observer.replicaCount(); id++) {
            if (id != leader) {
                followers.add(id);
            }
        }
        return followers;
    }

    /** A follower: the one that the step names, if it is one, or any. */
    int follower(final DrillStep step) {
        final List<Integer> followers = followers();
        return followers.contains(step.target()) ? step.target() : followers.get(random.nextInt(followers.size()));
    }

    /**
     * Breaks something right after the next command was sent, and looks at it from the client's side from then on.
     *
     * @param deed done by the player's thread, at once
     */
    KillWatch begin(final Account account, final Deed deed) {
        final Begun begun = new Begun();
        player.afterNextSend(() -> begun.run(player, deed));
        if (!await(() -> begun.watch != null, patienceNs)) {
            player.afterNextSend(null);
            fail(player.counters().isDone() ? "the flow has ended" : "no command was sent any more");
        }
        if (begun.failure != null) {
            throw new UncheckedIOException(begun.failure);
        }
        account.watch(begun.watch);
        await(() -> System.nanoTime() - begun.watch.atNs() >= HANDS_OFF_NS, patienceNs, HANDS_OFF_NS);
        return begun.watch;
    }

    /** Written by the player's thread, read by the drill's. */
    private static final class Begun {
        private IOException failure;
        private volatile KillWatch watch;

        void run(final Player player, final Deed deed) {
            final KillWatch now = new KillWatch(System.nanoTime());
            player.watch(now);
            try {
                deed.run();
            } catch (final IOException failed) {
                failure = failed;
            }
            watch = now;
        }
    }

    /** The successor of whoever led under {@code ballot}, once it has committed a command of a client. */
    TakeOver requireTakeOver(final long ballot) {
        final TakeOver takeOver = observer.awaitTakeOverAfter(ballot, patienceNs).orElse(null);
        if (takeOver == null || !takeOver.isComplete()) {
            fail("nobody took over from replica " + Ballot.id(ballot) + " within "
                + TimeUnit.NANOSECONDS.toSeconds(patienceNs) + " s: " + takeOver + ", " + observer.statuses());
        }
        return takeOver;
    }

    /** Waits until the client has seen a report for a command that was due after the fault. */
    void requireReport(final KillWatch watch) {
        if (!await(watch::isOver, patienceNs)) {
            fail("no command was answered that was due after the fault");
        }
    }

    /** Lets so much time go by. */
    public void pass(final long lengthNs) {
        final long startNs = System.nanoTime();
        await(() -> System.nanoTime() - startNs >= lengthNs, lengthNs);
    }

    /** False if the time is over and the condition still does not hold. */
    boolean await(final BooleanSupplier condition, final long timeoutNs) {
        return await(condition, timeoutNs, POLL_NS);
    }

    private boolean await(final BooleanSupplier condition, final long timeoutNs, final long pollNs) {
        final long startNs = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (Thread.currentThread().isInterrupted()) {
                fail("interrupted");
            }
            if (player.counters().isDone() || System.nanoTime() - startNs > timeoutNs) {
                return condition.getAsBoolean();
            }
            LockSupport.parkNanos(pollNs);
        }
        return true;
    }

    void fail(final String what) {
        throw new DrillFailedException(Thread.currentThread().isInterrupted() ? "interrupted" : what);
    }
}
