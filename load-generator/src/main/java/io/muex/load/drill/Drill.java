package io.muex.load.drill;

import io.muex.load.cluster.ClusterObserver;
import io.muex.load.cluster.ReplicaStatus;
import io.muex.load.cluster.TakeOver;
import io.muex.load.play.KillWatch;
import io.muex.load.play.Player;
import io.muex.mu.Ballot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Carries out a fault plan beside a player. A fault begins only when all replicas are alive and vote, and while a
 * command is unanswered: killing a leader that has nothing to do proves nothing. So it is the player that sets it off,
 * right after it has sent a command.
 * <p>
 * The flow is divided into as many parts as there are faults and one more, and a fault comes at the beginning of each
 * part but the first. The player waits at the border until the cluster is whole again, should it get there earlier.
 */
public final class Drill {
    /** How long a drill waits for anything that a sound cluster does within a second or two. */
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);
    private static final long AFTER_PAUSE_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long POLL_NS = 200_000;

    private final FaultPlan plan;
    private final long operations;
    private final Player player;
    private final ClusterObserver observer;
    private final ClusterControl control;
    private final long patienceNs;
    private final Consumer<String> stages;
    private final List<Failover> failovers = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private int happened;
    private volatile KillWatch begun;

    /**
     * A drill for one run.
     *
     * @param plan       what is to go wrong
     * @param operations of the flow, BOOK included
     * @param player     that plays it on another thread, by the clock of this host
     * @param observer   of the cluster; used by this drill's thread only
     * @param control    of the cluster
     * @param stages     told in words what is being done
     */
    public Drill(final FaultPlan plan, final long operations, final Player player, final ClusterObserver observer,
                 final ClusterControl control, final Consumer<String> stages) {
        this(plan, operations, player, observer, control, stages, PATIENCE_NS);
    }

    Drill(final FaultPlan plan, final long operations, final Player player, final ClusterObserver observer,
          final ClusterControl control, final Consumer<String> stages, final long patienceNs) {
        this.plan = plan;
        this.operations = operations;
        this.player = player;
        this.observer = observer;
        this.control = control;
        this.stages = stages;
        this.patienceNs = patienceNs;
        if (plan.kind() == FaultPlan.Kind.KILL_LEADER || plan.kind() == FaultPlan.Kind.PAUSE_LEADER) {
            player.gate(plan.dueAfter(1, operations));
        } else if (plan.kind() == FaultPlan.Kind.STOP_FOLLOWER) {
            player.gate(1);
        }
    }

    /**
     * Runs the plan; returns when everything that was broken is whole again, the run itself may go on. If this thread
     * is interrupted, returns early with a problem, and leaves what is broken as it is.
     */
    public DrillResult run() {
        try {
            switch (plan.kind()) {
                case NONE -> {
                    // Nothing goes wrong.
                }
                case STOP_FOLLOWER -> stopFollower();
                case KILL_LEADER, PAUSE_LEADER -> breakLeaders();
            }
        } catch (final IOException failure) {
            problems.add(failure.getMessage());
        } finally {
            player.gate(Long.MAX_VALUE);
        }
        return new DrillResult(plan.times(), happened, List.copyOf(failovers), List.copyOf(problems));
    }

    private void breakLeaders() throws IOException {
        for (int number = 1; number <= plan.times() && problems.isEmpty(); number++) {
            final long border = plan.dueAfter(number, operations);
            await(() -> player.counters().operations() >= border, Long.MAX_VALUE);
            requireWhole();
            if (problems.isEmpty()) {
                breakLeader(number);
            }
        }
    }

    private void requireWhole() {
        requireWhole(observer.awaitWhole(patienceNs));
    }

    private void requireWhole(final boolean isWhole) {
        if (Thread.currentThread().isInterrupted()) {
            problems.add("interrupted");
        } else if (!isWhole) {
            problems.add("not all replicas are alive and vote: " + observer.statuses());
        }
    }

    /**
     * One fault, and what it takes to be whole again. The flow goes on only when all is ready, so that as much of it as
     * can be lies behind the fault.
     */
    private void breakLeader(final int number) throws IOException {
        final long ballot = observer.highestLeadingBallot();
        final int leader = Ballot.id(ballot);
        final boolean isKill = plan.kind() == FaultPlan.Kind.KILL_LEADER;
        stages.accept((isKill ? "killing" : "pausing") + " leader " + leader + " (" + number + " of " + plan.times()
            + ")");
        if (!isKill) {
            control.preparePause(leader);
        }
        begun = null;
        player.afterNextSend(() -> begin(isKill, leader));
        player.gate(number == plan.times() ? Long.MAX_VALUE : plan.dueAfter(number + 1, operations));
        if (!await(() -> begun != null, patienceNs)) {
            player.afterNextSend(null);
            problems.add("the flow is too short for fault " + number + " of " + plan.times());
            return;
        }
        final KillWatch watch = begun;
        final TakeOver takeOver =
            isKill ? restart(leader, ballot, watch) : resume(leader, ballot, watch);
        happened++;
        failovers.add(Failover.of(leader, takeOver, watch));
    }

    /** The player's thread. */
    private void begin(final boolean isKill, final int leader) {
        final KillWatch watch = new KillWatch(System.nanoTime());
        player.watch(watch);
        if (isKill) {
            control.kill(leader);
        } else {
            control.pause(leader);
        }
        begun = watch;
    }

    private TakeOver restart(final int leader, final long ballot, final KillWatch watch) throws IOException {
        final TakeOver takeOver = observer.awaitTakeOverAfter(ballot, patienceNs).orElse(null);
        if (takeOver == null || !takeOver.isComplete()) {
            problems.add("nobody took over from replica " + leader + " within "
                + TimeUnit.NANOSECONDS.toSeconds(patienceNs) + " s: " + takeOver);
        }
        awaitReport(watch);
        stages.accept("starting replica " + leader + " again");
        control.start(leader);
        requireWhole(observer.awaitWholeAfter(leader, Ballot.incarnation(ballot), patienceNs));
        return takeOver;
    }

    /** A leader that pauses for less than it takes to suspect it has no successor, which is as it should be. */
    private TakeOver resume(final int leader, final long ballot, final KillWatch watch) throws IOException {
        sleepUntil(watch.atNs() + plan.pauseNs());
        control.resume(leader);
        stages.accept("leader " + leader + " goes on");
        final TakeOver takeOver = observer.awaitTakeOverAfter(ballot, AFTER_PAUSE_NS).orElse(null);
        awaitReport(watch);
        requireWhole();
        return takeOver;
    }

    private void sleepUntil(final long endNs) {
        while (System.nanoTime() - endNs < 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(POLL_NS);
        }
    }

    private void awaitReport(final KillWatch watch) {
        if (!await(watch::isOver, patienceNs)) {
            problems.add("no command was answered that was due after the fault" + (player.counters().isDone()
                ? "; the flow is too short" : ""));
        }
    }

    private void stopFollower() throws IOException {
        requireWhole();
        final int leader = observer.leader().map(ReplicaStatus::id).orElse(0);
        final int follower = leader == observer.replicaCount() ? leader - 1 : observer.replicaCount();
        if (!problems.isEmpty()) {
            return;
        }
        stages.accept("stopping follower " + follower);
        control.preparePause(follower);
        control.pause(follower);
        try {
            happened++;
            player.gate(Long.MAX_VALUE);
            await(() -> player.counters().isDone(), Long.MAX_VALUE);
        } finally {
            control.resume(follower);
        }
        stages.accept("follower " + follower + " goes on");
        requireWhole();
    }

    /** False if the time is over, or the run is while the condition still does not hold. */
    private boolean await(final BooleanSupplier condition, final long timeoutNs) {
        final long startNs = System.nanoTime();
        while (!condition.getAsBoolean()) {
            final boolean isOver = player.counters().isDone() || Thread.currentThread().isInterrupted();
            if (isOver || System.nanoTime() - startNs > timeoutNs) {
                return condition.getAsBoolean();
            }
            LockSupport.parkNanos(POLL_NS);
        }
        return true;
    }
}
