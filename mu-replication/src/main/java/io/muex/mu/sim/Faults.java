package io.muex.mu.sim;

import io.muex.mu.log.ControlLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Carries a plan of faults out: at its time, at the memory operation and in the moment that each one names. */
final class Faults implements Scheduler.Interference {
    private static final long MS = 1_000_000;
    private static final long PATIENCE_NS = 60 * MS;
    /** How long one that stands still sleeps before it looks again. */
    private static final long NAP_NS = 1_000;
    /** Beyond any number that a replica gives its own questions. */
    private static final long ANOTHER_QUESTION = 1L << 32;

    /** A fault that waits for its target to come to a memory operation. */
    private static final class Armed {
        private final Fault fault;
        private final int target;
        private final long untilNs;
        private final Meets meets;
        private int operations;
        private int times;

        private Armed(final Fault fault, final int target, final long untilNs, final int times) {
            this.fault = fault;
            this.target = target;
            this.untilNs = untilNs;
            this.operations = fault.operations();
            this.times = times;
            this.meets = Meets.of(fault);
        }
    }

    /** The thread of a replica that a waiting fault can meet. */
    private enum Meets {
        REPLICATION, BACKGROUND, BOTH;

        static Meets of(final Fault fault) {
            return switch (fault.kind()) {
                case PAUSE -> fault.moment() == Fault.Moment.GRANTING || fault.plane() == 1 ? BACKGROUND : REPLICATION;
                case UNTIMELY_PAUSE, SNAPSHOT_ASKED_AGAIN -> REPLICATION;
                case LATE_GRANT -> BACKGROUND;
                default -> BOTH;
            };
        }
    }

    private final Simulation world;
    private final Coverage coverage;
    private final List<Fault> plan;
    private final List<Armed> armed = new ArrayList<>();
    private final List<Scenario> scenarios = new ArrayList<>();
    /** Those of {@link #armed} that each thread can meet, in that order, by {@link #thread}; null if not yet known. */
    private final Armed[][] meetable;
    /** None that is armed has run out before. */
    private long runsOutNs = Long.MAX_VALUE;
    private int next;
    private boolean active = true;

    Faults(final Simulation world, final List<Fault> plan) {
        this.world = world;
        this.coverage = world.coverage;
        this.plan = plan;
        this.meetable = new Armed[2 * (world.replicaCount() + 1)][];
    }

    private void arm(final Armed waiting) {
        armed.add(waiting);
        runsOutNs = Math.min(runsOutNs, waiting.untilNs);
        Arrays.fill(meetable, null);
    }

    private static int thread(final SimReplica replica, final Fiber fiber) {
        return 2 * replica.id + (fiber == replica.backgroundFiber ? 1 : 0);
    }

    /** Every memory operation asks this, and what is armed changes much more rarely. */
    private Armed[] meetable(final int thread) {
        if (meetable[thread] == null) {
            final Meets other = (thread & 1) == 0 ? Meets.BACKGROUND : Meets.REPLICATION;
            meetable[thread] = armed.stream().filter(waiting -> waiting.meets != other
                && (waiting.target == 0 || waiting.target == thread >> 1)).toArray(Armed[]::new);
        }
        return meetable[thread];
    }

    /** From now on nothing goes wrong any more; what has gone wrong already stays so. */
    void end() {
        active = false;
        armed.clear();
        Arrays.fill(meetable, null);
        scenarios.forEach(Scenario::end);
        scenarios.clear();
    }

    /** Everything is well again. The scenarios that were to wait for that begin. */
    void beginLast() {
        for (final Fault fault : plan) {
            if (fault.moment() == Fault.Moment.HEALED) {
                scenarios.add(new Scenario(world, fault));
            }
        }
    }

    /** Whether no scenario is under way. */
    boolean isQuiet() {
        return scenarios.isEmpty();
    }

