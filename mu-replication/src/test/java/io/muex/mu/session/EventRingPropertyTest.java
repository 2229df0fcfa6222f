package io.muex.mu.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.mu.SnapshotReader;
import io.muex.mu.SnapshotWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The ring against a plain list of everything ever published. */
final class EventRingPropertyTest {
    private static final int BYTES = 4096;
    private static final int FLAGS = 38;

    @Test
    void shouldHoldExactlyTheLatestEventsThatFitThroughManyLaps() {
        for (long seed = 1; seed <= 200; seed++) {
            final SplittableRandom random = new SplittableRandom(seed);
            final int maxEvents = 16 << random.nextInt(4);
            EventRing ring = new EventRing();
            ring.reset(maxEvents, BYTES);
            final List<byte[]> all = new ArrayList<>();
            long hash = ring.hash();
            for (int i = 0; i < 600; i++) {
                for (int burst = 1 + random.nextInt(20); burst > 0; burst--) {
                    append(ring, random, random.nextInt(8) == 0 ? EventEnvelope.MAX_BODY_LENGTH : 64, all);
                }
                hash = publish(ring, all, hash);
                assertRetained(ring, all, maxEvents, "seed " + seed + " step " + i);
                if (random.nextInt(20) == 0) {
                    ring = restored(ring, maxEvents);
                    assertEquals(hash, ring.hash(), "seed " + seed);
                }
            }
        }
    }

    @Test
    void shouldChangeItsHashWithEveryBitOfAnEvent() {
        final UnsafeBuffer event = new UnsafeBuffer(new byte[64]);
        final long plain = EventRing.hash(1, event, 0, 64);
        for (int bit = 0; bit < 64 * 8; bit++) {
            event.putByte(bit / 8, (byte) (1 << bit % 8));
            assertNotEquals(plain, EventRing.hash(1, event, 0, 64), "bit " + bit);
            event.putByte(bit / 8, (byte) 0);
        }
        assertNotEquals(EventRing.hash(1, event, 0, 64), EventRing.hash(1, event, 0, 56));
    }

    @Test
    void shouldLetACursorFallOffAndGoOnAtTheOldestRetainedEvent() {
        final EventRing ring = new EventRing();
        ring.reset(16, BYTES);
        final EventCursor cursor = new EventCursor(ring, 1);
        assertFalse(cursor.hasNext());
        ring.append(1, 0, 0, 1, 8);
        assertFalse(cursor.hasNext(), "visible only when published");
        ring.publish();
        assertTrue(cursor.hasNext());
        for (int i = 0; i < 16; i++) {
            ring.append(1, 0, 0, 1, 8);
        }
        ring.publish();
        assertTrue(cursor.isGone());
        assertFalse(cursor.hasNext());
        cursor.toFirstRetained();
        int read = 0;
        while (cursor.hasNext()) {
            assertEquals(2 + read++, EventEnvelope.eventSeq(ring.buffer(), cursor.offset()));
            cursor.advance();
        }
        assertEquals(16, read);
        assertFalse(cursor.isGone());
    }

    private static void append(
        final EventRing ring, final SplittableRandom random, final int maxBody, final List<byte[]> all) {
        final int bodyLength = random.nextInt(maxBody + 1);
        final long seq =
            ring.append(random.nextInt(9), random.nextInt(9), all.size(), 1 + random.nextInt(9), bodyLength);
        assertEquals(all.size() + 1, seq);
        final int body = ring.bodyOffset(seq);
        for (int i = 0; i < bodyLength; i++) {
            assertEquals(0, ring.writable().getByte(body + i), "body not zeroed");
            ring.writable().putByte(body + i, (byte) random.nextInt());
        }
        ring.mark(seq, random.nextInt(2));
        final byte[] event = new byte[EventEnvelope.lengthOf(bodyLength)];
        ring.writable().getBytes(ring.offset(seq), event);
        all.add(event);
    }

    private static long publish(final EventRing ring, final List<byte[]> all, final long before) {
        long hash = before;
        all.getLast()[FLAGS] |= EventEnvelope.END;
        for (long seq = ring.lastEventSeq() + 1; seq <= all.size(); seq++) {
            final byte[] event = all.get((int) seq - 1);
            hash = EventRing.hash(hash, new UnsafeBuffer(event), 0, event.length);
        }
        ring.publish();
        assertEquals(hash, ring.hash());
        assertEquals(all.size(), ring.lastEventSeq());
        return hash;
    }

    private static void assertRetained(
        final EventRing ring, final List<byte[]> all, final int maxEvents, final String where) {
        final long first = ring.firstRetained();
        assertFalse(ring.isRetained(first - 1), where);
        int bytes = 0;
        for (long seq = first; seq <= all.size(); seq++) {
            final byte[] event = new byte[ring.length(seq)];
            ring.buffer().getBytes(ring.offset(seq), event);
            assertArrayEquals(all.get((int) seq - 1), event, where);
            bytes += event.length;
        }
        assertTrue(all.size() - first + 1 <= maxEvents && bytes <= BYTES, where);
        assertTrue(first == 1 || all.size() - first + 1 == maxEvents || bytes > BYTES - 3 * EventEnvelope.MAX_LENGTH,
            where + ": forgot more than it had to");
    }

    private static EventRing restored(final EventRing ring, final int maxEvents) {
        final byte[] bytes = snapshot(ring);
        final EventRing copy = new EventRing();
        copy.reset(maxEvents, BYTES);
        copy.loadSnapshot(new SnapshotReader().wrap(new UnsafeBuffer(bytes), 0, bytes.length));
        assertArrayEquals(bytes, snapshot(copy));
        return copy;
    }

    private static byte[] snapshot(final EventRing ring) {
        final byte[] bytes = new byte[2 * BYTES];
        final SnapshotWriter out = new SnapshotWriter().wrap(new UnsafeBuffer(bytes), 0, bytes.length);
        ring.writeSnapshot(out);
        return Arrays.copyOf(bytes, out.length());
    }
}
