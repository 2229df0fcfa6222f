package io.muex.mu.fabric.shm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import org.agrona.ErrorHandler;

import io.muex.mu.fabric.Memory;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.log.InheritanceLayout;
import io.muex.mu.log.PermissionWord;

/**
 * The thread that does for both planes what takes system calls: it keeps rings ready ahead of the next grant, maps what
 * peers have made, and gives back what nobody needs. One duty cycle looks at a handful of shared words; it is repeated
 * at once after work was done, after a millisecond while something is expected, after five else.
 * <p>
 * <b>Giving back.</b> A plane may be paused anywhere, also between looking up an address and storing to it, so a
 * mapping is never just removed: its pages are first replaced by private zeros in one step, which makes a late access
 * harmless, and the addresses are reused only {@link #ADDRESS_REST_NS} later. What is assumed is therefore only that
 * no thread stays that long between two instructions of one write while this thread runs on. A peer's ring goes when
 * its epoch is {@value #EPOCHS_KEPT} below the peer's grant, an own ring when replay has passed it and two later
 * grants exist, a peer's incarnation some time after a newer one announced itself.
 */
final class Housekeeping implements Runnable {
    /** Peers' rings with an epoch this far below the current grant are given back. */
    static final int EPOCHS_KEPT = 4;

    private static final long EXPECTING_NS = 1_000_000;
    private static final long IDLE_NS = 5_000_000;
    /** Something that does not come for this long is not expected any more: its maker is stopped or stuck. */
    private static final long PATIENCE_NS = 1_000_000_000;
    private static final long SUPERSEDED_GRACE_NS = 2_000_000_000;
    private static final long ADDRESS_REST_NS = 20_000_000_000L;
    private static final long RETRY_NS = 100_000_000;
    /**
     * How long after a grant its ring is not yet replaced, as long as there are spares: making and mapping rings takes
     * milliseconds of system time, and right after a grant a new leader and its clients need the cores.
     */
    private static final long CALM_NS = 50_000_000;
    /** Most own rings at a time, spares among them: with replay stuck that far behind, the next grant waits. */
    private static final int MOST_OWN_RINGS = 2 * ClusterGeometry.MOST_SPARE_RINGS;

    private final ShmRegions regions;
    private final ClusterDirectory directory;
    private final ClusterGeometry geometry;
    private final IncarnationRegions own;
    private final Memory memory;
    private final ErrorHandler errors;
    private final List<IncarnationRegions> mapped = new ArrayList<>();
    private final long[] supersededAtNs = new long[ControlLayout.MAX_REPLICAS + 1];
    private final ArrayDeque<MappedFile> resting = new ArrayDeque<>();
    private final ArrayDeque<Long> restingSinceNs = new ArrayDeque<>();
    private long retryAtNs;
    private long expectingSinceNs;
    private long seenGrants;
    private long calmAtNs;
    private boolean worked;
    private boolean expecting;
    private boolean missing;
    private volatile long cycles;
    private volatile long settledAtCycle;
    private volatile boolean running = true;

    Housekeeping(final ShmRegions regions, final ClusterDirectory directory, final IncarnationRegions own,
        final Memory memory, final ErrorHandler errors) {
        this.regions = regions;
        this.directory = directory;
        this.geometry = directory.geometry();
        this.own = own;
        this.memory = memory;
        this.errors = errors;
    }

    @Override
    public void run() {
        final long startedNs = System.nanoTime();
        retryAtNs = startedNs;
        calmAtNs = startedNs;
        expectingSinceNs = startedNs;
        while (running) {
            final long nowNs = System.nanoTime();
            cycle(nowNs);
            if (!expecting) {
                expectingSinceNs = nowNs;
            }
            if (!worked) {
                LockSupport.parkNanos(nowNs - expectingSinceNs < PATIENCE_NS && expecting ? EXPECTING_NS : IDLE_NS);
            }
        }
    }

    void stop() {
        running = false;
    }

    /** Number of duty cycles so far. Any thread. */
    long cycles() {
        return cycles;
    }

    /** Latest duty cycle at the end of which nothing was missing. Any thread. */
    long settledAtCycle() {
        return settledAtCycle;
    }

