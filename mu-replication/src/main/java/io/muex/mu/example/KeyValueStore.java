package io.muex.mu.example;

import io.muex.mu.SnapshotReader;
import io.muex.mu.SnapshotWriter;
import io.muex.mu.StateMachine;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.agrona.DirectBuffer;

/**
 * Numbers under numbers. A command is a key and a value, 16 bytes little-endian. Insertion order is part of the state,
 * so that a snapshot is written in the same order everywhere.
 */
public final class KeyValueStore implements StateMachine {
    private final Map<Long, Long> values = new LinkedHashMap<>();
    private long hash;

    @Override
    public void onCommand(final long index, final long timestampNs, final DirectBuffer buffer, final int offset,
                          final int length) {
        if (length == 2 * Long.BYTES) {
            final long key = buffer.getLong(offset, ByteOrder.LITTLE_ENDIAN);
            final long value = buffer.getLong(offset + Long.BYTES, ByteOrder.LITTLE_ENDIAN);
            values.put(key, value);
            hash = (hash ^ key * 31 ^ value) * 0x9E3779B97F4A7C15L;
        }
    }

    /** The value under a key, 0 if there is none. On the replication thread, or of a state that may be behind. */
    public long get(final long key) {
        return values.getOrDefault(key, 0L);
    }

    @Override
    public void writeSnapshot(final SnapshotWriter out) {
        out.putLong(hash);
        out.putLong(values.size());
        values.forEach((key, value) -> {
            out.putLong(key);
            out.putLong(value);
        });
    }

    @Override
    public void loadSnapshot(final SnapshotReader in) {
        values.clear();
        hash = in.getLong();
        for (long left = in.getLong(); left > 0; left--) {
            values.put(in.getLong(), in.getLong());
        }
    }

    @Override
    public long stateHash() {
        return hash;
    }
}
