package io.muex.mu.sim;

import io.muex.mu.Ballot;
import io.muex.mu.DetectorConfig;
import io.muex.mu.fabric.Grant;
import io.muex.mu.fabric.Memory;
import io.muex.mu.fabric.sim.SimMemory;
import io.muex.mu.fabric.sim.SimRegions;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.session.SessionCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.agrona.MutableDirectBuffer;

/**
 * One run of a whole cluster and its clients from one seed: first with faults (safety), then with a bare majority
 * healed, which must commit, then without new faults, where everybody must vote again and hold the same state
 * (liveness).
 */
public final class Simulation implements MemoryChecker.Listener {
    static final long CLUSTER_ID = 0x6D75;
    static final long MS = 1_000_000;
    /** Log indices between two comparisons of the states: often enough for the length of a run. */
    static final int SAMPLE_INTERVAL = 64;
    private static final int SESSIONS = 3;
    private static final int CLIENTS = 2 * SESSIONS;
    private static final long SAFETY_NS = 100 * MS;
    private static final long LONGEST_SAFETY_NS = 400 * MS;
    private static final long LEAST_COMMANDS = 200;
    private static final long LEAST_LEADER_CHANGES = 4;
    private static final long SWEEP_NS = 4 * MS;

    final SimMemory memory;
    final SimRegions regions;
    final Ghost ghost;
    final Reference reference;
    final ClientHistory history = new ClientHistory();
    final Coverage coverage = new Coverage();
    final Links links;
    final Scheduler scheduler;
    final Damages damages;
    private final UnaryOperator<Memory> interposed;
    private final long seed;
    private final Profile profile;
    private final Faults faults;
    private final List<Fault> plan;
    private final MemoryChecker checker;
    private final Sweep sweep;
    private final int replicaCount;
    private final DetectorConfig detector;
    private final int lateCompletions;
    private final SessionCommands.Capacities capacities;
    private final SimReplica[] replicas;
    private final long[] restartAtNs;
    private final Operator operator;
    private final Traffic traffic;
    private long nextSweepNs = SWEEP_NS;
    private long leaderChanges;
    private long lastLeading;

    private Simulation(final long seed, final Profile profile, final List<Fault> givenPlan,
                       final UnaryOperator<Memory> interposed) {
        this.interposed = interposed;
        this.seed = seed;
        this.profile = profile;
        final Interposed interference = new Interposed();
        this.scheduler = new Scheduler(seed, interference);
        this.replicaCount = drawSize();
        final int slots = 128 << scheduler.draw(2);
        this.memory = new SimMemory(scheduler, 4 << 4 * scheduler.draw(3));
        this.regions = new SimRegions(memory, new SimRegions.Geometry(replicaCount, slots, 192, slots / 4, 1 << 17));
        this.reference = new Reference();
        this.ghost = new Ghost(replicaCount, reference);
        this.checker = new MemoryChecker(memory, regions, ghost, coverage, this);
        this.sweep = new Sweep(ghost, checker, replicaCount);
        memory.watch(checker);
        this.links = new Links(replicaCount);
        this.detector = DetectorConfig.ofReadInterval(MS / 2 + scheduler.draw((int) MS));
        this.lateCompletions = 2 << 3 * scheduler.draw(3);
        this.capacities =
            new SessionCommands.Capacities(8, 64 << 2 * scheduler.draw(3), 4096 << 2 * scheduler.draw(3));
        this.plan = givenPlan != null ? givenPlan
            : FaultPlan.draw(seed, profile, replicaCount, CLIENTS, SAFETY_NS, LONGEST_SAFETY_NS);
        this.faults = new Faults(this, plan);
        interference.faults = faults;
        this.replicas = new SimReplica[replicaCount + 1];
        this.restartAtNs = new long[replicaCount + 1];
        this.operator = new Operator(this, replicas, restartAtNs);
        this.damages = new Damages(this, checker, restartAtNs, operator);
        this.traffic = new Traffic(this, SESSIONS);
    }

    /** Lets the scheduler be made before the faults that it asks. */
    private static final class Interposed implements Scheduler.Interference {
        private Faults faults;

        @Override
        public void beforeOperation(final Fiber fiber) {
            faults.beforeOperation(fiber);
        }
    }

