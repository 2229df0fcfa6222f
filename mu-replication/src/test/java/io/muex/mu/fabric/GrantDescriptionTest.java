package io.muex.mu.fabric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.mu.Ballot;
import io.muex.mu.fabric.local.DelegatingMemory;
import io.muex.mu.fabric.local.PlainMemory;
import io.muex.mu.fabric.local.PrivateCluster;
import io.muex.mu.log.ControlLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A grant is described by words that are stored plainly, one after the other. While a holder reads them, the target may
 * grant to the same holder once more, under a higher ballot: any of the words may be of the second grant by then. What
 * the holder makes of them is the first grant, as long as it stands, or nothing.
 */
class GrantDescriptionTest {
    private static final int TARGET = 1;
    private static final int HOLDER = 2;
    private static final long FIRST = Ballot.of(1, 1, HOLDER);
    private static final long SECOND = Ballot.of(2, 1, HOLDER);
    private static final long APPLIED = 5;
    private static final int WORDS = 7;

    private record Store(long address, long value) {
    }

    @Test
    void shouldTakeNothingForAGrantThatChangesWhileItIsRead() {
        final int loads = loadsOfAnUndisturbedReading();
        assertTrue(loads > WORDS, "every word is loaded: " + loads);
        for (int at = 2; at <= loads; at++) {
            for (int visible = 0; visible < 1 << WORDS; visible++) {
                assertNull(read(at, loads, visible), "words " + Integer.toBinaryString(visible)
                    + " of the second grant were seen from load " + at + " on, the rest before load " + loads);
            }
        }
    }

    private static int loadsOfAnUndisturbedReading() {
        try (PrivateCluster cluster = new PrivateCluster(3, 8, 64, 2, 64)) {
            final Disturbed memory = new Disturbed();
            final MemoryFabric target = new MemoryFabric(new PlainMemory(), cluster.join(TARGET, 1));
            final MemoryFabric holder = new MemoryFabric(memory, cluster.join(HOLDER, 1));
            target.gate().grant(HOLDER, FIRST, true, 0);
            memory.loads = 0;
            final Grant grant = holder.grant(TARGET, 1, FIRST);
            assertNotNull(grant);
            assertEquals(FIRST, grant.ballot());
            return memory.loads;
        }
    }

    /** Reads the first grant while some words of the second become visible at one load, and all before the last. */
    private static Grant read(final int at, final int last, final int visible) {
        try (PrivateCluster cluster = new PrivateCluster(3, 8, 64, 2, 64)) {
            final Disturbed memory = new Disturbed();
            final Buffered late = new Buffered();
            final MemoryFabric target = new MemoryFabric(late, cluster.join(TARGET, 1));
            final MemoryFabric holder = new MemoryFabric(memory, cluster.join(HOLDER, 1));
            target.gate().grant(HOLDER, FIRST, true, 0);
            late.land(late.stores);
            target.publish(ControlLayout.APPLIED, APPLIED);
            target.publish(ControlLayout.HISTORY_FROM, APPLIED - 1);
            late.land(late.stores);
            late.stores.clear();
            target.gate().grant(HOLDER, SECOND, false, 0);
            final int revoked = 1;
            assertTrue(late.stores.size() >= revoked + WORDS + 2, "revoked, described, permitted, acknowledged");
            memory.loads = 0;
            memory.before(at, () -> {
                late.land(late.stores.subList(0, late.stores.size() - WORDS - 2));
                for (int word = 0; word < WORDS; word++) {
                    if ((visible >> word & 1) != 0) {
                        final int place = late.stores.size() - 2 - WORDS + word;
                        late.land(late.stores.subList(place, place + 1));
                    }
                }
            });
            memory.before(last, () -> late.land(late.stores));
            return holder.grant(TARGET, 1, FIRST);
        }
    }

    /** Keeps stores back until they are to land. */
    private static final class Buffered extends DelegatingMemory {
        private final List<Store> stores = new ArrayList<>();

        private Buffered() {
            super(new PlainMemory());
        }

        void land(final List<Store> some) {
            some.forEach(store -> memory.putPlain(store.address(), store.value()));
        }

        @Override
        public void putPlain(final long address, final long value) {
            stores.add(new Store(address, value));
        }

        @Override
        public void putRelease(final long address, final long value) {
            stores.add(new Store(address, value));
        }
    }

    /** Lets something happen before a load. */
    private static final class Disturbed extends DelegatingMemory {
        private final List<Runnable> actions = new ArrayList<>();
        private final List<Integer> times = new ArrayList<>();
        private int loads;

        private Disturbed() {
            super(new PlainMemory());
        }

        void before(final int load, final Runnable action) {
            times.add(load);
            actions.add(action);
        }

        private void onLoad() {
            loads++;
            for (int i = 0; i < times.size(); i++) {
                if (times.get(i) == loads) {
                    actions.get(i).run();
                }
            }
        }

        @Override
        public long getPlain(final long address) {
            onLoad();
            return memory.getPlain(address);
        }

        @Override
        public long getAcquire(final long address) {
            onLoad();
            return memory.getAcquire(address);
        }
    }
}
