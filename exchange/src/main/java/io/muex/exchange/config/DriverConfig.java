package io.muex.exchange.config;

import io.muex.exchange.config.file.Problems;
import io.muex.exchange.config.file.Section;
import io.muex.exchange.config.file.Units;

/**
 * The Aeron media driver of a host. It runs one thread for everything, since inter-process messages do not pass through
 * it; it only sets up and takes down what they pass through.
 *
 * @param ipcTermLengthBytes     bytes of a term of a publication between processes of this host; a publication is three
 * @param networkTermLengthBytes bytes of a term of a publication to other hosts
 * @param maxParkNs              longest sleep of its thread, 1 us to 100 ms
 * @param clientLivenessNs       time after which a client without a sign of life is given up, 100 ms to 1 minute
 */
public record DriverConfig(
    int ipcTermLengthBytes, int networkTermLengthBytes, long maxParkNs, long clientLivenessNs) {
    /** Name of the section in a file. */
    public static final String SECTION = "driver";

    private static final int MIN_TERM_BYTES = 64 << 10;
    private static final int MAX_TERM_BYTES = 1 << 30;

    /** Checks every value. */
    public DriverConfig {
        new Problems(SECTION)
            .require(isTermLength(ipcTermLengthBytes), "ipc-term-length", termLength(ipcTermLengthBytes))
            .require(isTermLength(networkTermLengthBytes), "network-term-length", termLength(networkTermLengthBytes))
            .require(maxParkNs >= 1_000 && maxParkNs <= 100_000_000, "max-park",
                "must be from 1us to 100ms (is " + Units.formatDurationNs(maxParkNs) + ")")
            .require(clientLivenessNs >= 100_000_000 && clientLivenessNs <= 60_000_000_000L, "client-liveness",
                "must be from 100ms to 1m (is " + Units.formatDurationNs(clientLivenessNs) + ")")
            .throwIfAny();
    }

    /** Reads the section. */
    public static DriverConfig from(final Section section) {
        return new DriverConfig(
            bytes(section, "ipc-term-length", 1 << 20),
            bytes(section, "network-term-length", 1 << 20),
            section.durationNs("max-park", 1_000_000),
            section.durationNs("client-liveness", 10_000_000_000L));
    }

    private static int bytes(final Section section, final String key, final int defaultValueBytes) {
        return (int) Math.min(Integer.MAX_VALUE, section.sizeBytes(key, defaultValueBytes));
    }

    private static boolean isTermLength(final int bytes) {
        return Integer.bitCount(bytes) == 1 && bytes >= MIN_TERM_BYTES && bytes <= MAX_TERM_BYTES;
    }

    private static String termLength(final int bytes) {
        return "must be a power of two from 64KiB to 1GiB (is " + Units.formatSizeBytes(bytes) + ")";
    }
}
