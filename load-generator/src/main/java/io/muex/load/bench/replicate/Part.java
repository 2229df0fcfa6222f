package io.muex.load.bench.replicate;

import java.util.Locale;

/** The parts of the benchmark; each stands for a table. */
public enum Part {
    /** 64 bytes, three replicas, under every way of reading, and the floors. */
    LATENCY,
    /** 8 bytes to 4 KiB. */
    PAYLOAD,
    /** 3, 5, 7, 9 replicas. */
    REPLICAS,
    /** 1 and 24 sessions. */
    SESSIONS,
    /** Batches of 1 to 128, 1 to 64 of them under way. */
    BATCHES,
    /** All that goes through in ten seconds, or as long as was asked for. */
    THROUGHPUT,
    /** Permission storms, snapshots and state transfer beside it. */
    BACKGROUND,
    /** What the checksum and the invariants that are always checked cost: the same without them. */
    VARIANTS;

    /** As on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
