package io.muex.mu.fabric.shm;

import io.muex.mu.fabric.Fabric;
import io.muex.mu.fabric.FabricHost;
import io.muex.mu.fabric.MemoryFabric;
import java.util.concurrent.TimeUnit;
import org.agrona.ErrorHandler;

/** The fabric of replicas that are processes of one host: mapped files, and the kernel's word for deaths. */
public final class ShmFabric implements FabricHost {
    private static final long READY_NS = TimeUnit.SECONDS.toNanos(30);

    private final ReplicaSeat seat;
    private final ShmRegions regions;
    private final ErrorHandler errors;
    private final MemoryFabric fabric;
    private DeathWatch watch;

    private ShmFabric(final ReplicaSeat seat, final ShmRegions regions, final ErrorHandler errors) {
        this.seat = seat;
        this.regions = regions;
        this.errors = errors;
        this.fabric = new MemoryFabric(new MappedMemory(), regions);
    }

    /**
     * Makes the memory of the incarnation that {@code seat} stands for and maps what its peers have.
     *
     * @param errors told of failures on the fabric's own threads
     */
    public static ShmFabric open(final ReplicaSeat seat, final ErrorHandler errors) {
        final ShmRegions regions = ShmRegions.open(seat, errors);
        if (!regions.awaitReady(READY_NS)) {
            regions.close();
            throw new ClusterDirectoryException("the memory of the other replicas could not be mapped within "
                + TimeUnit.NANOSECONDS.toSeconds(READY_NS) + " s");
        }
        return new ShmFabric(seat, regions, errors);
    }

    @Override
    public Fabric fabric() {
        return fabric;
    }

    @Override
    public void announce() {
        regions.announce();
    }

    @Override
    public void leave() {
        regions.leave();
    }

    @Override
    public void watch(final Runnable onDeath) {
        watch = DeathWatch.start(regions, (id, incarnation, left) -> onDeath.run(), errors);
    }

    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
        regions.close();
        seat.close();
    }
}
