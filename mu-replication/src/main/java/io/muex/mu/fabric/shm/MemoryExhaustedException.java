package io.muex.mu.fabric.shm;

import java.nio.file.Path;

/** The memory file system has no room for what a replica needs. */
public final class MemoryExhaustedException extends ClusterDirectoryException {
    private final long neededBytes;
    private final long availableBytes;

    MemoryExhaustedException(final Path directory, final long neededBytes, final long availableBytes) {
        super("no room in " + directory + ": " + neededBytes + " bytes needed, " + availableBytes
            + " available; fewer slots, a smaller snapshot region or a larger file system would help");
        this.neededBytes = neededBytes;
        this.availableBytes = availableBytes;
    }

    /** Bytes that were asked for. */
    public long neededBytes() {
        return neededBytes;
    }

    /** Bytes that were free. */
    public long availableBytes() {
        return availableBytes;
    }
}
