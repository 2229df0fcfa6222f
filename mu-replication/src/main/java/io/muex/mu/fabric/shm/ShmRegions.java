package io.muex.mu.fabric.shm;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

import org.agrona.ErrorHandler;

import io.muex.mu.fabric.Memory;
import io.muex.mu.fabric.Regions;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.log.InheritanceLayout;

/**
 * The regions of all replicas of one host's cluster, as one replica sees them: files on tmpfs, mapped ahead of need by
 * a housekeeping thread. Life of a replica: {@link ClusterDirectory#occupy}, {@link #open}, {@link #awaitReady},
 * {@link #announce} by the thread that grants, work, {@link #leave} by that same thread, {@link #close} when both
 * planes have ended, {@link ReplicaSeat#close}.
 */
public final class ShmRegions implements Regions, AutoCloseable {
    private static final int INCARNATIONS = 4;
    private static final long READY_POLL_NS = 200_000;
    private static final long JOIN_MS = 10_000;
    private static final long LOCK_MS = 1_000;
    private static final IntConsumer NOBODY = id -> { };

    private final ReplicaSeat seat;
    private final ClusterGeometry geometry;
    private final Memory memory;
    private final MappedFile members;
    private final IncarnationRegions own;
    /** By id and the low bits of the incarnation: what is mapped. */
    private final AtomicReferenceArray<IncarnationRegions> mapped;
    /** By id: the newest of them. */
    private final AtomicReferenceArray<IncarnationRegions> newest;
    private final Housekeeping housekeeping;
    private final Thread housekeepingThread;
    private volatile long retiredBelow;
    private volatile IntConsumer mappedListener = NOBODY;
    private volatile Thread announcer;
    private volatile boolean closed;

    private ShmRegions(final ReplicaSeat seat, final Memory memory, final ErrorHandler errors,
        final MappedFile members, final IncarnationRegions own) {
        this.seat = seat;
        this.geometry = seat.directory().geometry();
        this.memory = memory;
        this.members = members;
        this.own = own;
        this.mapped = new AtomicReferenceArray<>((ControlLayout.MAX_REPLICAS + 1) * INCARNATIONS);
        this.newest = new AtomicReferenceArray<>(ControlLayout.MAX_REPLICAS + 1);
        this.housekeeping = new Housekeeping(this, seat.directory(), own, memory, errors);
        this.housekeepingThread = Thread.ofPlatform().daemon()
            .name("muex-housekeeping-" + seat.id()).unstarted(housekeeping);
    }

