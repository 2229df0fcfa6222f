package io.muex.mu.sim;

import io.muex.mu.Ballot;
import io.muex.mu.Proposer;
import io.muex.mu.SnapshotReader;
import io.muex.mu.SnapshotWriter;
import io.muex.mu.StateMachine;
import io.muex.mu.background.BackgroundPlane;
import io.muex.mu.fabric.MemoryFabric;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.log.PermissionWord;
import io.muex.mu.recovery.ReplicatedState;
import io.muex.mu.replication.PlaneBoard;
import io.muex.mu.replication.ReplicationPlane;
import io.muex.mu.session.EventCursor;
import io.muex.mu.session.SessionedStateMachine;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** One incarnation of one simulated replica: the shipped planes on two fibers, and a small node around them. */
final class SimReplica implements StateMachine {
    static final int COMMAND = 1;
    static final int READ = 2;
    static final int LEADER = 3;
    static final int EVENT = 4;
    static final int EVENTS_GONE = 5;
    private static final int BATCH = 16;

    private final Simulation world;
    final int id;
    final int incarnation;
    final SessionedStateMachine machine = new SessionedStateMachine(new TinyExchange());
    private final SimFabric fabric;
    final PlaneBoard board;
    final ReplicationPlane replication;
    final BackgroundPlane background;
    final Fiber replicationFiber;
    final Fiber backgroundFiber;
    private final long clockOffsetNs;
    private final EventCursor[] cursors;
    private final boolean[] connected;
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[256]);
    private long announcedBallot;
    private long seenPermission;
    private long promised;
    private boolean genesisProposed;
    private long handedOver;
    boolean alive = true;

    SimReplica(final Simulation world, final int id, final int incarnation, final long startNs) {
        this.world = world;
        this.id = id;
        this.incarnation = incarnation;
        this.clockOffsetNs = world.drawClockOffset();
        this.replicationFiber = new Fiber("replication " + id + '/' + incarnation, startNs, this::runReplication);
        this.backgroundFiber = new Fiber("background " + id + '/' + incarnation, startNs, this::runBackground);
        world.memory.run(backgroundFiber.processor());
        this.fabric = new SimFabric(new MemoryFabric(world.memory, world.regions.announce(id, incarnation)),
            world.links, world.ghost, world::nowNs, world::drawCompletion);
        this.board = new PlaneBoard(world.replicaCount());
        final ReplicatedState state = new ReplicatedState(this, world.replicaCount());
        this.replication = new ReplicationPlane(fabric, state, board, incarnation == 1);
        this.background = new BackgroundPlane(fabric, world.detector(), board, world.drawSeed());
        world.memory.drain(backgroundFiber.processor());
        this.cursors = new EventCursor[world.clientCount()];
        this.connected = new boolean[world.clientCount()];
    }

    private void runReplication() {
        while (alive) {
            final long now = replicationFiber.timeNs();
            int work = pollIngress(now);
            work += replication.doWork(now, now + clockOffsetNs);
            proposeGenesis();
            work += publish(now);
            world.pause(work > 0 ? 300 : replication.isLeading() ? 12_000 : 60_000);
        }
    }

    private void runBackground() {
        while (alive) {
            final long now = backgroundFiber.timeNs();
            background.doWork(now, now + clockOffsetNs);
            noticeGrant();
            world.pause(120_000);
        }
    }

    /** After a duty cycle of the granting thread: what did it seal, and did it keep its promise? */
    private void noticeGrant() {
        final long control = world.regions.control(id, incarnation);
        final long permission = world.memory.visible(control + ControlLayout.PERMISSION);
        final long nowPromised = world.memory.visible(control + ControlLayout.PROMISED);
        if (nowPromised < promised) {
            throw new Violation("I6 a promise never falls", id + " from " + Ballot.toString(promised));
        }
        promised = nowPromised;
        if (permission != seenPermission && PermissionWord.holder(permission) != 0) {
            final long at = control + ControlLayout.grant(PermissionWord.holder(permission));
            world.ghost.onSeal(id, incarnation, seenPermission, world.memory.visible(at + ControlLayout.GRANT_BASE),
                world.memory.visible(at + ControlLayout.GRANT_END));
            seenPermission = permission;
        }
    }

    /** Whether this replica has just handed leadership over on purpose. */
    boolean noticeHandover() {
        final long ballot = board.handedOver();
        final boolean isNew = ballot != handedOver;
        handedOver = ballot;
        return isNew;
    }

    private void proposeGenesis() {
        if (replication.isLeading() && !machine.isCreated() && !genesisProposed) {
            final int length = world.encodeGenesis(scratch);
            genesisProposed = replication.propose(scratch, 0, length) >= 0;
        }
    }

    private int pollIngress(final long now) {
        int work = 0;
        for (int client = 0; client < connected.length; client++) {
            final Wire wire = world.toReplica(client, id);
            while (connected[client] && work < BATCH && wire.receive(now)) {
                work++;
                if (wire.kind() == COMMAND) {
                    scratch.putBytes(0, wire.bytes());
                    if (replication.propose(scratch, 0, wire.bytes().length) == Proposer.BACK_PRESSURED) {
                        wire.putBack();
                        break;
                    }
                } else {
                    cursors[client].seek(wire.first());
                }
            }
        }
        return work;
    }

    private int publish(final long now) {
        final long ballot = replication.leadingBallot();
        int work = 0;
        for (int client = 0; client < connected.length; client++) {
            if (!connected[client]) {
                continue;
            }
            final Wire wire = world.toClient(client, id);
            if (ballot != Ballot.NONE && ballot != announcedBallot) {
                wire.send(now + world.drawDelay(), LEADER, null, ballot, machine.events().lastEventSeq());
            }
            work += publishEvents(wire, cursors[client], now);
        }
        announcedBallot = ballot;
        return work;
    }

    private int publishEvents(final Wire wire, final EventCursor cursor, final long now) {
        int sent = 0;
        if (cursor.isGone()) {
            throw new Violation("simulation set-up", "the event ring is too small for this run");
        }
        while (sent < BATCH && cursor.hasNext()) {
            final byte[] bytes = new byte[cursor.length()];
            machine.events().buffer().getBytes(cursor.offset(), bytes);
            wire.send(now + world.drawDelay(), EVENT, bytes, 0, 0);
            cursor.advance();
            sent++;
        }
        return sent;
    }

    /** A client has connected: it is told who leads, and is given events from where it asks. */
    void connect(final int client, final long fromEventSeq) {
        connected[client] = true;
        cursors[client] = new EventCursor(machine.events(), fromEventSeq);
        if (replication.isLeading()) {
            world.toClient(client, id).send(world.nowNs() + world.drawDelay(), LEADER, null,
                replication.leadingBallot(), machine.events().lastEventSeq());
        }
    }

    void disconnect(final int client) {
        connected[client] = false;
    }

    @Override
    public void onCommand(final long index, final long timestampNs, final DirectBuffer buffer, final int offset,
                          final int length) {
        world.ghost.onApply(id, index, timestampNs, buffer, offset, length);
        machine.onCommand(index, timestampNs, buffer, offset, length);
    }

    @Override
    public void writeSnapshot(final SnapshotWriter out) {
        machine.writeSnapshot(out);
    }

    @Override
    public void loadSnapshot(final SnapshotReader in) {
        machine.loadSnapshot(in);
        for (final EventCursor cursor : cursors) {
            if (cursor != null) {
                cursor.seek(cursor.next());
            }
        }
    }

    @Override
    public long stateHash() {
        return machine.stateHash();
    }

    boolean votes() {
        return world.memory.visible(world.regions.control(id, incarnation) + ControlLayout.VOTES) == 1;
    }

    @Override
    public String toString() {
        return id + "/" + incarnation + (alive ? " " : " dead ") + replication + " view " + background.view()
            + " at " + replicationFiber.timeNs() / 1000 + '/' + backgroundFiber.timeNs() / 1000 + " us, applied seen "
            + world.memory.visible(world.regions.control(id, incarnation) + ControlLayout.APPLIED)
            + ", eligible " + world.memory.visible(world.regions.control(id, incarnation) + ControlLayout.ELIGIBLE)
            + ", heartbeat " + world.memory.visible(world.regions.control(id, incarnation) + ControlLayout.HEARTBEAT)
            + ", dead " + world.memory.visible(world.regions.control(id, incarnation) + ControlLayout.DEAD)
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