    private int drawSize() {
        final int drawn = scheduler.draw(100);
        return drawn < 62 ? 3 : drawn < 92 ? 5 : drawn < 98 ? 7 : 9;
    }

    /** Runs a seed; never throws for what a checker finds, but reports it. */
    public static Outcome run(final long seed, final Profile profile) {
        return run(seed, profile, null);
    }

    /** Runs a seed with another plan of faults than its own; null for its own. */
    public static Outcome run(final long seed, final Profile profile, final List<Fault> plan) {
        return run(seed, profile, plan, UnaryOperator.identity());
    }

    /** Runs a seed on planes whose memory is not quite what it should be: how tests plant errors. */
    static Outcome run(final long seed, final Profile profile, final List<Fault> plan,
                       final UnaryOperator<Memory> interposed) {
        final Simulation simulation = new Simulation(seed, profile, plan, interposed);
        RuntimeException failure = null;
        try {
            simulation.run();
        } catch (final RuntimeException found) {
            failure = found;
        }
        return simulation.outcome(failure);
    }

    private void run() {
        for (int id = 1; id <= replicaCount; id++) {
            start(id, 1);
        }
        traffic.begin();
        while (nowNs() < SAFETY_NS || nowNs() < LONGEST_SAFETY_NS
            && (traffic.settled() < LEAST_COMMANDS || leaderChanges < LEAST_LEADER_CHANGES)) {
            step();
        }
        faults.end();
        new Healing(this, faults, traffic, replicas, restartAtNs).run();
    }

    void step() {
        scheduler.step(memory);
        final long now = scheduler.nowNs();
        faults.step(now);
        for (int id = 1; id <= replicaCount; id++) {
            if (restartAtNs[id] != 0 && now >= restartAtNs[id]) {
                restartAtNs[id] = 0;
                if (replicas[id].alive) {
                    crash(replicas[id], MS);
                } else {
                    start(id, replicas[id].incarnation + 1);
                }
            }
        }
        if (now >= nextSweepNs) {
            nextSweepNs = now + SWEEP_NS;
            sweep();
            operator.look();
        }
    }

    void sweep() {
        final List<Sweep.Voter> voters = new ArrayList<>(replicaCount);
        for (int id = 1; id <= replicaCount; id++) {
            if (replicas[id].isVoter() && ghost.admitted(id) == replicas[id].incarnation) {
                voters.add(new Sweep.Voter(id, replicas[id].incarnation));
            }
        }
        sweep.run(voters);
    }

    private void start(final int id, final int incarnation) {
        final SimReplica replica = new SimReplica(this, id, incarnation, 1 + nowOrZero());
        replicas[id] = replica;
        scheduler.add(replica.replicationFiber);
        scheduler.add(replica.backgroundFiber);
    }

    private long nowOrZero() {
        final long now = nowNs();
        return now == Long.MAX_VALUE ? 0 : now;
    }

    private Outcome outcome(final RuntimeException failure) {
        for (long n = reference.repeats(); n > 0; n--) {
            coverage.count(Situation.REPEAT_PASSED_OVER);
        }
        for (long n = ghost.admissions; n > 0; n--) {
            coverage.count(Situation.ADMISSION);
        }
        return new Outcome(seed, profile, replicaCount, failure, traffic.settled(), ghost.commits, leaderChanges,
            ghost.grants, coverage, plan, nowOrZero(), scheduler.operations(), scheduler.traceHash());
    }

    // What the checkers notice.

    @Override
    public void onGranting(final int id, final int incarnation, final boolean begun) {
        if (replicas[id] != null && replicas[id].incarnation == incarnation) {
            replicas[id].granting(begun);
        }
    }

    @Override
    public void onCopied(final int id, final int incarnation, final long index) {
        if (replicas[id] != null && replicas[id].incarnation == incarnation) {
            replicas[id].doings.onCopied(index);
        }
    }

    @Override
    public void onGranted(final Grant grant, final boolean wrapped) {
        if (wrapped) {
            coverage.count(Situation.GRANT_OF_WRAPPED_RING);
            if (ghost.chosenEnd() > grant.base()) {
                coverage.count(Situation.TAKEOVER_OF_WRAPPED_RING);
            }
        }
        final SimReplica holder = replicas[Ballot.id(grant.ballot())];
        if (!holder.alive || holder.incarnation != Ballot.incarnation(grant.ballot())) {
            coverage.count(Situation.GRANT_TO_DEAD_HOLDER);
        }
    }