    /**
     * Makes the regions of the incarnation that {@code seat} stands for, all pages present, and begins to map those of
     * its peers. Peers do not see this incarnation before {@link #announce}.
     *
     * @param errors told of failures in housekeeping, which then tries again; its thread.
     * @throws MemoryExhaustedException when there is no room; nothing remains.
     */
    public static ShmRegions open(final ReplicaSeat seat, final ErrorHandler errors) {
        final ClusterDirectory directory = seat.directory();
        final Path files = directory.regions(seat.id(), seat.incarnation());
        final Memory memory = new MappedMemory();
        final List<MappedFile> created = new ArrayList<>();
        try {
            endOlder(seat, memory);
            requireRoom(directory);
            Files.createDirectory(files,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            final MappedFile members = MappedFile.open(
                directory.memory().resolve(ClusterDirectory.MEMBERS), ClusterDirectory.MEMBERS_BYTES, true);
            created.add(members);
            final IncarnationRegions own = createOwn(seat, files, created);
            final ShmRegions regions = new ShmRegions(seat, memory, errors, members, own);
            regions.begin();
            return regions;
        } catch (final IOException | RuntimeException failure) {
            throw undone(files, created, failure);
        }
    }

    @Override
    public int selfId() {
        return seat.id();
    }

    @Override
    public int selfIncarnation() {
        return seat.incarnation();
    }

    @Override
    public int replicaCount() {
        return geometry.replicaCount();
    }

    @Override
    public int slots() {
        return geometry.slots();
    }

    @Override
    public int slotLength() {
        return geometry.slotLengthBytes();
    }

    @Override
    public int retained() {
        return geometry.retained();
    }

    @Override
    public int incarnation(final int id) {
        return (int) memory.getAcquire(members.address() + ClusterDirectory.memberOffset(id));
    }

    @Override
    public long control(final int id, final int incarnation) {
        final IncarnationRegions regions = regions(id, incarnation);
        return regions == null ? ABSENT : regions.control();
    }

    @Override
    public long ring(final int id, final int incarnation, final long epoch) {
        final IncarnationRegions regions = regions(id, incarnation);
        return regions == null ? ABSENT : regions.rings().address(epoch);
    }

    @Override
    public long inheritance(final int id, final int incarnation, final int area) {
        final IncarnationRegions regions = regions(id, incarnation);
        return regions == null ? ABSENT : regions.inheritance(area);
    }

    @Override
    public long snapshot(final int id, final int incarnation) {
        final IncarnationRegions regions = regions(id, incarnation);
        return regions == null ? ABSENT : regions.snapshot();
    }

    @Override
    public long snapshotCapacity() {
        return geometry.snapshotCapacityBytes();
    }

    @Override
    public void retireBelow(final long epoch) {
        retiredBelow = epoch;
    }

    /** An incarnation that is not mapped here is left alone: nothing of it can have been counted here. */
    @Override
    public void markDead(final int id, final int incarnation) {
        final long control = control(id, incarnation);
        if (control != ABSENT) {
            memory.putRelease(control + ControlLayout.DEAD, 1);
            memory.fullFence();
        }
    }

    /**
     * Waits until everything that its peers have announced and made so far is mapped here. For start-up; any thread but
     * the housekeeping one.
     *
     * @return false if the time was not enough.
     */
    public boolean awaitReady(final long timeoutNs) {
        final long deadlineNs = System.nanoTime() + timeoutNs;
        // the duty cycle that is running may have looked already; the one after it has not
        final long cycle = housekeeping.cycles() + 2;
        while (housekeeping.settledAtCycle() < cycle) {
            if (closed || System.nanoTime() - deadlineNs > 0) {
                return false;
            }
            LockSupport.unpark(housekeepingThread);
            LockSupport.parkNanos(READY_POLL_NS);
        }
        return true;
    }

    /**
     * Shows this incarnation to its peers; all earlier ones of this id have been marked DEAD before. This thread takes
     * one robust mutex per peer, whose release by the kernel will tell that peer of its death. To be called once, by
     * the thread whose end is the end of this replica, when everything else is ready.
     */
    public void announce() {
        if (announcer != null) {
            throw new IllegalStateException("announced already");
        }
        final MemorySegment deadline = RobustMutex.deadline();
        for (int id = 1; id <= geometry.replicaCount(); id++) {
            if (id != seat.id()) {
                final long mutex = own.control() + ControlLayout.mutex(id);
                RobustMutex.initialise(mutex);
                if (RobustMutex.lock(mutex, deadline, LOCK_MS) != RobustMutex.FREE) {
                    throw new IllegalStateException("a new mutex was not free");
                }
            }
        }
        announcer = Thread.currentThread();
        memory.putRelease(own.control() + ControlLayout.ANNOUNCED, 1);
        memory.putRelease(members.address() + ClusterDirectory.memberOffset(seat.id()), seat.incarnation());
        memory.fullFence();
    }

    /**
     * Tells its peers that this incarnation ends on purpose: they see LEAVING, then find the mutexes free. Called by
     * the thread that announced, as the last thing that it does for this replica.
     */
    public void leave() {
        if (announcer != Thread.currentThread()) {
            throw new IllegalStateException("only the thread that announced holds the mutexes");
        }
        memory.putRelease(own.control() + ControlLayout.LEAVING, 1);
        memory.fullFence();
        for (int id = 1; id <= geometry.replicaCount(); id++) {
            if (id != seat.id()) {
                RobustMutex.unlock(own.control() + ControlLayout.mutex(id));
            }
        }
        announcer = null;
    }

    /**
     * Ends housekeeping and gives the memory back; files stay for the peers until the next incarnation or the removal
     * of the cluster. Lookups answer {@link #ABSENT} from now on. Both planes and the {@link DeathWatch} have ended.
     * Control regions in which a mutex is still held or awaited stay mapped: the C library has a list through them.
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        housekeeping.stop();
        LockSupport.unpark(housekeepingThread);
        try {
            housekeepingThread.join(JOIN_MS);
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (housekeepingThread.isAlive()) {
            return;
        }
        for (int i = 0; i < mapped.length(); i++) {
            mapped.set(i, null);
        }
        for (final IncarnationRegions peer : housekeeping.mapped()) {
            if (peer.release()) {
                peer.mappings().forEach(ShmRegions::giveBack);
            }
        }
        final boolean holdsMutexes = announcer != null && announcer.isAlive();
        own.mappings().stream().filter(file -> !holdsMutexes || file.address() != own.control())
            .forEach(ShmRegions::giveBack);
        giveBack(members);
    }

    /** Where this incarnation's own regions are; for housekeeping and the watch. */
    IncarnationRegions newest(final int id) {
        return newest.get(id);
    }

    long retiredBelow() {
        return retiredBelow;
    }

    /** Tells {@code listener} the id whenever a peer's new incarnation has been mapped; housekeeping thread. */
    void onMapped(final IntConsumer listener) {
        mappedListener = listener;
    }

    /** Makes a peer's incarnation visible to the planes. Housekeeping only, as is {@link #withdraw}. */
    void publish(final IncarnationRegions regions) {
        mapped.set(place(regions.id(), regions.incarnation()), regions);
        newest.set(regions.id(), regions);
        mappedListener.accept(regions.id());
    }

    void withdraw(final IncarnationRegions regions) {
        mapped.compareAndSet(place(regions.id(), regions.incarnation()), regions, null);
    }

    private void begin() {
        memory.putPlain(own.control() + ControlLayout.CLUSTER_ID, geometry.clusterId());
        memory.putPlain(own.control() + ControlLayout.SLOTS, geometry.slots());
        memory.putPlain(own.control() + ControlLayout.SLOT_LENGTH, geometry.slotLengthBytes());
        for (int spare = 0; spare < geometry.spareRings(); spare++) {
            housekeeping.addOwnRing();
        }
        memory.putRelease(own.control() + ControlLayout.MAGIC, ControlLayout.MAGIC_VALUE);
        mapped.set(place(own.id(), own.incarnation()), own);
        housekeepingThread.start();
    }

    private IncarnationRegions regions(final int id, final int incarnation) {
        if (id < 1 || id > ControlLayout.MAX_REPLICAS) {
            return null;
        }
        final IncarnationRegions regions = mapped.getAcquire(place(id, incarnation));
        return regions != null && regions.incarnation() == incarnation ? regions : null;
    }

    /**
     * Marks every earlier incarnation of this id DEAD for those who have mapped it, and removes it for everybody else.
     * The seat's lock says that nothing of it runs any more.
     */
    private static void endOlder(final ReplicaSeat seat, final Memory memory) throws IOException {
        for (final Path older : seat.directory().olderRegions(seat.id(), seat.incarnation())) {
            final Path file = older.resolve(IncarnationRegions.CONTROL);
            if (Files.exists(file)) {
                final MappedFile control = MappedFile.open(file, ControlLayout.LENGTH, false);
                memory.putRelease(control.address() + ControlLayout.DEAD, 1);
                memory.fullFence();
                control.unmap();
            }
            ClusterDirectory.deleteTree(older);
        }
    }

    private static IncarnationRegions createOwn(
        final ReplicaSeat seat, final Path files, final List<MappedFile> created) {
        final ClusterGeometry geometry = seat.directory().geometry();
        final MappedFile control = created(created, files, IncarnationRegions.CONTROL, ControlLayout.LENGTH);
        final MappedFile[] inheritances = new MappedFile[InheritanceLayout.AREAS];
        for (int area = 0; area < inheritances.length; area++) {
            inheritances[area] =
                created(created, files, IncarnationRegions.inheritanceName(area), geometry.inheritanceBytes());
        }
        final MappedFile snapshot =
            MappedFile.reserve(files.resolve(IncarnationRegions.SNAPSHOT), geometry.snapshotBytes());
        created.add(snapshot);
        return new IncarnationRegions(seat.id(), seat.incarnation(), files, control, inheritances, snapshot);
    }

    private static MappedFile created(
        final List<MappedFile> created, final Path directory, final String name, final long lengthBytes) {
        final MappedFile file = MappedFile.create(directory.resolve(name), lengthBytes);
        created.add(file);
        return file;
    }

    private static void requireRoom(final ClusterDirectory directory) throws IOException {
        final long neededBytes = directory.geometry().replicaBytes();
        final long availableBytes = MappedFile.availableBytes(directory.memory());
        if (availableBytes < neededBytes) {
            throw new MemoryExhaustedException(directory.memory(), neededBytes, availableBytes);
        }
    }

    private static RuntimeException undone(
        final Path files, final List<MappedFile> created, final Exception failure) {
        created.forEach(MappedFile::unmap);
        try {
            ClusterDirectory.deleteTree(files);
        } catch (final IOException second) {
            failure.addSuppressed(second);
        }
        return failure instanceof RuntimeException unchecked ? unchecked
            : new ClusterDirectoryException("cannot make regions in " + files + ": " + failure, failure);
    }

    private static void giveBack(final MappedFile mapping) {
        Kernel.replaceByPrivateZeros(mapping.address(), mapping.lengthBytes());
    }

    private static int place(final int id, final int incarnation) {
        return id * INCARNATIONS + (incarnation & INCARNATIONS - 1);
    }
}
