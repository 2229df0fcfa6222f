package io.muex.mu.sim;

import io.muex.mu.Ballot;
import io.muex.mu.DetectorConfig;
import io.muex.mu.fabric.sim.SimMemory;
import io.muex.mu.fabric.sim.SimRegions;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.session.SessionCommands;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.MutableDirectBuffer;

/**
 * One run of a whole cluster and its clients from one seed: first with faults (safety), then without new ones, where it
 * must commit again, everybody must vote again, and all must hold the same state (liveness).
 */
public final class Simulation {
    static final long CLUSTER_ID = 0x6D75;
    private static final long MS = 1_000_000;
    private static final int MAX_REPLICAS = 5;
    private static final int CLIENTS = 3;
    private static final long SAFETY_NS = 120 * MS;
    private static final long LIVENESS_NS = 4_000 * MS;
    private static final long LEAST_AFTER_HEALING = 20;

    final SimMemory memory;
    final SimRegions regions;
    final Ghost ghost;
    final Links links;
    private final long seed;
    private final Profile profile;
    private final Scheduler scheduler;
    private final Faults faults;
    private final int replicaCount;
    private final DetectorConfig detector;
    private final int lateCompletions;
    private final SimReplica[] replicas;
    private final long[] restartAtNs;
    private final SimClient[] clients;
    private final Map<Integer, Wire> toReplica = new HashMap<>();
    private final Map<Integer, Wire> toClient = new HashMap<>();
    private final Map<Fiber, SimReplica> owners = new HashMap<>();
    private final List<byte[]> events = new ArrayList<>();
    private long lastAnswered;
    private long leaderChanges;
    private long moves;
    private long lastLeading;
    private boolean loading = true;

    private Simulation(final long seed, final Profile profile) {
        this.seed = seed;
        this.profile = profile;
        final Interposed interference = new Interposed();
        this.scheduler = new Scheduler(seed, interference);
        this.replicaCount = scheduler.draw(4) == 0 ? MAX_REPLICAS : 3;
        final int slots = 128 << scheduler.draw(2);
        this.memory = new SimMemory(scheduler, 4 << 4 * scheduler.draw(3));
        this.regions = new SimRegions(memory, new SimRegions.Geometry(replicaCount, slots, 192, slots / 4, 1 << 20));
        this.ghost = new Ghost(replicaCount);
        this.links = new Links(replicaCount);
        this.detector = DetectorConfig.ofReadInterval(MS / 2 + scheduler.draw((int) MS));
        this.lateCompletions = 2 << 3 * scheduler.draw(3);
        this.faults = new Faults(this, profile, 1 + scheduler.draw(replicaCount));
        interference.faults = faults;
        this.replicas = new SimReplica[replicaCount + 1];
        this.restartAtNs = new long[replicaCount + 1];
        this.clients = new SimClient[CLIENTS];
    }

    /** Lets the scheduler be made before the faults that it asks. */
    private static final class Interposed implements Scheduler.Interference {
        private Faults faults;

        @Override
        public void beforeOperation(final Fiber fiber) {
            faults.beforeOperation(fiber);
        }
    }

    /** Runs a seed; never throws for what a checker finds, but reports it. */
    public static Outcome run(final long seed, final Profile profile) {
        final Simulation simulation = new Simulation(seed, profile);
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
        for (int client = 0; client < CLIENTS; client++) {
            clients[client] = new SimClient(this, client);
            scheduler.add(clients[client].fiber());
        }
        faults.begin();
        while (nowNs() < SAFETY_NS) {
            step();
        }
        heal();
        converge();
        compare();
    }

    private void step() {
        scheduler.step(memory);
        final long now = scheduler.nowNs();
        faults.step(now);
        for (int id = 1; id <= replicaCount; id++) {
            if (restartAtNs[id] != 0 && now >= restartAtNs[id]) {
                restartAtNs[id] = 0;
                start(id, replicas[id].incarnation + 1);
            }
            countLeader(replicas[id]);
        }
    }

