package io.muex.load.bench.replicate;

import io.muex.mu.SnapshotReader;
import io.muex.mu.SnapshotWriter;
import io.muex.mu.StateMachine;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * The least that can be replicated: counts commands and hashes their first words, so that a follower which applied
 * other bytes has another hash. Its snapshot is as long as it is told to be, for measuring what snapshots cost others.
 */
final class CountingMachine implements StateMachine {
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final ApplyClock clock;
    private final int ballastWords;
    private long commands;
    private long hash;
    private long loaded;

    /**
     * A machine that has counted nothing.
     *
     * @param clock        is told of every command
     * @param ballastBytes of every snapshot beyond the counters
     */
    CountingMachine(final ApplyClock clock, final int ballastBytes) {
        this.clock = clock;
        this.ballastWords = ballastBytes / Long.BYTES;
    }

    @Override
    public void onCommand(final long index, final long timestampNs, final DirectBuffer buffer, final int offset,
                          final int length) {
        final long first = length >= Long.BYTES ? buffer.getLong(offset, ByteOrder.LITTLE_ENDIAN) : length;
        hash = (Long.rotateLeft(hash, 29) ^ first) * MIX;
        commands++;
        clock.onCommand();
    }

    /** Commands applied, by snapshot or one by one. */
    long commands() {
        return commands;
    }

    /** Snapshots loaded. */
    long loaded() {
        return loaded;
    }

    @Override
    public void writeSnapshot(final SnapshotWriter out) {
        out.putLong(commands);
        out.putLong(hash);
        for (int i = 0; i < ballastWords; i++) {
            out.putLong(hash + i);
        }
    }

    @Override
    public void loadSnapshot(final SnapshotReader in) {
        commands = in.getLong();
        hash = in.getLong();
        in.advance(in.remaining());
        loaded++;
    }

    @Override
    public long stateHash() {
        return hash;
    }
}
