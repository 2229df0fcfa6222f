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
 * @param networkMtuBytes        longest datagram to other hosts without IP and UDP headers, a multiple of 32 from
 *                               1,408, which is right for Ethernet, to 8,960 for jumbo frames everywhere on the way
 * @param networkWindowBytes     most bytes under way from one sender; the kernel's {@code net.core.rmem_max} and
 *                               {@code wmem_max} must allow as much
 * @param minParkNs              shortest sleep of its thread, 1 us to the longest; messages to other hosts may wait so
 *                               long, and each sleep costs a core of a virtual machine about 20 us
 * @param maxParkNs              longest sleep of its thread, 1 us to 100 ms
 * @param clientLivenessNs       time after which a client without a sign of life is given up, 100 ms to 1 minute
 */
public record DriverConfig(
    int ipcTermLengthBytes, int networkTermLengthBytes, int networkMtuBytes, int networkWindowBytes, long minParkNs,
    long maxParkNs, long clientLivenessNs) {
    /** Name of the section in a file. */
    public static final String SECTION = "driver";

    /** The longest event and what stands before it must fit into one datagram. */
    private static final int MIN_MTU_BYTES = 1_408;
    private static final int MAX_MTU_BYTES = 8_960;
    private static final int MIN_WINDOW_BYTES = 32 << 10;
    private static final int MIN_TERM_BYTES = 64 << 10;
    private static final int MAX_TERM_BYTES = 1 << 30;

    /** Checks every value. */
    public DriverConfig {
        new Problems(SECTION)
            .require(isTermLength(ipcTermLengthBytes), "ipc-term-length", termLength(ipcTermLengthBytes))
            .require(isTermLength(networkTermLengthBytes), "network-term-length", termLength(networkTermLengthBytes))
            .require(networkMtuBytes % 32 == 0 && networkMtuBytes >= MIN_MTU_BYTES && networkMtuBytes <= MAX_MTU_BYTES,
                "network-mtu", "must be a multiple of 32B from 1408B to 8960B (is "
                    + Units.formatSizeBytes(networkMtuBytes) + ")")
            .require(networkWindowBytes >= MIN_WINDOW_BYTES && networkWindowBytes <= networkTermLengthBytes / 2,
                "network-window", "must be from 32KiB to half of network-term-length (is "
                    + Units.formatSizeBytes(networkWindowBytes) + ")")
            .require(maxParkNs >= 1_000 && maxParkNs <= 100_000_000, "max-park",
                "must be from 1us to 100ms (is " + Units.formatDurationNs(maxParkNs) + ")")
            .require(minParkNs >= 1_000 && minParkNs <= maxParkNs, "min-park",
                "must be from 1us to max-park (is " + Units.formatDurationNs(minParkNs) + ")")
            .require(clientLivenessNs >= 100_000_000 && clientLivenessNs <= 60_000_000_000L, "client-liveness",
                "must be from 100ms to 1m (is " + Units.formatDurationNs(clientLivenessNs) + ")")
            .throwIfAny();
    }

    /** Reads the section. */
    public static DriverConfig from(final Section section) {
        final int ipcTermLengthBytes = bytes(section, "ipc-term-length", 1 << 20);
        final int networkTermLengthBytes = bytes(section, "network-term-length", 1 << 20);
        final long maxParkNs = section.durationNs("max-park", 1_000_000);
        return new DriverConfig(
            ipcTermLengthBytes,
            networkTermLengthBytes,
            bytes(section, "network-mtu", MIN_MTU_BYTES),
            bytes(section, "network-window", Math.clamp(networkTermLengthBytes / 2, MIN_WINDOW_BYTES, 128 << 10)),
            section.durationNs("min-park", Math.clamp(maxParkNs, 1_000, 500_000)),
            maxParkNs,
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
