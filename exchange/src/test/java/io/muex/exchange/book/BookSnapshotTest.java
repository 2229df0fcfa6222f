package io.muex.exchange.book;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What a snapshot must and must not accept; that the book behaves the same afterwards is in the naive comparison. */
class BookSnapshotTest {
    private final BookFixture original = new BookFixture(100, 100, 5);
    private final BookFixture copy = new BookFixture(100, 100, 5);

    private UnsafeBuffer snapshot() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[original.book.snapshotLength()]);
        assertEquals(buffer.capacity(), original.book.writeSnapshot(buffer, 0));
        return buffer;
    }

    private void fillOriginal() {
        original.market(100);
        original.add(1, Side.BUY, 7, 0, 0, Conditions.NONE);
        original.add(2, Side.BUY, 5, 98, 0, Conditions.AON);
        original.add(3, Side.BUY, 6, 97, 0, Conditions.NONE);
        original.add(4, Side.BUY, 9, 110, 105, Conditions.FOK);
        original.add(5, Side.SELL, 4, 0, 95, Conditions.IOC);
        original.add(6, Side.SELL, 4, 92, 90, Conditions.NONE);
    }

    @Test
    void shouldPublishChangesAgainstTheLoadedState() {
        fillOriginal();
        copy.buy(77, 1, 1);
        copy.book.loadSnapshot(snapshot(), 0);
        assertEquals(original.reduce(2, 1), copy.reduce(2, 1));
        assertEquals(original.sell(7, 30, 97), copy.sell(7, 30, 97));
        assertEquals(original.market(120), copy.market(120));
        assertEquals(original.market(80), copy.market(80));
    }

    @Test
    void shouldRefuseABookThatIsTooSmallAndBeEmptyAfterwards() {
        fillOriginal();
        final BookFixture small = new BookFixture(5, 5, 5);
        small.buy(50, 5, 5);
        assertThrows(IllegalArgumentException.class, () -> small.book.loadSnapshot(snapshot(), 0));
        assertEquals(0, small.book.orderCount());
        assertEquals(0, small.book.marketPrice());
        assertTrue(small.buy(50, 5, 5).startsWith("ACC 50"));
    }

    @Test
    void shouldCopyABookOfTheSameSizeOnly() {
        fillOriginal();
        final BookFixture other = new BookFixture(100, 99, 5);
        assertThrows(IllegalArgumentException.class, () -> other.book.copyFrom(original.book));
        copy.book.copyFrom(original.book);
        assertEquals(original.sell(7, 30, 97), copy.sell(7, 30, 97));
        assertEquals(original.market(80), copy.market(80));
    }

    @Test
    void shouldRefuseATruncatedSnapshot() {
        fillOriginal();
        final UnsafeBuffer whole = snapshot();
        for (int length = 0; length < whole.capacity(); length++) {
            final UnsafeBuffer part = new UnsafeBuffer(whole.byteArray().clone(), 0, length);
            assertThrows(IllegalArgumentException.class, () -> copy.book.loadSnapshot(part, 0));
        }
    }

    @Test
    void shouldEndInAPossibleStateOrRefuseADamagedSnapshot() {
        fillOriginal();
        final long seed = Long.getLong("muex.seed", System.nanoTime());
        System.out.println("damaged snapshots: -Dmuex.seed=" + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            final byte[] bytes = snapshot().byteArray();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                final int length = copy.book.loadSnapshot(new UnsafeBuffer(bytes), 0);
                final UnsafeBuffer again = new UnsafeBuffer(new byte[length]);
                copy.book.writeSnapshot(again, 0);
                assertEquals(new UnsafeBuffer(bytes, 0, length), again);
            } catch (final IllegalArgumentException damage) {
                refused++;
                assertEquals(0, copy.book.orderCount());
            }
        }
        assertTrue(refused > 1_000, "only " + refused + " refused");
    }
}