    /** Makes the next ring of this replica. Before the thread runs, or by it. */
    void addOwnRing() {
        final long epoch = own.rings().end();
        final Path file = own.directory().resolve(IncarnationRegions.ringName(epoch));
        own.rings().add(MappedFile.create(file, geometry.ringBytes()));
        memory.putRelease(own.control() + ControlLayout.RINGS_END, epoch + 1);
    }

    private void cycle(final long nowNs) {
        worked = false;
        expecting = false;
        missing = false;
        if (nowNs - retryAtNs >= 0) {
            try {
                final boolean calm = isCalm(nowNs);
                keepSpares(calm);
                if (calm) {
                    retireOwnRings(nowNs);
                }
                for (int id = 1; id <= geometry.replicaCount(); id++) {
                    if (id != own.id()) {
                        follow(id, nowNs, calm);
                    }
                }
                releaseSuperseded(nowNs);
                reuseAddresses(nowNs);
            } catch (final RuntimeException | IOException failure) {
                missing = true;
                retryAtNs = nowNs + RETRY_NS;
                errors.onError(failure);
            }
        } else {
            missing = true;
        }
        final long cycle = cycles + 1;
        if (!missing) {
            settledAtCycle = cycle;
        }
        cycles = cycle;
    }

    /** Whether nobody here has granted anything a moment ago. */
    private boolean isCalm(final long nowNs) {
        long grants = grants(own);
        for (int id = 1; id <= geometry.replicaCount(); id++) {
            final IncarnationRegions peer = regions.newest(id);
            grants += id == own.id() || peer == null ? 0 : grants(peer);
        }
        if (grants != seenGrants) {
            seenGrants = grants;
            calmAtNs = nowNs + CALM_NS;
        }
        return nowNs - calmAtNs >= 0;
    }

    private long grants(final IncarnationRegions of) {
        return PermissionWord.epoch(memory.getAcquire(of.control() + ControlLayout.PERMISSION));
    }

    private void keepSpares(final boolean calm) {
        final long epoch = grants(own);
        final RingTable rings = own.rings();
        if (!calm && rings.end() > epoch + 1) {
            expecting = true;
            return;
        }
        while (rings.end() <= epoch + geometry.spareRings() && rings.end() - rings.oldest() < MOST_OWN_RINGS) {
            addOwnRing();
            worked = true;
        }
    }

    private void retireOwnRings(final long nowNs) throws IOException {
        final long epoch = PermissionWord.epoch(memory.getAcquire(own.control() + ControlLayout.PERMISSION));
        final long keepFrom = Math.min(regions.retiredBelow(), epoch - 1);
        while (own.rings().oldest() < keepFrom) {
            final MappedFile ring = own.rings().removeOldest();
            rest(ring, nowNs);
            Files.delete(ring.file());
            worked = true;
        }
    }

    private void follow(final int id, final long nowNs, final boolean calm) {
        final int incarnation = regions.incarnation(id);
        IncarnationRegions newest = regions.newest(id);
        if (incarnation != 0 && (newest == null || newest.incarnation() != incarnation)) {
            newest = map(id, incarnation, nowNs);
        }
        if (newest != null) {
            followRings(newest, nowNs, calm);
        }
    }

    private IncarnationRegions map(final int id, final int incarnation, final long nowNs) {
        final List<MappedFile> opened = new ArrayList<>();
        final Path files = directory.regions(id, incarnation);
        try {
            final MappedFile control = opened(opened, files, IncarnationRegions.CONTROL, ControlLayout.LENGTH, true);
            requireLayout(control);
            final MappedFile[] inheritances = new MappedFile[InheritanceLayout.AREAS];
            for (int area = 0; area < inheritances.length; area++) {
                inheritances[area] = opened(
                    opened, files, IncarnationRegions.inheritanceName(area), geometry.inheritanceBytes(), true);
            }
            final MappedFile snapshot =
                opened(opened, files, IncarnationRegions.SNAPSHOT, geometry.snapshotBytes(), false);
            final IncarnationRegions peer =
                new IncarnationRegions(id, incarnation, files, control, inheritances, snapshot);
            mapped.add(peer);
            supersededAtNs[id] = nowNs;
            worked = true;
            regions.publish(peer);
            return peer;
        } catch (final ClusterDirectoryException failure) {
            opened.forEach(MappedFile::unmap);
            if (Files.exists(files)) {
                throw failure;
            }
            expecting = true; // a newer incarnation has removed it and is about to announce itself
            return regions.newest(id);
        }
    }