    void onLeading(final SimReplica replica, final long ballot) {
        if (ballot == Ballot.NONE) {
            return;
        }
        ghost.checkLeading(ballot, replica.applied());
        if (ballot > lastLeading) {
            lastLeading = ballot;
            leaderChanges++;
        }
        for (int id = 1; id <= replicaCount; id++) {
            if (replicas[id] != replica && replicas[id].leadingBallot() != Ballot.NONE) {
                coverage.count(Situation.TWO_LEADERS);
            }
        }
    }

    void onSnapshotLoaded() {
        coverage.count(Situation.SNAPSHOT_LOADED);
        boolean led = false;
        for (int id = 1; id <= replicaCount; id++) {
            led |= replicas[id].leadingBallot() == lastLeading && !replicas[id].isAt(Fault.Moment.PREPARING);
        }
        if (!led) {
            coverage.count(Situation.SNAPSHOT_DURING_LEADER_CHANGE);
        }
    }

    /** Whether everybody can see that the giver of a grant has died. */
    boolean isKnownDead(final Grant grant) {
        return memory.visible(regions.control(grant.id(), grant.incarnation()) + ControlLayout.DEAD) != 0;
    }

    /** Whether everybody can see that a grant stands and its giver has not died. */
    boolean stands(final Grant grant) {
        return !isKnownDead(grant) && memory.visible(
            regions.control(grant.id(), grant.incarnation()) + ControlLayout.PERMISSION) == grant.permission();
    }

    /** A slot is written anew within a grant only when its old entry is applied by the target, with a reserve. */
    void checkRoom(final Grant grant, final long index, final int window) {
        final SimReplica target = replicas[grant.id()];
        final boolean isSelf = scheduler.running() != null && scheduler.running().replica() == target;
        final long applied = isSelf ? target.applied() : checker.applied(grant.id(), grant.incarnation());
        if (target.incarnation == grant.incarnation()) {
            requireRoom(grant, index, applied, window);
        }
    }

    static void requireRoom(final Grant grant, final long index, final long applied, final int window) {
        if (index >= Math.max(applied, grant.base()) + window) {
            throw new Violation("I15 a slot is reused only when it is applied", "index " + index + " written to "
                + grant.id() + ", which has applied " + applied);
        }
    }

    // What replicas, clients and faults ask of the world.

    long nowNs() {
        return scheduler.running() != null ? scheduler.running().timeNs() : scheduler.nowNs();
    }

    /** What the planes use as their memory. */
    Memory planeMemory() {
        return interposed.apply(memory);
    }

    int replicaCount() {
        return replicaCount;
    }

    int clientCount() {
        return CLIENTS;
    }

    Traffic traffic() {
        return traffic;
    }

    DetectorConfig detector() {
        return detector;
    }

    SimReplica replica(final int id) {
        return replicas[id];
    }

    /** The one that leads under the highest ballot, or another one if nobody does. */
    int leaderOr(final int otherwise) {
        int leader = otherwise;
        long highest = 0;
        for (int id = 1; id <= replicaCount; id++) {
            if (replicas[id].leadingBallot() > highest) {
                highest = replicas[id].leadingBallot();
                leader = id;
            }
        }
        return leader;
    }

    /** Asks whoever leads to hand over, as an operator would; says whether anybody does. */
    boolean askToMove(final int successor) {
        final SimReplica leader = replicas[leaderOr(successor)];
        final long ballot = leader.leadingBallot();
        if (ballot == Ballot.NONE) {
            return false;
        }
        final long mail = ControlLayout.mail(ControlLayout.OPERATOR) + ControlLayout.MAIL_MOVE;
        memory.scribble(regions.control(leader.id, leader.incarnation) + mail, Ballot.named(ballot, successor));
        return true;
    }

    /** Whether a replica may be lost: the others that vote must be a majority, so that memory of it remains. */
    boolean mayLose(final SimReplica replica) {
        int voters = 0;
        for (int id = 1; id <= replicaCount; id++) {
            if (replicas[id] != replica && replicas[id].isVoter()) {
                voters++;
            }
        }
        return replica.alive && voters >= replicaCount / 2 + 1;
    }

