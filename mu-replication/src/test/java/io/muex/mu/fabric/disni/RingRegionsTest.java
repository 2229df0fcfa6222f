package io.muex.mu.fabric.disni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.mu.fabric.Regions;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The four regions against a device that only notes which keys are in force. */
class RingRegionsTest {
    private static final int BYTES = 4_096;
    private static final int SELF = 1;
    private static final int REPLICAS = 3;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory = arena.allocate(RingRegions.COUNT * BYTES, BYTES);
    private final Paper device = new Paper();
    private final RingRegions regions = new RingRegions(device, addresses(), BYTES, SELF, REPLICAS);

    @AfterEach
    void close() {
        arena.close();
    }

    private long[] addresses() {
        final long[] addresses = new long[RingRegions.COUNT];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = memory.address() + i * (long) BYTES;
        }
        return addresses;
    }

    @Test
    void shouldHaveTheFirstFourRingsReadyAndNoOther() {
        for (int epoch = 1; epoch <= RingRegions.COUNT; epoch++) {
            assertNotEquals(Regions.ABSENT, regions.address(epoch));
        }
        assertEquals(Regions.ABSENT, regions.address(0));
        assertEquals(Regions.ABSENT, regions.address(5));
    }

    @Test
    void shouldEndTheHoldersKeyBeforeSealingReturns() {
        final int key = regions.open(1, 2);
        assertTrue(device.inForce.contains(key));
        regions.seal(1, 2);
        assertFalse(device.inForce.contains(key));
        assertNotEquals(Regions.ABSENT, regions.address(1), "replay may still be reading it");
    }

    @Test
    void shouldUseARegionAgainOnlyWhenReplayHasLeftIt() {
        final int key = regions.open(1, 2);
        UnsafeApi.putLong(regions.address(1), 77);
        regions.seal(1, 2);
        assertEquals(0, regions.renew(), "replay is still in it");
        regions.retireBelow(2);
        final long address = regions.address(1);
        assertEquals(1, regions.renew());
        assertEquals(Regions.ABSENT, regions.address(1));
        assertEquals(address, regions.address(5));
        assertEquals(0, UnsafeApi.getLong(address), "fresh rings are empty");
        assertNotEquals(key, regions.open(5, 2), "no key comes back");
    }

    @Test
    void shouldRefuseWhatWouldGiveALogToTwo() {
        regions.open(1, 2);
        assertThrows(IllegalStateException.class, () -> regions.open(1, 3));
        assertThrows(IllegalStateException.class, () -> regions.seal(2, 3));
        regions.seal(1, 2);
        assertThrows(IllegalStateException.class, () -> regions.open(1, 2));
    }

    @Test
    void shouldTellNobodyAKeyOfItsOwnLog() {
        assertEquals(0, regions.open(1, SELF));
    }

    @Test
    void shouldLeaveNoKeyInForceWhenItEnds() {
        regions.open(1, 2);
        regions.close();
        assertEquals(Set.of(), device.inForce);
        regions.seal(1, 2);
        regions.retireBelow(9);
        regions.renew();
        assertEquals(Set.of(), device.inForce, "whoever is over lends nothing any more");
    }

    @Test
    void shouldKeepAtMostOneToldKeyInForceThroughManyGrants() {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        int told = 0;
        for (long epoch = 1; epoch <= 1_000; epoch++) {
            final String what = "seed " + seed + " epoch " + epoch;
            assertNotEquals(Regions.ABSENT, regions.address(epoch), what);
            final int holder = 1 + random.nextInt(REPLICAS);
            final int key = regions.open(epoch, holder);
            assertFalse(device.inForce.contains(told), what);
            told = key;
            regions.retireBelow(epoch);
            regions.renew();
            regions.seal(epoch, holder);
        }
    }

    private static final class Paper implements RingRegions.Lender {
        private final Set<Integer> inForce = new HashSet<>();
        private int next = 100;

        @Override
        public RingRegions.Loan lend(final int peer, final long address, final long lengthBytes) {
            inForce.add(++next);
            return new RingRegions.Loan(peer, next, null);
        }

        @Override
        public void end(final RingRegions.Loan loan) {
            assertTrue(inForce.remove(loan.key()), "ended twice: " + loan);
        }
    }
}