    private void countLeader(final SimReplica replica) {
        final long ballot = replica.alive ? replica.replication.leadingBallot() : 0;
        moves += replica.alive && replica.noticeHandover() ? 1 : 0;
        if (ballot > lastLeading) {
            lastLeading = ballot;
            leaderChanges++;
        }
    }

    private void start(final int id, final int incarnation) {
        replicas[id] = new SimReplica(this, id, incarnation, scheduler.running() == null ? 1 + nowOrZero() : nowNs());
        for (final Fiber fiber : List.of(replicas[id].replicationFiber, replicas[id].backgroundFiber)) {
            owners.put(fiber, replicas[id]);
            scheduler.add(fiber);
        }
    }

    private long nowOrZero() {
        final long now = scheduler.nowNs();
        return now == Long.MAX_VALUE ? 0 : now;
    }

    private void heal() {
        faults.end();
        links.mend();
        final long now = nowNs();
        for (int id = 1; id <= replicaCount; id++) {
            if (!replicas[id].alive && restartAtNs[id] == 0) {
                restartAtNs[id] = now + MS;
            }
        }
    }

    /** Liveness: commands go on being settled, everybody votes, and in the end everybody has applied the same. */
    private void converge() {
        final long deadline = nowNs() + LIVENESS_NS;
        final long goal = settled() + LEAST_AFTER_HEALING;
        while (settled() < goal || !allVote()) {
            requireBefore(deadline, "nothing is settled, or not everybody votes");
            step();
        }
        loading = false;
        while (unanswered() > 0 || !allEqual()) {
            requireBefore(deadline, "commands stay unanswered, or replicas behind");
            step();
        }
    }

    private void requireBefore(final long deadline, final String what) {
        if (nowNs() > deadline) {
            final StringBuilder text = new StringBuilder(what);
            for (int id = 1; id <= replicaCount; id++) {
                text.append("\n  ").append(replicas[id]);
            }
            for (final SimClient client : clients) {
                text.append("\n  ").append(client);
            }
            throw new Violation("liveness", text.toString());
        }
    }

    private boolean allVote() {
        for (int id = 1; id <= replicaCount; id++) {
            if (!replicas[id].alive || !replicas[id].votes()) {
                return false;
            }
        }
        return true;
    }

    private boolean allEqual() {
        for (int id = 2; id <= replicaCount; id++) {
            if (replicas[id].machine.events().lastEventSeq() != replicas[1].machine.events().lastEventSeq()) {
                return false;
            }
        }
        return true;
    }

    private void compare() {
        for (int id = 2; id <= replicaCount; id++) {
            if (replicas[id].stateHash() != replicas[1].stateHash()) {
                throw new Violation("I13 equal states", "replicas 1 and " + id + " differ");
            }
        }
    }

    private long settled() {
        long sum = 0;
        for (final SimClient client : clients) {
            sum += client.settled();
        }
        return sum;
    }

    private int unanswered() {
        int sum = 0;
        for (final SimClient client : clients) {
            sum += client.unanswered();
        }
        return sum;
    }

    private Outcome outcome(final RuntimeException failure) {
        return new Outcome(seed, profile, replicaCount, failure, clients[CLIENTS - 1] == null ? 0 : settled(),
            ghost.commits, leaderChanges, ghost.grants, faults.crashes, faults.pauses, faults.brokenLinks,
            moves, nowOrZero(), scheduler.operations(), scheduler.traceHash());
    }

    // What replicas, clients and faults ask of the world.

    long nowNs() {
        return scheduler.running() != null ? scheduler.running().timeNs() : scheduler.nowNs();
    }

    int replicaCount() {
        return replicaCount;
    }

    int clientCount() {
        return CLIENTS;
    }

    DetectorConfig detector() {
        return detector;
    }

    SimReplica replicaOf(final Fiber fiber) {
        return owners.get(fiber);
    }

    /** Whether a replica may die: the others that vote must be a majority, so that memory of it remains. */
    boolean mayLose(final SimReplica replica) {
        int voters = 0;
        for (int id = 1; id <= replicaCount; id++) {
            if (replicas[id] != replica && replicas[id].alive && replicas[id].votes()) {
                voters++;
            }
        }
        return replica.alive && voters >= replicaCount / 2 + 1;
    }

