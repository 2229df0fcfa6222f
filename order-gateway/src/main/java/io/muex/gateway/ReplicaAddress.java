package io.muex.gateway;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Where a replica can be reached.
 *
 * @param id      1 or more
 * @param channel Aeron channel on which it takes commands
 */
public record ReplicaAddress(int id, String channel) {
    /** Checks that there is a channel. */
    public ReplicaAddress {
        Objects.requireNonNull(channel, "channel");
    }

    /** Replicas 1 to {@code count} of this host. */
    public static List<ReplicaAddress> ofLocal(final int count) {
        return IntStream.rangeClosed(1, count).mapToObj(id -> new ReplicaAddress(id, "aeron:ipc")).toList();
    }
}