    void crash(final SimReplica replica, final long restartAfterNs) {
        countDeath(replica);
        replica.alive = false;
        final Fiber running = scheduler.running();
        for (final Fiber fiber : List.of(replica.replicationFiber, replica.backgroundFiber)) {
            scheduler.remove(fiber);
            memory.drain(fiber.processor());
        }
        regions.markDead(replica.id, replica.incarnation);
        traffic.disconnectAll(replica.id);
        restartAtNs[replica.id] = nowNs() + restartAfterNs;
        if (running != null && running.replica() == replica) {
            Fiber.leave();
        }
    }

    private void countDeath(final SimReplica replica) {
        if (replica.isAt(Fault.Moment.GRANTING)) {
            coverage.count(Situation.DEATH_WHILE_GRANTING);
        }
        if (replica.isAt(Fault.Moment.PREPARING)) {
            coverage.count(Situation.DEATH_WHILE_PREPARING);
        }
        if (replica.isAt(Fault.Moment.SNAPSHOT)) {
            coverage.count(Situation.DEATH_WHILE_SNAPSHOT);
        }
    }

    boolean isDamaged(final int id, final int incarnation) {
        return replicas[id].incarnation == incarnation && replicas[id].isDamaged();
    }

    void checkEqualStates() {
        for (int id = 2; id <= replicaCount; id++) {
            if (replicas[id].stateHash() != replicas[1].stateHash()) {
                throw new Violation("I13 equal states", "replicas 1 and " + id + " differ");
            }
        }
    }

    int encodeGenesis(final MutableDirectBuffer buffer) {
        final int length = SessionCommands.encodeGenesis(buffer, 0, CLUSTER_ID, capacities,
            new long[] {1, SessionCommands.OPERATOR, 2, 0, 3, 0}, new byte[8]);
        final byte[] bytes = new byte[length];
        buffer.getBytes(0, bytes);
        reference.onSubmitted(bytes);
        return length;
    }

    /** The running fiber is idle. Parking is a system call: what it has stored does not wait any longer. */
    void pause(final long durationNs) {
        memory.drain(scheduler.running().processor());
        scheduler.idle(durationNs / 2 + scheduler.draw((int) durationNs));
    }

    int draw(final int bound) {
        return scheduler.draw(bound);
    }

    long drawSeed() {
        return scheduler.next() >>> 1 | 1;
    }

    /** Clocks are a little apart, some by more than a leader may be. */
    long drawClockOffset() {
        return 5_000 * MS + scheduler.draw((int) (300 * MS)) + (scheduler.draw(12) == 0 ? 1_500 * MS : 0);
    }

    long drawDelay() {
        return 200 + scheduler.draw(3_000) + (scheduler.draw(50) == 0 ? scheduler.draw((int) MS) : 0);
    }

    /** How far completions are reported: mostly all that could be, sometimes part of it or none. */
    long drawCompletion(final long reported, final long landed) {
        return scheduler.draw(lateCompletions) != 0 ? landed
            : reported + (scheduler.next() >>> 1) % (landed - reported + 1);
    }

    // Clients and their connections.

    boolean connect(final int client, final int id, final long from) {
        return replicas[id].connect(client, from);
    }

    boolean disconnect(final int client, final int id, final int arrived, final long lateNs) {
        return traffic.disconnect(client, id, arrived, lateNs);
    }

    boolean sendAgain(final int client, final long choice, final int count, final long arrivesAtNs) {
        return traffic.sendAgain(client, choice, count, arrivesAtNs);
    }

    boolean loseEvents(final int client, final int count) {
        return traffic.loseEvents(client, count);
    }

    boolean pauseClient(final int client, final long durationNs) {
        return traffic.pause(client, durationNs);
    }

    boolean takeSessionOver(final int client, final long pauseNs) {
        return traffic.takeSessionOver(client, pauseNs);
    }

    boolean sendNonsense(final int client, final long choice, final long arrivesAtNs) {
        return traffic.sendNonsense(client, choice, arrivesAtNs);
    }

    byte[] takeStray(final long nowNs) {
        return traffic.takeStray(nowNs);
    }

    Wire toReplica(final int client, final int id) {
        return traffic.toReplica(client, id);
    }

    Wire toClient(final int client, final int id) {
        return traffic.toClient(client, id);
    }

    long nextTag() {
        return traffic.nextTag();
    }

    boolean isLoading() {
        return traffic.isLoading();
    }
}
