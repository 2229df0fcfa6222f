package io.muex.gateway.config;

import io.muex.exchange.config.Profile;
import io.muex.exchange.config.file.Problems;
import io.muex.exchange.config.file.Section;

/**
 * One gateway.
 *
 * @param name           its name: lower-case letters, digits and dashes, at most 32
 * @param clientChannel  Aeron channel on which clients reach it
 * @param replicaChannel Aeron channel on which it reaches the replicas
 * @param profile        how its thread idles
 * @param count          how many gateways {@code muex up} starts on this host, 1 to {@value #MAX_COUNT}
 */
public record GatewayConfig(
    String name, String clientChannel, String replicaChannel, Profile profile, int count) {
    /** Most gateways of one host. */
    public static final int MAX_COUNT = 8;
    /** Name of the section in a file. */
    public static final String SECTION = "gateway";

    private static final String DEFAULT_CHANNEL = "aeron:ipc";

    /** Checks every value. */
    public GatewayConfig {
        new Problems(SECTION)
            .require(name.matches("[a-z0-9][a-z0-9-]{0,31}"), "name",
                "must be 1 to 32 lower-case letters, digits and dashes, no dash first (is " + name + ")")
            .require(isChannel(clientChannel), "client-channel", channel(clientChannel))
            .require(isChannel(replicaChannel), "replica-channel", channel(replicaChannel))
            .require(count >= 1 && count <= MAX_COUNT, "count", "must be 1 to " + MAX_COUNT + " (is " + count + ")")
            .throwIfAny();
    }

    /** Reads the section. The name usually comes from the command line. */
    public static GatewayConfig from(final Section section) {
        return new GatewayConfig(
            section.text("name", "gateway"),
            section.text("client-channel", DEFAULT_CHANNEL),
            section.text("replica-channel", DEFAULT_CHANNEL),
            section.choice("profile", Profile.SMALL),
            section.integer("count", 1));
    }

    private static boolean isChannel(final String channel) {
        return channel.equals(DEFAULT_CHANNEL) || channel.startsWith("aeron:udp?");
    }

    private static String channel(final String channel) {
        return "must be aeron:ipc or begin with aeron:udp? (is " + channel + ")";
    }
}
