package io.muex.mu.sim;

import io.muex.mu.Ballot;
import io.muex.mu.Proposer;
import io.muex.mu.SnapshotReader;
import io.muex.mu.SnapshotWriter;
import io.muex.mu.StateMachine;
import io.muex.mu.background.BackgroundPlane;
import io.muex.mu.fabric.CorruptEntryException;
import io.muex.mu.fabric.Grant;
import io.muex.mu.fabric.MemoryFabric;
import io.muex.mu.fabric.sim.Processor;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.log.EntryKind;
import io.muex.mu.recovery.DivergedException;
import io.muex.mu.recovery.HashAudit;
import io.muex.mu.recovery.ReplicatedState;
import io.muex.mu.replication.PlaneBoard;
import io.muex.mu.replication.ReplicaHaltedException;
import io.muex.mu.replication.ReplicationPlane;
import io.muex.mu.session.SessionedStateMachine;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** One incarnation of one simulated replica: the shipped planes on two fibers, and a small node around them. */
final class SimReplica implements StateMachine {
    static final int COMMAND = 1;
    static final int READ = 2;
    private static final int BATCH = 16;

    private final Simulation world;
    final int id;
    final int incarnation;
    final SessionedStateMachine machine = new SessionedStateMachine(new TinyExchange((session, number, price) -> { }));
    final PlaneBoard board;
    final Doings doings;
    private final ReplicatedState state;
    private final ReplicationPlane replication;
    private final BackgroundPlane background;
    private final SimFabric fabric;
    final Fiber replicationFiber;
    final Fiber backgroundFiber;
    private final Egress[] egress;
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[256]);
    private final List<Long> damage = new ArrayList<>();
    private long hashError;
    private long clockOffsetNs;
    private final ViewChecker viewChecker;
    private final RestChecker restChecker;
    private final DutyChecker dutyChecker;
    private boolean membershipLoaded;
    private boolean genesisProposed;
    private boolean granting;
    private boolean donating;
    private boolean awaitingSnapshot;
    private boolean requested;
    private long admissionAt = -1;
    private boolean eligible;
    private long promised;
    private long preparing;
    private long leading;
    private long handedOver;
    private long stuckNs;
    private long slowUntilNs;
    private int slowness;
    boolean alive = true;

    SimReplica(final Simulation world, final int id, final int incarnation, final long startNs) {
        this.world = world;
        this.id = id;
        this.incarnation = incarnation;
        this.doings = new Doings(world.replicaCount());
        this.clockOffsetNs = world.drawClockOffset();
        this.viewChecker = new ViewChecker(id, world.replicaCount());
        this.restChecker = new RestChecker(id);
        this.dutyChecker = new DutyChecker(id, world.replicaCount());
        this.replicationFiber = new Fiber("replication " + id + '/' + incarnation, this,
            new Processor(id, incarnation, false), startNs, this::runReplication);
        this.backgroundFiber = new Fiber("background " + id + '/' + incarnation, this,
            new Processor(id, incarnation, true), startNs, this::runBackground);
        // A replica is made before it is announced: by nobody whom the checkers know.
        final Processor maker = new Processor();
        world.memory.run(maker);
        this.fabric =
            new SimFabric(new MemoryFabric(world.planeMemory(), world.regions.announce(id, incarnation)), this, world);
        this.board = new PlaneBoard(world.replicaCount());
        this.state = new ReplicatedState(this,
            new HashAudit(world.replicaCount(), id, incarnation, Simulation.SAMPLE_INTERVAL));
        this.replication = new ReplicationPlane(fabric, state, board, incarnation == 1);
        this.background = new BackgroundPlane(fabric, world.detector(), board, world.drawSeed());
        world.memory.drain(maker);
        this.egress = new Egress[world.clientCount()];
    }

    private void runReplication() {
        try {
            while (alive) {
                final long now = replicationFiber.timeNs();
                int work = pollIngress(now);
                work += replicate(now);
                proposeGenesis();
                work += publish(now);
                world.pause((work > 0 ? 300 : replication.isLeading() ? 12_000 : 60_000) * slowness(now));
            }
        } catch (final ReplicaHaltedException halted) {
            halt(halted.getCause());
        }
    }

    private int replicate(final long now) {
        dutyChecker.begin(leading, grants(leading, false), holds(id, leading));
        final int work = replication.doWork(now, now + clockOffsetNs);
        final long begins = preparing == 0 || world.ghost.hasBegun(preparing) ? 0 : preparing;
        dutyChecker.end(leading, begins, grants(begins, true));
        return work;
    }

    /** How many grants of a ballot stand; if asked, only those of admitted voters within reach. */
    private int grants(final long ballot, final boolean usable) {
        int count = 0;
        for (int peer = 1; ballot != Ballot.NONE && peer <= world.replicaCount(); peer++) {
            if (holds(peer, ballot) && (!usable || fabric.isUsable(board.grant(peer)))) {
                count++;
            }
        }
        return count;
    }

    private boolean holds(final int peer, final long ballot) {
        final Grant grant = board.grant(peer);
        return grant != null && grant.ballot() == ballot && world.stands(grant);
    }

    private void runBackground() {
        try {
            while (alive) {
                final long now = backgroundFiber.timeNs();
                background.doWork(now, now + clockOffsetNs);
                viewChecker.check(this);
                restChecker.check(now, board.candidacy(), leading != 0, eligible);
                world.pause(120_000L * slowness(now));
            }
        } catch (final CorruptEntryException damaged) {
            halt(damaged);
        }
    }

    private int slowness(final long now) {
        return now < slowUntilNs ? slowness : 1;
    }

    /** The process ends, as it should when it meets damage that was done to it, and for no other reason. */
    private void halt(final Throwable cause) {
        if (cause instanceof final Violation violation) {
            throw violation;
        }
        if (cause instanceof DivergedException && hasDiverged()) {
            world.coverage.count(Situation.DIVERGENCE_FOUND);
            world.crash(this, 5_000_000);
            return;
        }
        requireDamage(this, cause, damage);
        world.coverage.count(Situation.DAMAGE_MET);
        world.crash(this, 5_000_000);
    }

    /** Nothing stops a replica but damage, and only at an index that was damaged. */
    static void requireDamage(final Object who, final Throwable cause, final List<Long> damaged) {
        if (!(cause instanceof final CorruptEntryException corrupt) || !damaged.contains(corrupt.index())) {
            final Violation violation = new Violation("no replica stops without damage", who + ": " + cause);
            violation.initCause(cause);
            throw violation;
        }
    }

    private void proposeGenesis() {
        if (replication.isLeading() && !machine.isCreated() && !genesisProposed) {
            final int length = world.encodeGenesis(scratch);
            genesisProposed = replication.propose(scratch, 0, length) >= 0;
        }
    }

    private int pollIngress(final long now) {
        int work = 0;
        for (int client = 0; client < egress.length; client++) {
            final Wire wire = world.toReplica(client, id);
            while (egress[client] != null && work < BATCH && wire.receive(now)) {
                if (wire.kind() == READ) {
                    egress[client].seek(wire.first());
                } else if (propose(wire.bytes()) == Proposer.BACK_PRESSURED) {
                    world.coverage.count(Situation.BACK_PRESSURE);
                    wire.putBack();
                    break;
                }
                work++;
            }
        }
        if (replication.isLeading()) {
            for (byte[] stray = world.takeStray(now); stray != null; stray = world.takeStray(now)) {
                propose(stray);
                work++;
            }
        }
        return work;
    }

    private long propose(final byte[] command) {
        scratch.putBytes(0, command);
        final boolean isDisputed = state.audit().disputedIndex() != 0;
        final long index = replication.propose(scratch, 0, command.length);
        if (index >= 0 && isDisputed) {
            throw new Violation("a dispute stops commands", this + " took one at " + index);
        }
        return index;
    }

    private int publish(final long now) {
        int work = 0;
        for (final Egress reader : egress) {
            if (reader != null) {
                work += tell(reader, now);
            }
        }
        return work;
    }

    private int tell(final Egress reader, final long now) {
        final int told = reader.publish(now, replication.leadingBallot());
        if (told > 0) {
            world.ghost.divergence.checkTold(id, incarnation, state.applied());
        }
        return told;
    }

    /** A client has connected: it is told who leads, and is given events from where it asks. */
    boolean connect(final int client, final long fromEventSeq) {
        if (!alive || !machine.isCreated() && !replication.isLeading()) {
            return false;
        }
        egress[client] = new Egress(world, machine, world.toClient(client, id), fromEventSeq);
        return true;
    }

    void disconnect(final int client) {
        egress[client] = null;
    }

    @Override
    public void onCommand(final long index, final long timestampNs, final DirectBuffer buffer, final int offset,
                          final int length) {
        world.ghost.onApply(id, index,
            Proposal.valueOf(EntryKind.COMMAND, timestampNs, buffer, offset, length));
        if (membershipLoaded) {
            membershipLoaded = false;
            world.ghost.checkMembership(id, index, state.membership());
        }
        if (stuckNs > 0) {
            final long duration = stuckNs;
            stuckNs = 0;
            world.pause(duration);
        }
        machine.onCommand(index, timestampNs, buffer, offset, length);
        world.reference.checkState(id, index, machine.stateHash());
        world.reference.checkRetained(id, index, machine.events().firstRetained());
    }

    @Override
    public void writeSnapshot(final SnapshotWriter out) {
        machine.writeSnapshot(out);
    }

    @Override
    public void loadSnapshot(final SnapshotReader in) {
        machine.loadSnapshot(in);
        membershipLoaded = true;
        awaitingSnapshot = false;
        fabric.onSnapshotLoaded();
        world.ghost.divergence.onLoaded(id, incarnation);
        world.onSnapshotLoaded();
    }

    @Override
    public long stateHash() {
        return machine.stateHash() ^ hashError;
    }

    /** From now on its state is another one than it should be, as far as anybody can tell by the hash. */
    void diverge(final long error) {
        hashError = error;
    }

    boolean hasDiverged() {
        return hashError != 0;
    }

    /** Whether it shows that replicas differ and nobody can say who is wrong. */
    boolean showsDispute() {
        final long control = world.regions.control(id, incarnation);
        return alive && world.memory.visible(control + ControlLayout.DIVERGED_AT) != 0;
    }

    // What the fabric and the checkers notice.

    void published(final int offset, final long value) {
        switch (offset) {
            case ControlLayout.PROMISED -> {
                promised = value;
                requested = false;
            }
            case ControlLayout.PREPARING -> preparing = value;
            case ControlLayout.HALTED_AT -> world.ghost.divergence.onHalted(id, incarnation);
            case ControlLayout.LEADING -> {
                leading = value;
                if (value == Ballot.NONE && board.handedOver() != handedOver) {
                    handedOver = board.handedOver();
                    world.coverage.count(Situation.HANDED_OVER);
                }
                world.onLeading(this, value);
            }
            case ControlLayout.SNAPSHOT_SEQUENCE -> donating = (value & 1) != 0;
            case ControlLayout.ELIGIBLE -> {
                eligible = value == 1;
                if (value == 0) {
                    world.coverage.count(Situation.NOT_ELIGIBLE);
                }
            }
            default -> { }
        }
    }

    void read(final int peer, final int incarnation, final int offset, final long value) {
        viewChecker.onRead(peer, incarnation, offset, value);
    }

    boolean seesAlive(final int peer) {
        return background.isLive(peer);
    }

    void sawRequest(final long ballot) {
        requested |= ballot > promised;
    }

    void admits(final long index) {
        admissionAt = index;
    }

    void awaitsSnapshot(final boolean awaits) {
        awaitingSnapshot = awaits;
    }

    void granting(final boolean begun) {
        granting = begun;
        doings.onCopied(-1);
    }

    /** Whether this replica is doing what a fault waits for. */
    boolean isAt(final Fault.Moment moment) {
        return switch (moment) {
            case ANY -> true;
            case GRANTING -> granting;
            case PREPARING -> preparing != 0;
            case SNAPSHOT -> donating || awaitingSnapshot;
            case REQUESTED -> requested;
            case ADMITTING -> admissionAt >= world.ghost.chosenEnd();
            case LEADING -> leading != 0;
            case HEALED -> false;
            case READING, WRITING, LOADING, RESTORING -> fabric.isAt(moment);
        };
    }

    // What faults do to it.

    boolean stick(final long durationNs) {
        stuckNs = durationNs;
        return alive;
    }

    boolean slow(final long untilNs, final int times) {
        slowUntilNs = untilNs;
        slowness = times;
        return alive;
    }

    boolean jump(final long byNs) {
        clockOffsetNs += byNs;
        return alive;
    }

    void damaged(final long index) {
        damage.add(index);
    }

    boolean isDamaged() {
        return !damage.isEmpty();
    }

    /** Nothing hampers it any more. */
    void recover() {
        slowUntilNs = 0;
        stuckNs = 0;
    }

    // What others ask of it.

    boolean votes() {
        return world.memory.visible(world.regions.control(id, incarnation) + ControlLayout.VOTES) == 1;
    }

    boolean isVoter() {
        return alive && !isDamaged() && !hasDiverged() && votes();
    }

    long applied() {
        return state.applied();
    }

    long leadingBallot() {
        return alive ? leading : Ballot.NONE;
    }

    /** Ballot that it holds a majority for and does not lead under yet. */
    long preparingBallot() {
        return alive ? preparing : Ballot.NONE;
    }

    @Override
    public String toString() {
        final long control = world.regions.control(id, incarnation);
        return id + "/" + incarnation + (alive ? " " : " dead ") + (isDamaged() ? "damaged at " + damage + ' ' : "")
            + (hasDiverged() ? "diverged " : "")
            + replication + " view " + background.view()
            + " at " + replicationFiber.timeNs() / 1000 + '/' + backgroundFiber.timeNs() / 1000 + " us, applied seen "
            + world.memory.visible(control + ControlLayout.APPLIED)
            + ", eligible " + world.memory.visible(control + ControlLayout.ELIGIBLE)
            + ", heartbeat " + world.memory.visible(control + ControlLayout.HEARTBEAT)
            + ", dead " + world.memory.visible(control + ControlLayout.DEAD)
            + ", waiting since " + board.waitingSinceNs() / 1000 + ", lives " + lives()
            + ", behind " + board.isBehind() + ", candidacy " + Ballot.toString(board.candidacy()) + ", given up "
            + Ballot.toString(board.givenUp()) + ", donor " + board.donor() + ", unseen"
            + replicationFiber.processor();
    }

    private String lives() {
        final StringBuilder text = new StringBuilder();
        for (int peer = 1; peer <= world.replicaCount(); peer++) {
            text.append(background.isLive(peer) ? Integer.toString(peer) : "-");
        }
        return text.toString();
    }
}
