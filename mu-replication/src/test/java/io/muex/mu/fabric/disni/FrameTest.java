package io.muex.mu.fabric.disni;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.mu.fabric.shm.ClusterGeometry;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class FrameTest {
    private static final ClusterGeometry CLUSTER = new ClusterGeometry(7, 3, 1024, 128, 64, 8192, 2);

    @Test
    void shouldCarryKeysWhole() {
        final LentKeys keys = new LentKeys(3, 0x7f00_1234_5000L, 11, 0x7f00_1234_5900L, 12,
            new long[] {1L << 40, 2L << 40}, new int[] {13, 14}, 3L << 40, -15, new long[] {5, 6, 7, 8});
        final ByteBuffer frame = Frame.of(Frame.WELCOME);
        keys.put(frame);
        frame.flip();
        assertEquals(Frame.WELCOME, frame.getInt());
        final LentKeys read = LentKeys.get(frame);
        assertEquals(keys.incarnation(), read.incarnation());
        assertEquals(keys.control(), read.control());
        assertEquals(keys.mailKey(), read.mailKey());
        assertArrayEquals(keys.inheritances(), read.inheritances());
        assertArrayEquals(keys.inheritanceKeys(), read.inheritanceKeys());
        assertEquals(keys.snapshotKey(), read.snapshotKey());
        assertArrayEquals(keys.rings(), read.rings());
        assertFalse(frame.hasRemaining());
    }

    @Test
    void shouldKnowItsClusterFromOthers() {
        assertTrue(isSame(CLUSTER));
        assertFalse(isSame(new ClusterGeometry(8, 3, 1024, 128, 64, 8192, 2)), "another cluster");
        assertFalse(isSame(new ClusterGeometry(7, 3, 2048, 128, 64, 8192, 2)), "other sizes");
        assertFalse(isSame(new ClusterGeometry(7, 5, 1024, 128, 64, 8192, 2)), "other members");
    }

    private static boolean isSame(final ClusterGeometry other) {
        final ByteBuffer hello = Frame.hello(2, 1, other);
        hello.flip().position(3 * Integer.BYTES);
        return Frame.isSameCluster(hello, CLUSTER);
    }
}
