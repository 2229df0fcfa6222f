package io.muex.mu.fabric.disni;

import io.muex.mu.fabric.Fabric;
import io.muex.mu.fabric.FabricHost;
import io.muex.mu.fabric.disni.provider.RdmaMissingException;
import io.muex.mu.fabric.shm.ClusterDirectory;
import io.muex.mu.fabric.shm.ClusterGeometry;
import io.muex.mu.fabric.shm.MappedMemory;
import io.muex.mu.fabric.shm.ReplicaSeat;
import io.muex.mu.log.ControlLayout;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;

/**
 * The fabric of replicas that reach each other by RDMA, on one host or on several. The control region lies in a file of
 * the cluster's memory directory all the same: for those who watch on this host, and for nobody else.
 */
public final class DisniFabric implements FabricHost {
    private static final long RENEW_NS = 1_000_000;
    private static final long JOIN_MS = 5_000;

    private final AutoCloseable seat;
    private final Seen seen;
    private final VerbsDevice device;
    private final OwnRegions regions;
    private final PeerLink[] links;
    private final PeerCaller[] callers;
    private final PeerDesk desk;
    private final VerbsFabric fabric;
    private final Thread housekeeping;
    private volatile boolean running = true;
    private volatile Runnable onDeath = () -> { };

    /** What of this replica and its peers others on this host can see. */
    interface Seen {
        /** Has announced itself. */
        void announced(int id, int incarnation) throws IOException;

        /** Has surely ended. */
        void dead(int id, int incarnation) throws IOException;
    }

    /** Makes memory, registers it, begins to listen and to call; {@code control} is zeroed and stays mapped. */
    DisniFabric(final int id, final int incarnation, final ClusterGeometry geometry, final DisniConfig config,
                final MemorySegment control, final Seen seen, final AutoCloseable seat, final ErrorHandler errors)
        throws IOException {
        this.seat = seat;
        this.seen = seen;
        this.device = VerbsDevice.open(config.member(id).getAddress());
        this.regions = new OwnRegions(device, id, incarnation, geometry, control);
        this.links = new PeerLink[geometry.replicaCount() + 1];
        this.callers = new PeerCaller[links.length];
        for (int peer = 1; peer < links.length; peer++) {
            if (peer != id) {
                links[peer] = new PeerLink(device, regions, peer, geometry);
                callers[peer] = new PeerCaller(device, config, geometry, regions, links[peer], this::onDeath, errors);
            }
        }
        this.desk = new PeerDesk(device, config, regions, geometry, errors);
        this.fabric = new VerbsFabric(new MappedMemory(), regions, links, callers);
        this.housekeeping = Thread.ofPlatform().daemon().name("muex-rdma-housekeeping-" + id)
            .unstarted(() -> keepHouse(errors));
        housekeeping.start();
        desk.start();
        for (final PeerCaller caller : callers) {
            if (caller != null) {
                caller.start();
            }
        }
    }

    /**
     * Becomes the incarnation that {@code seat} stands for.
     *
     * @param errors told of failures on the fabric's own threads
     * @throws RdmaMissingException if this host has no RDMA, or not over the address configured
     */
    public static DisniFabric open(final ReplicaSeat seat, final DisniConfig config, final ErrorHandler errors) {
        final ClusterDirectory directory = seat.directory();
        try {
            removeOlder(seat);
            final Path file = directory.controlFile(seat.id(), seat.incarnation());
            Files.createDirectories(file.getParent());
            final MemorySegment control;
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
                control = channel.map(FileChannel.MapMode.READ_WRITE, 0, ControlLayout.LENGTH, Arena.global());
            }
            return new DisniFabric(seat.id(), seat.incarnation(), directory.geometry(), config, control,
                new Neighbours(directory), seat, errors);
        } catch (final IOException failure) {
            throw new RdmaMissingException("the RDMA fabric cannot begin: " + failure.getMessage(), failure);
        }
    }

    private static void removeOlder(final ReplicaSeat seat) throws IOException {
        for (int older = 1; older < seat.incarnation(); older++) {
            final Path file = seat.directory().controlFile(seat.id(), older);
            Files.deleteIfExists(file);
            Files.deleteIfExists(file.getParent());
        }
    }

    @Override
    public Fabric fabric() {
        return fabric;
    }

    @Override
    public void announce() {
        regions.announce();
        try {
            seen.announced(regions.selfId(), regions.selfIncarnation());
        } catch (final IOException failure) {
            throw new RdmaMissingException("the memory directory cannot be written: " + failure.getMessage(), failure);
        }
    }

    @Override
    public void leave() {
        fabric.publish(ControlLayout.LEAVING, 1);
    }

    @Override
    public void watch(final Runnable listener) {
        onDeath = listener;
    }

    private void onDeath(final int id) {
        try {
            seen.dead(id, links[id].incarnation());
        } catch (final IOException unseen) {
            // only those who watch would have liked to know
        }
        onDeath.run();
    }

    private void keepHouse(final ErrorHandler errors) {
        while (running) {
            try {
                regions.renewRings();
            } catch (final RuntimeException failure) {
                errors.onError(failure);
            }
            LockSupport.parkNanos(RENEW_NS);
        }
    }

    /** Ends everything, in the order in which a kernel would: nobody is told. Both planes have ended. */
    @Override
    public void close() {
        running = false;
        LockSupport.unpark(housekeeping);
        try {
            housekeeping.join(JOIN_MS);
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        desk.close();
        for (final PeerCaller caller : callers) {
            if (caller != null) {
                caller.close();
            }
        }
        for (final PeerLink link : links) {
            if (link != null) {
                link.close(device);
            }
        }
        regions.close();
        device.close();
        CloseHelper.close(seat);
    }

    /** Replicas of the same cluster on this host, as the files of its directory show them. */
    private record Neighbours(ClusterDirectory directory) implements Seen {
        @Override
        public void announced(final int id, final int incarnation) throws IOException {
            directory.showAnnounced(id, incarnation);
        }

        @Override
        public void dead(final int id, final int incarnation) throws IOException {
            final Path file = directory.controlFile(id, incarnation);
            if (Files.exists(file)) {
                final ByteBuffer word = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                word.putLong(0, 1);
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.write(word, ControlLayout.DEAD);
                }
            }
        }
    }
}