    private static MappedFile opened(final List<MappedFile> opened, final Path directory, final String name,
        final long lengthBytes, final boolean populate) {
        final MappedFile file = MappedFile.open(directory.resolve(name), lengthBytes, populate);
        opened.add(file);
        return file;
    }

    private void requireLayout(final MappedFile control) {
        final boolean same = memory.getAcquire(control.address() + ControlLayout.MAGIC) == ControlLayout.MAGIC_VALUE
            && memory.getPlain(control.address() + ControlLayout.CLUSTER_ID) == geometry.clusterId()
            && memory.getPlain(control.address() + ControlLayout.SLOTS) == geometry.slots()
            && memory.getPlain(control.address() + ControlLayout.SLOT_LENGTH) == geometry.slotLengthBytes();
        if (!same) {
            throw new ClusterDirectoryException(control.file() + " has another layout or is of another cluster");
        }
    }

    private void followRings(final IncarnationRegions peer, final long nowNs, final boolean calm) {
        final long epoch = grants(peer);
        final long end = memory.getAcquire(peer.control() + ControlLayout.RINGS_END);
        final RingTable rings = peer.rings();
        if (!calm && rings.end() > epoch + 1) {
            expecting = true;
            return;
        }
        while (!rings.isEmpty() && rings.oldest() <= epoch - EPOCHS_KEPT) {
            rest(rings.removeOldest(), nowNs);
            worked = true;
        }
        if (rings.isEmpty() && rings.end() < epoch) {
            rings.startAt(epoch);
        }
        while (rings.end() < end && rings.hasRoom()) {
            final Path file = peer.directory().resolve(IncarnationRegions.ringName(rings.end()));
            try {
                rings.add(MappedFile.open(file, geometry.ringBytes(), true));
            } catch (final ClusterDirectoryException failure) {
                missing = true;
                if (Files.exists(file)) {
                    throw failure;
                }
                skipRemoved(rings, epoch, nowNs);
                return;
            }
            worked = true;
        }
        expecting |= end <= epoch + geometry.spareRings() && memory.getOpaque(peer.control() + ControlLayout.DEAD) == 0;
    }

    /** The peer has gone on and removed the ring: begin again at its current one, in a later duty cycle. */
    private void skipRemoved(final RingTable rings, final long epoch, final long nowNs) {
        expecting = true;
        if (rings.end() < epoch) {
            while (!rings.isEmpty()) {
                rest(rings.removeOldest(), nowNs);
            }
            rings.startAt(epoch);
        }
    }

    private void releaseSuperseded(final long nowNs) {
        for (int i = mapped.size() - 1; i >= 0; i--) {
            final IncarnationRegions peer = mapped.get(i);
            final boolean superseded = regions.newest(peer.id()) != peer
                && nowNs - supersededAtNs[peer.id()] > SUPERSEDED_GRACE_NS;
            if (superseded && peer.release()) {
                regions.withdraw(peer);
                peer.mappings().forEach(mapping -> rest(mapping, nowNs));
                mapped.remove(i);
            }
        }
    }

    private void rest(final MappedFile mapping, final long nowNs) {
        Kernel.replaceByPrivateZeros(mapping.address(), mapping.lengthBytes());
        resting.add(mapping);
        restingSinceNs.add(nowNs);
    }

    private void reuseAddresses(final long nowNs) {
        while (!resting.isEmpty() && nowNs - restingSinceNs.peek() > ADDRESS_REST_NS) {
            restingSinceNs.remove();
            resting.remove().unmap();
        }
    }

    /** All peers' incarnations that are mapped; after the thread has ended. */
    List<IncarnationRegions> mapped() {
        return mapped;
    }
}
