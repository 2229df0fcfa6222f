package io.muex.mu.interleaving;

import io.muex.mu.Ballot;
import io.muex.mu.DetectorConfig;
import io.muex.mu.SnapshotReader;
import io.muex.mu.SnapshotWriter;
import io.muex.mu.StateMachine;
import io.muex.mu.background.BackgroundPlane;
import io.muex.mu.fabric.Fabric;
import io.muex.mu.fabric.Grant;
import io.muex.mu.fabric.MemoryFabric;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.log.EntryKind;
import io.muex.mu.recovery.HashAudit;
import io.muex.mu.recovery.ReplicatedState;
import io.muex.mu.replication.PlaneBoard;
import io.muex.mu.replication.ReplicationPlane;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One replica of a scene: the shipped replication plane, and either the whole shipped background plane or only its
 * desk, which grants, and the asking for grants. With the desk alone the view and the heartbeats are left out: when it
 * grants and when a candidate asks is what the exploration chooses.
 */
final class Replica implements StateMachine {
    /** The ballot under which 1 leads when a scene begins. */
    static final long OLD = Ballot.of(1, 1, 1);
    /** The ballot for which 2 asks. */
    static final long NEW = Ballot.of(2, 1, 2);

    private static final int SETTING_CYCLES = 6;
    /** Suspects after three reads without a beat; a read is due whenever time has moved. */
    private static final DetectorConfig IMPATIENT = new DetectorConfig(1, 3, 1, 2, 1_000_000, 1_000_000);
    private static final int SAMPLE_INTERVAL = 1 << 20;
    private static final MethodHandle NEW_DESK;
    private static final MethodHandle DESK_WORK;

    static {
        try {
            final MethodHandles.Lookup lookup =
                MethodHandles.privateLookupIn(BackgroundPlane.class, MethodHandles.lookup());
            final Class<?> desk = lookup.findClass("io.muex.mu.background.PermissionDesk");
            NEW_DESK = lookup.findConstructor(desk, MethodType.methodType(void.class, Fabric.class))
                .asType(MethodType.methodType(Object.class, Fabric.class));
            DESK_WORK = lookup.findVirtual(desk, "doWork", MethodType.methodType(int.class))
                .asType(MethodType.methodType(int.class, Object.class));
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final int id;
    final Fabric fabric;
    final PlaneBoard board;
    final ReplicatedState state;
    final ReplicationPlane plane;
    final BackgroundPlane background;
    private final Witness witness;
    private final Object desk;
    private final UnsafeBuffer command = new UnsafeBuffer(new byte[Long.BYTES]);
    private long hash;
    private long nowNs = 1;

    Replica(final SteppedMemory memory, final Place place, final Witness witness, final int id) {
        this.id = id;
        this.witness = witness;
        this.fabric = new WitnessedFabric(new MemoryFabric(memory, place.as(id)), witness);
        this.board = new PlaneBoard(Place.REPLICAS);
        this.state = new ReplicatedState(this, new HashAudit(Place.REPLICAS, id, 1, SAMPLE_INTERVAL));
        this.plane = new ReplicationPlane(fabric, state, board, true);
        this.background = new BackgroundPlane(fabric, IMPATIENT, board, id);
        try {
            this.desk = (Object) NEW_DESK.invokeExact(fabric);
        } catch (final Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** All replicas: 1 leads, and all have applied its LEAD. Nothing of that is explored. */
    static Replica[] elected(final SteppedMemory memory, final Place place, final Witness witness) {
        final Replica[] replicas = new Replica[Place.REPLICAS + 1];
        for (int id = 1; id <= Place.REPLICAS; id++) {
            replicas[id] = new Replica(memory, place, witness, id);
        }
        replicas[1].board.beginCandidacy(OLD, 1);
        for (int id = 1; id <= Place.REPLICAS; id++) {
            replicas[1].ask(id, OLD);
            replicas[id].answer();
            replicas[1].collect(id, OLD);
        }
        for (int n = 0; n < SETTING_CYCLES && !(replicas[1].isLeading() && replicas[3].state.applied() > 0); n++) {
            for (int id = 1; id <= Place.REPLICAS; id++) {
                replicas[id].step();
            }
        }
        for (int id = 1; id <= Place.REPLICAS; id++) {
            if (replicas[id].state.applied() != 1 || replicas[id].isLeading() != (id == 1)) {
                throw new IllegalStateException("the scene is not set: " + replicas[id].plane);
            }
        }
        return replicas;
    }

    /** One duty cycle of the replication plane. */
    void step() {
        plane.doWork(nowNs, nowNs);
        nowNs++;
    }

    /** One duty cycle of both planes, one after the other, at a time. */
    void live(final long now) {
        background.doWork(now, now);
        plane.doWork(now, now);
        nowNs = now + 1;
    }

    /** One duty cycle of the desk: answers the highest request. */
    void answer() {
        try {
            final int work = (int) DESK_WORK.invokeExact(desk);
            if (work < 0) {
                throw new IllegalStateException("negative work");
            }
        } catch (final RuntimeException e) {
            throw e;
        } catch (final Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Asks {@code target} for its permission. */
    void ask(final int target, final long ballot) {
        fabric.mail(target, 1, ControlLayout.MAIL_REQUEST, ballot);
    }

    /** Takes up what a target answered, if it has granted. */
    void collect(final int target, final long ballot) {
        final Grant grant = fabric.grant(target, 1, ballot);
        if (grant != null) {
            board.post(grant);
        }
    }

    long propose(final long value) {
        command.putLong(0, value);
        return plane.propose(command, 0, Long.BYTES);
    }

    boolean isLeading() {
        return plane.isLeading();
    }

    @Override
    public void onCommand(final long index, final long timestampNs, final DirectBuffer buffer, final int offset,
                          final int length) {
        final long value = (long) EntryKind.COMMAND << 56 | buffer.getLong(offset);
        witness.onApply(id, index, value);
        hash = hash * 31 + value;
    }

    @Override
    public void writeSnapshot(final SnapshotWriter out) {
        out.putLong(hash);
    }

    @Override
    public void loadSnapshot(final SnapshotReader in) {
        hash = in.getLong();
    }

    @Override
    public long stateHash() {
        return hash;
    }
}