    /** Between steps: begins what is due. */
    void step(final long nowNs) {
        if (!active) {
            return;
        }
        while (next < plan.size() && plan.get(next).atNs() <= nowNs) {
            begin(plan.get(next++), nowNs);
        }
        if (nowNs > runsOutNs) {
            armed.removeIf(waiting -> waiting.untilNs < nowNs);
            runsOutNs = armed.stream().mapToLong(waiting -> waiting.untilNs).min().orElse(Long.MAX_VALUE);
            Arrays.fill(meetable, null);
        }
    }

    private void begin(final Fault fault, final long nowNs) {
        if (fault.kind().hitsClient()) {
            beginAtClient(fault, nowNs);
            return;
        }
        if (fault.kind().isScenario()) {
            if (fault.moment() != Fault.Moment.HEALED) {
                scenarios.add(new Scenario(world, fault));
            }
            return;
        }
        // These moments, and undecided entries in an inheritance, are rare and short: whoever comes to it next.
        final boolean anybody = switch (fault.moment()) {
            case PREPARING, ADMITTING, READING, LOADING, RESTORING -> true;
            default -> fault.kind() == FaultKind.CORRUPTED_BYTES && (fault.detail() & 1) != 0;
        };
        final int target = anybody ? 0 : fault.target() != 0 ? fault.target() : world.leaderOr(fault.other());
        switch (fault.kind()) {
            case PAUSE, PROCESS_PAUSE, UNTIMELY_PAUSE, SNAPSHOT_ASKED_AGAIN, CRASH, LATE_GRANT, CORRUPTED_BYTES ->
                arm(new Armed(fault, target, nowNs + PATIENCE_NS, 1));
            case RESTART_STORM ->
                arm(new Armed(fault, target, nowNs + PATIENCE_NS, 2 + choice(fault, 3)));
            case PLANNED_MOVE -> count(fault, world.askToMove(fault.other()));
            case DIVERGED_STATE -> count(fault, world.damages.diverge(world.replica(target), fault.detail() | 1));
            case STUCK_APPLICATION -> count(fault, world.replica(target).stick(fault.durationNs()));
            case SLOW_REPLICA ->
                count(fault, world.replica(target).slow(nowNs + fault.durationNs(), 2 << choice(fault, 5)));
            case CLOCK_JUMP -> count(fault, world.replica(target).jump(fault.detail() % (4_000 * MS)));
            default -> beginBetween(fault, nowNs);
        }
    }

    private void beginBetween(final Fault fault, final long nowNs) {
        final int from = fault.target();
        final int to = fault.other();
        if (from == to) {
            return;
        }
        final long until = nowNs + fault.durationNs();
        switch (fault.kind()) {
            case BROKEN_CONNECTION -> world.links.breakUntil(from, to, until);
            case LOST_COMPLETIONS -> world.links.silenceUntil(from, to, until);
            case FALSE_SUSPICION ->
                world.links.suspectUntil(from, to, until + 60 * MS, MS + Math.floorMod(fault.detail(), 30 * MS));
            default -> throw new IllegalStateException(fault.toString());
        }
        count(fault, true);
    }

    private void beginAtClient(final Fault fault, final long nowNs) {
        final int client = fault.target();
        final long arrivesAtNs = nowNs + fault.durationNs();
        switch (fault.kind()) {
            case REQUESTS_LOST ->
                count(fault, world.disconnect(client, fault.other(), choice(fault, 4), arrivesAtNs));
            case REQUEST_DUPLICATED -> count(fault, world.sendAgain(client, fault.detail(), 1, arrivesAtNs));
            case REQUESTS_REORDERED ->
                count(fault, world.sendAgain(client, fault.detail(), 2 + choice(fault, 6), arrivesAtNs));
            case CLIENT_PAUSE -> count(fault, world.pauseClient(client, fault.durationNs()));
            case SESSION_TAKEOVER ->
                count(fault, world.takeSessionOver(client, choice(fault, 2) == 0 ? fault.durationNs() : 0));
            case EVENTS_LOST -> count(fault, world.loseEvents(client, 1 + choice(fault, 8)));
            case BAD_COMMAND -> count(fault, world.sendNonsense(client, fault.detail(), arrivesAtNs));
            default -> throw new IllegalStateException(fault.toString());
        }
    }

