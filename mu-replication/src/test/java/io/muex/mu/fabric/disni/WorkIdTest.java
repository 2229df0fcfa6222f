package io.muex.mu.fabric.disni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class WorkIdTest {
    @Test
    void shouldGiveBackWhatWasPacked() {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            final int kind = 1 + random.nextInt(5);
            final int peer = 1 + random.nextInt(9);
            final long epoch = random.nextLong() >>> 8;
            final long number = random.nextLong() & 0xFF_FFFF_FFFFL;
            final long id = WorkId.of(kind, peer, epoch, number);
            final String what = "seed " + seed + " round " + i;
            assertEquals(kind, WorkId.kind(id), what);
            assertEquals(peer, WorkId.peer(id), what);
            assertEquals(epoch & 0xFFFF, WorkId.epoch(id), what);
            assertEquals(number, WorkId.number(id), what);
        }
    }

    @Test
    void shouldSayWhatAFailedCompletionMeans() {
        final String said = WorkId.describe(WorkId.of(WorkId.CHAIN, 2, 7, 41), 10);
        assertTrue(said.contains("replica 2") && said.contains("epoch 7") && said.contains("no permission"), said);
    }
}
