package io.muex.mu.recovery;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;

/** Checksum over a snapshot. */
final class SnapshotChecksum {
    private SnapshotChecksum() {
    }

    static long of(final UnsafeBuffer buffer, final int length) {
        final CRC32C crc = new CRC32C();
        final ByteBuffer bytes = buffer.byteBuffer().duplicate();
        bytes.limit(length).position(0);
        crc.update(bytes);
        return crc.getValue() << 31 ^ length;
    }
}
