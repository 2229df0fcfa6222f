package io.muex.mu.fabric.disni;

import io.muex.mu.Ballot;
import io.muex.mu.fabric.Fabric;
import io.muex.mu.fabric.Grant;
import io.muex.mu.fabric.LogChannel;
import io.muex.mu.fabric.shm.ClusterGeometry;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.log.Entry;
import io.muex.mu.log.EntryKind;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * How long writing and switching permission take on a device: two replicas of a cluster of three in this process, the
 * second writes the first's log. The caller's thread is both planes of both.
 */
public final class PermissionTiming implements AutoCloseable {
    private static final int TARGET = 1;
    private static final int WRITER = 2;
    private static final int REPLICAS = 3;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);

    private final ClusterGeometry geometry;
    private final Arena arena = Arena.ofShared();
    private final DisniFabric[] hosts = new DisniFabric[WRITER + 1];
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Entry entry;
    private final UnsafeBuffer payload = new UnsafeBuffer(new byte[256]);
    private long round;

    /** Makes both; rings have that many slots of 256 bytes. */
    public PermissionTiming(final InetAddress address, final int port, final int slots) throws IOException {
        geometry = new ClusterGeometry(System.nanoTime() | 1, REPLICAS, slots, 256, slots / 4, 1 << 20, 2);
        entry = new Entry(geometry.slotLengthBytes());
        final DisniConfig config = new DisniConfig(DisniConfig.onOneHost(address, port, REPLICAS),
            TimeUnit.SECONDS.toNanos(10), DisniConfig.DEFAULT_ACK_EXPONENT);
        for (int id = TARGET; id <= WRITER; id++) {
            hosts[id] = new DisniFabric(id, 1, geometry, config, arena.allocate(ControlLayout.LENGTH, 4_096),
                new Nobody(), () -> { }, failure::set);
            hosts[id].announce();
        }
        await(() -> fabric(WRITER).incarnation(TARGET) != 0 && fabric(TARGET).incarnation(WRITER) != 0);
    }

    /**
     * Times of each step of {@code count} switches.
     *
     * @param grantNs at the target: revoke, inherit, grant
     * @param fetchNs at the new holder, from then on: until all of the grant is there and the log can be written
     */
    public record Switches(long[] grantNs, long[] fetchNs) {
    }

    /**
     * Times of writes of one entry, and how much was allocated for them.
     *
     * @param bytesPerWrite allocated by the writing thread
     */
    public record Writes(long[] completionNs, double bytesPerWrite) {
    }

    /** Takes the log away and gives it again, nothing under way. */
    public Switches switches(final int count) {
        final Switches times = new Switches(new long[count], new long[count]);
        for (int i = 0; i < count; i++) {
            await(() -> fabric(TARGET).gate().isReady());
            final long startNs = System.nanoTime();
            final long ballot = nextBallot();
            fabric(TARGET).gate().grant(WRITER, ballot, true, 0);
            final long grantedNs = System.nanoTime();
            final LogChannel channel = open(ballot);
            times.fetchNs[i] = System.nanoTime() - grantedNs;
            times.grantNs[i] = grantedNs - startNs;
            channel.startAt(0);
            fabric(TARGET).localLog().moveToNewest();
        }
        return times;
    }

    /** Writes entries with a payload of that length, one at a time, from posting to completion. */
    public Writes writes(final int count, final int length) {
        await(() -> fabric(TARGET).gate().isReady());
        final long ballot = nextBallot();
        fabric(TARGET).gate().grant(WRITER, ballot, true, 0);
        final LogChannel channel = open(ballot);
        channel.startAt(0);
        final long[] times = new long[count];
        final com.sun.management.ThreadMXBean threads =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        write(channel, times, Math.min(count, 2_000), length);
        final long before = threads.getCurrentThreadAllocatedBytes();
        write(channel, times, count, length);
        final long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        fabric(TARGET).localLog().moveToNewest();
        return new Writes(times, (double) allocated / count);
    }

    private void write(final LogChannel channel, final long[] times, final int count, final int length) {
        final Fabric writer = fabric(WRITER);
        final long ballot = channel.grant().ballot();
        for (int i = 0; i < count; i++) {
            final long index = channel.postedEnd();
            entry.encode(index, ballot, index, EntryKind.COMMAND, payload, 0, length);
            final long startNs = System.nanoTime();
            channel.post(entry, index);
            writer.flush();
            while (channel.completedEnd() != index + 1) {
                if (!channel.poll()) {
                    throw new IllegalStateException("the channel was lost");
                }
            }
            times[i] = System.nanoTime() - startNs;
        }
    }

    private LogChannel open(final long ballot) {
        final Fabric writer = fabric(WRITER);
        final Grant[] grant = new Grant[1];
        await(() -> (grant[0] = writer.grant(TARGET, 1, ballot)) != null);
        final LogChannel[] channel = new LogChannel[1];
        await(() -> (channel[0] = writer.open(grant[0])) != null);
        return channel[0];
    }

    private long nextBallot() {
        return Ballot.of(++round, 1, WRITER);
    }

    private Fabric fabric(final int id) {
        return hosts[id].fabric();
    }

    private void await(final BooleanSupplier condition) {
        final long startNs = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - startNs > PATIENCE_NS) {
                throw new IllegalStateException("the replicas do not get on: " + failure.get());
            }
            LockSupport.parkNanos(1_000);
        }
    }

    @Override
    public void close() {
        for (final DisniFabric host : hosts) {
            if (host != null) {
                host.close();
            }
        }
        arena.close();
    }

    private static final class Nobody implements DisniFabric.Seen {
        @Override
        public void announced(final int id, final int incarnation) {
            // nobody watches
        }

        @Override
        public void dead(final int id, final int incarnation) {
            // nobody watches
        }
    }
}
