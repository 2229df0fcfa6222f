package io.muex.gateway.marketdata;

import io.muex.exchange.config.file.Problems;
import io.muex.exchange.config.file.Section;
import java.util.concurrent.TimeUnit;

/**
 * The public feed of a gateway, and where readers find it.
 *
 * @param enabled             whether this gateway publishes
 * @param channel             Aeron channel of the three public streams: {@code aeron:ipc} for readers on this host, UDP
 *                            multicast or multi-destination for others
 * @param requestChannel      Aeron channel on which the publisher takes requests
 * @param snapshotIntervalNs  between rounds of snapshots that nobody asked for
 * @param conflatedIntervalNs between two packets of one instrument on the conflated stream
 * @param conflatedLevels     price levels a side on the conflated stream
 * @param retainedPackets     increments that can be asked for again, a power of two
 * @param retainedBytes       memory for them, a power of two
 */
public record MarketDataConfig(boolean enabled, String channel, String requestChannel, long snapshotIntervalNs,
    long conflatedIntervalNs, int conflatedLevels, int retainedPackets, int retainedBytes) {
    /** Name of the section in a file. */
    public static final String SECTION = "marketdata";

    private static final String DEFAULT_CHANNEL = "aeron:ipc";

    /** Whether there is a feed. */
    public enum Feed {
        /** This gateway publishes. */
        ON,
        /** It does not. */
        OFF
    }

    /** Checks every value. */
    public MarketDataConfig {
        new Problems(SECTION)
            .require(isChannel(channel), "channel", channel(channel))
            .require(isChannel(requestChannel), "request-channel", channel(requestChannel))
            .require(snapshotIntervalNs >= TimeUnit.MILLISECONDS.toNanos(20), "snapshot-interval",
                "must be 20ms or more")
            .require(conflatedIntervalNs >= TimeUnit.MILLISECONDS.toNanos(1), "conflated-interval",
                "must be 1ms or more")
            .require(conflatedLevels >= 1 && conflatedLevels <= ConflatedFeed.MAX_LEVELS, "conflated-levels",
                "must be from 1 to " + ConflatedFeed.MAX_LEVELS + " (is " + conflatedLevels + ")")
            .require(isPower(retainedPackets, 64), "retained-packets",
                "must be a power of two from 64 (is " + retainedPackets + ")")
            .require(isPower(retainedBytes, 1 << 16), "retained-bytes",
                "must be a power of two from 65536 (is " + retainedBytes + ")")
            .throwIfAny();
    }

    /** What holds where nothing is said. */
    public static MarketDataConfig ofDefaults() {
        return new MarketDataConfig(true, DEFAULT_CHANNEL, DEFAULT_CHANNEL, TimeUnit.SECONDS.toNanos(1),
            TimeUnit.MILLISECONDS.toNanos(250), 5, 1 << 16, 1 << 23);
    }

    /** Reads the section. */
    public static MarketDataConfig from(final Section section) {
        final MarketDataConfig usual = ofDefaults();
        return new MarketDataConfig(
            section.choice("feed", Feed.ON) == Feed.ON,
            section.text("channel", usual.channel),
            section.text("request-channel", usual.requestChannel),
            section.durationNs("snapshot-interval", usual.snapshotIntervalNs),
            section.durationNs("conflated-interval", usual.conflatedIntervalNs),
            section.integer("conflated-levels", usual.conflatedLevels),
            section.integer("retained-packets", usual.retainedPackets),
            section.integer("retained-bytes", usual.retainedBytes));
    }

    private static boolean isPower(final int value, final int least) {
        return value >= least && Integer.bitCount(value) == 1;
    }

    private static boolean isChannel(final String channel) {
        return channel.equals(DEFAULT_CHANNEL) || channel.startsWith("aeron:udp?");
    }

    private static String channel(final String channel) {
        return "must be aeron:ipc or begin with aeron:udp? (is " + channel + ")";
    }
}
