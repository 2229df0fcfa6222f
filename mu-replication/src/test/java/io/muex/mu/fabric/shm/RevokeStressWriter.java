package io.muex.mu.fabric.shm;

import java.io.IOException;
import java.nio.file.Path;

import io.muex.mu.fabric.Fabric;
import io.muex.mu.fabric.Grant;
import io.muex.mu.fabric.LogChannel;
import io.muex.mu.fabric.Memory;
import io.muex.mu.fabric.MemoryFabric;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.log.Entry;
import io.muex.mu.log.PermissionWord;

/**
 * The writer of {@link RevokeStress}, a JVM of its own: under every grant that it gets it writes as fast as it can,
 * until it sees that it lost it. It keeps three words in its own control region, each a grant number and an index:
 * where it began, up to where it was told success, and, once it has let go of a grant, up to where it was ever told
 * success. Arguments: home directory, id of the target, whether its memory has fences.
 */
public final class RevokeStressWriter {
    static final int ID = 2;
    /** The words lie where a replica that runs the whole protocol has others. */
    static final int BEGUN = ControlLayout.STATE_HASH;
    static final int SUCCEEDED = ControlLayout.HASH_INDEX;
    static final int LET_GO = ControlLayout.HALTED_AT;

    private static final int INDEX_BITS = 40;
    private static final int SPINS = 1_000;
    private static final int LATE_EVERY = 4;

    private final Fabric fabric;
    private final int target;
    private final Entry entry = new Entry(StressEntries.SLOT_LENGTH);
    private final StressEntries entries = new StressEntries();

    private RevokeStressWriter(final Fabric fabric, final int target) {
        this.fabric = fabric;
        this.target = target;
    }

    static long pack(final long epoch, final long index) {
        return epoch << INDEX_BITS | index;
    }

    static long epoch(final long word) {
        return word >>> INDEX_BITS;
    }

    static long index(final long word) {
        return word & (1L << INDEX_BITS) - 1;
    }

    /** Runs until its standard input ends. */
    public static void main(final String[] arguments) {
        Thread.ofPlatform().daemon().start(RevokeStressWriter::endWithParent);
        Kernel.removeTimerSlack();
        final boolean fences = Boolean.parseBoolean(arguments[2]);
        try (ReplicaSeat seat = ClusterDirectory.open(Path.of(arguments[0])).occupy(ID);
            ShmRegions regions = ShmRegions.open(seat, Throwable::printStackTrace)) {
            if (!regions.awaitReady(10_000_000_000L)) {
                throw new IllegalStateException("not ready");
            }
            regions.announce();
            System.out.println("announced " + seat.incarnation());
            final Memory memory = new LateMemory(fences, LateMemory.ANY_ADDRESS, LATE_EVERY);
            new RevokeStressWriter(new MemoryFabric(memory, regions), Integer.parseInt(arguments[1])).write();
        }
    }

    private void write() {
        final int incarnation = fabric.incarnation(target);
        long written = 0;
        while (true) {
            final Grant grant = awaitGrant(incarnation, written);
            final LogChannel channel = fabric.open(grant);
            if (channel != null) {
                written = grant.ballot();
                writeUntilRevoked(channel);
            }
        }
    }

    private Grant awaitGrant(final int incarnation, final long written) {
        final int acknowledged = ControlLayout.grant(ID) + ControlLayout.GRANT_ACKNOWLEDGED;
        for (int spins = 0;; spins++) {
            final long ballot = fabric.word(target, incarnation, acknowledged);
            final Grant grant = ballot > written ? fabric.grant(target, incarnation, ballot) : null;
            if (grant != null) {
                return grant;
            }
            pause(spins);
        }
    }

    private void writeUntilRevoked(final LogChannel channel) {
        final Grant grant = channel.grant();
        final long epoch = PermissionWord.epoch(grant.permission());
        final long limit = grant.base() + fabric.slots() - fabric.reserve();
        final long batch = 1 + epoch % 4;
        channel.startAt(grant.base());
        fabric.publish(SUCCEEDED, pack(epoch, grant.base()));
        fabric.publish(BEGUN, pack(epoch, grant.base()));
        do {
            fabric.publish(SUCCEEDED, pack(epoch, channel.completedEnd()));
            for (int i = 0; i < batch && channel.postedEnd() < limit; i++) {
                entries.encode(entry, channel.postedEnd(), grant.ballot());
                channel.post(entry, grant.base());
            }
            fabric.flush();
        } while (channel.poll());
        fabric.publish(LET_GO, pack(epoch, channel.completedEnd()));
    }

    private static void pause(final int spins) {
        if (spins % SPINS == SPINS - 1) {
            Thread.yield();
        } else {
            Thread.onSpinWait();
        }
    }

    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        } catch (final IOException ended) {
            // as good as its end
        }
        Runtime.getRuntime().halt(0);
    }
}