    /** Asks all but one replica for a snapshot in the name of its neighbour: whoever gives one, gives the next. */
    private boolean askForSnapshots(final int reader) {
        final long mail = ControlLayout.mail(reader % world.replicaCount() + 1) + ControlLayout.MAIL_SNAPSHOT;
        for (int id = 1; id <= world.replicaCount(); id++) {
            if (id != reader && world.replica(id).alive) {
                final long address = world.regions.control(id, world.replica(id).incarnation) + mail;
                world.memory.scribble(address, world.memory.visible(address) + ANOTHER_QUESTION);
            }
        }
        return true;
    }

    private static int choice(final Fault fault, final int bound) {
        return (int) ((fault.detail() >>> 33) % bound);
    }

    private void count(final Fault fault, final boolean happened) {
        if (happened) {
            coverage.count(fault.kind());
        }
    }

    /** At any memory operation of any plane: it may be paused here, or its process may die here. */
    @Override
    public void beforeOperation(final Fiber fiber) {
        if (fiber.replica() == null) {
            return;
        }
        if (!scenarios.isEmpty()) {
            goOn(fiber);
            standStill(fiber);
        }
        final SimReplica replica = fiber.replica();
        for (final Armed waiting : meetable(thread(replica, fiber))) {
            if (isAt(waiting.fault, replica) && waiting.operations-- <= 0) {
                armed.remove(waiting);
                Arrays.fill(meetable, null);
                hit(waiting, replica, fiber);
                return;
            }
        }
    }

    /** As when it is descheduled: what it has stored does not wait any longer. */
    private void standStill(final Fiber fiber) {
        if (fiber.isHeld()) {
            world.memory.drain(fiber.processor());
        }
        while (fiber.isHeld()) {
            fiber.spend(NAP_NS);
            Fiber.leave();
            goOn(fiber);
        }
    }

    private void goOn(final Fiber fiber) {
        for (int i = scenarios.size() - 1; i >= 0; i--) {
            if (!scenarios.get(i).goOn(fiber.timeNs())) {
                scenarios.remove(i);
            }
        }
    }

    private boolean isAt(final Fault fault, final SimReplica replica) {
        return switch (fault.kind()) {
            case CORRUPTED_BYTES -> world.damages.canDamage(replica, fault);
            case RESTART_STORM ->
                replica.isAt(Fault.Moment.GRANTING) || replica.isAt(Fault.Moment.SNAPSHOT);
            default -> replica.isAt(fault.moment());
        };
    }

    private void hit(final Armed waiting, final SimReplica replica, final Fiber fiber) {
        final Fault fault = waiting.fault;
        switch (fault.kind()) {
            case SNAPSHOT_ASKED_AGAIN -> {
                count(fault, askForSnapshots(replica.id));
                fiber.spend(fault.durationNs());
            }
            case PAUSE, UNTIMELY_PAUSE, LATE_GRANT -> {
                coverage.count(fault.kind());
                if (fault.kind() == FaultKind.UNTIMELY_PAUSE && choice(fault, 2) == 0) {
                    // As when it is descheduled: what it has stored does not wait any longer.
                    world.memory.drain(fiber.processor());
                }
                if (fault.moment() == Fault.Moment.RESTORING) {
                    // Who leads next asks everybody for the log, this replica too.
                    world.askToMove(fault.other());
                }
                fiber.spend(fault.durationNs());
            }
            case PROCESS_PAUSE -> {
                coverage.count(fault.kind());
                replica.replicationFiber.spend(fault.durationNs());
                replica.backgroundFiber.spend(fault.durationNs());
            }
            case CORRUPTED_BYTES -> count(fault, world.damages.damage(replica, fault, fiber.timeNs()));
            case CRASH, RESTART_STORM -> {
                if (!world.mayLose(replica)) {
                    return;
                }
                coverage.count(fault.kind());
                if (--waiting.times > 0) {
                    final Armed again =
                        new Armed(fault, replica.id, fiber.timeNs() + PATIENCE_NS, waiting.times);
                    arm(again);
                }
                world.crash(replica, fault.durationNs());
            }
            default -> throw new IllegalStateException(fault.toString());
        }
    }
}
