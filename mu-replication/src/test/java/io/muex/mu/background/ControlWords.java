package io.muex.mu.background;

import io.muex.mu.fabric.MemoryFabric;
import io.muex.mu.fabric.local.PlainMemory;
import io.muex.mu.fabric.local.PrivateCluster;
import io.muex.mu.log.ControlLayout;

/** The control words of a small cluster, written as their owners would write them. */
final class ControlWords implements AutoCloseable {
    private final PrivateCluster memory;
    private final MemoryFabric[] fabrics;

    /** Everybody votes and is eligible. */
    ControlWords(final int replicas) {
        memory = new PrivateCluster(replicas, 64, 128, 16, 1 << 12);
        fabrics = new MemoryFabric[replicas + 1];
        for (int id = 1; id <= replicas; id++) {
            start(id, 1);
            publish(id, ControlLayout.VOTES, 1);
            publish(id, ControlLayout.ELIGIBLE, 1);
        }
    }

    /** A new incarnation: all of its words are 0. */
    void start(final int id, final int incarnation) {
        fabrics[id] = new MemoryFabric(new PlainMemory(), memory.join(id, incarnation));
    }

    void kill(final int id) {
        memory.markDead(id, fabrics[id].selfIncarnation());
    }

    MemoryFabric fabric(final int id) {
        return fabrics[id];
    }

    void publish(final int id, final int offset, final long value) {
        fabrics[id].publish(offset, value);
    }

    /** The word of {@code from} in the mailbox of {@code to}. */
    void mail(final int from, final int to, final int offset, final long value) {
        fabrics[from].mail(to, fabrics[to].selfIncarnation(), offset, value);
    }

    void beat(final int id) {
        publish(id, ControlLayout.HEARTBEAT, fabrics[id].own(ControlLayout.HEARTBEAT) + 1);
    }

    @Override
    public void close() {
        memory.close();
    }
}