    void crash(final SimReplica replica) {
        replica.alive = false;
        final boolean within = owners.get(scheduler.running()) == replica;
        for (final Fiber fiber : List.of(replica.replicationFiber, replica.backgroundFiber)) {
            scheduler.remove(fiber);
            memory.drain(fiber.processor());
        }
        regions.markDead(replica.id, replica.incarnation);
        for (int client = 0; client < CLIENTS; client++) {
            disconnect(client, replica.id);
        }
        restartAtNs[replica.id] = replica.backgroundFiber.timeNs() + drawLogarithmic(MS / 10, 20 * MS);
        if (within) {
            Fiber.leave();
        }
    }

    /** Asks whoever leads to hand over, as an operator would; says whether anybody does. */
    boolean askToMove(final int successor) {
        for (int id = 1; id <= replicaCount; id++) {
            final long ballot = replicas[id].alive ? replicas[id].replication.leadingBallot() : Ballot.NONE;
            if (ballot != Ballot.NONE) {
                final long mail = ControlLayout.mail(ControlLayout.OPERATOR) + ControlLayout.MAIL_MOVE;
                memory.scribble(regions.control(id, replicas[id].incarnation) + mail, Ballot.named(ballot, successor));
                return true;
            }
        }
        return false;
    }

    boolean connect(final int client, final int id, final long from) {
        final SimReplica replica = replicas[id];
        if (!replica.alive || !replica.machine.isCreated() && !replica.replication.isLeading()) {
            return false;
        }
        replica.connect(client, from);
        return true;
    }

    void disconnect(final int client, final int id) {
        toReplica(client, id).clear();
        toClient(client, id).clear();
        replicas[id].disconnect(client);
        if (clients[client] != null) {
            clients[client].onDisconnected(id);
        }
    }

    Wire toReplica(final int client, final int id) {
        return toReplica.computeIfAbsent(client * 16 + id, key -> new Wire());
    }

    Wire toClient(final int client, final int id) {
        return toClient.computeIfAbsent(client * 16 + id, key -> new Wire());
    }

    /** All readers of an event see the same bytes. */
    void witnessEvent(final long seq, final byte[] bytes) {
        while (events.size() <= seq) {
            events.add(null);
        }
        final byte[] earlier = events.get((int) seq);
        if (earlier != null && !Arrays.equals(earlier, bytes)) {
            throw new Violation("events are facts", "event " + seq + " was read with different bytes");
        }
        events.set((int) seq, bytes);
    }

    void witnessAnswer(final long seq) {
        lastAnswered = Math.max(lastAnswered, seq);
    }

    long lastAnswered() {
        return lastAnswered;
    }

    boolean isLoading() {
        return loading;
    }

    int encodeGenesis(final MutableDirectBuffer buffer) {
        return SessionCommands.encodeGenesis(buffer, 0, CLUSTER_ID,
            new SessionCommands.Capacities(8, 4096, 1 << 18),
            new long[] {1, SessionCommands.OPERATOR, 2, 0, 3, 0}, new byte[8]);
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

    long drawClockOffset() {
        return 1_000_000_000L + scheduler.draw((int) (300 * MS));
    }

    long drawDelay() {
        return 200 + scheduler.draw(3_000) + (scheduler.draw(50) == 0 ? scheduler.draw((int) MS) : 0);
    }

    /** How far completions are reported: mostly all that could be, sometimes part of it or none. */
    long drawCompletion(final long reported, final long landed) {
        return scheduler.draw(lateCompletions) != 0 ? landed
            : reported + (scheduler.next() >>> 1) % (landed - reported + 1);
    }

    long drawAround(final long meanNs) {
        return meanNs / 4 + (scheduler.next() >>> 1) % (meanNs * 3 / 2);
    }

    long drawLogarithmic(final long leastNs, final long mostNs) {
        return scheduler.drawLogarithmic(leastNs, mostNs);
    }

    int drawReplica() {
        return 1 + scheduler.draw(replicaCount);
    }
}
