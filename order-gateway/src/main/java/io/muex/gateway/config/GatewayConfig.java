package io.muex.gateway.config;

import io.muex.exchange.config.Profile;
import io.muex.exchange.config.file.Problems;
import io.muex.exchange.config.file.Section;
import io.muex.exchange.config.file.Units;
import io.muex.gateway.ClientTerms;

/**
 * One gateway.
 *
 * @param name           its name: lower-case letters, digits and dashes, at most 32
 * @param tcp            where clients in other languages reach it by TCP: {@value #OFF}, or an IP address of this host
 *                       and a port; 0: any that is free, else gateway n listens n-1 ports above it. What goes there is
 *                       not encrypted, so it is loopback or the address that the host has in {@code cluster.hosts}
 * @param profile        how its thread idles
 * @param count          how many gateways {@code muex up} starts on this host, 1 to {@value #MAX_COUNT}
 * @param heartbeatNs    how often it gives a sign of life to each client, 1 ms to 10 s
 * @param clientTimeoutNs silence after which it gives a client up, more than the heartbeat, at most an hour
 * @param slowClientNs   how long a client may leave reports unread that no longer fit on its way, 1 ms to an hour
 * @param rate           commands that a session may send in a second, those that lessen its risk left out; 0 = no limit
 * @param burst          how many of them may come at once
 */
public record GatewayConfig(
    String name, String tcp, Profile profile, int count, long heartbeatNs,
    long clientTimeoutNs, long slowClientNs, int rate, int burst) {
    /** Most gateways of one host. */
    public static final int MAX_COUNT = 8;
    /** Name of the section in a file. */
    public static final String SECTION = "gateway";

    /** Value of {@code tcp} that means no TCP. */
    public static final String OFF = "off";

    private static final int MAX_PORT = 65_535;
    private static final long MILLI_NS = 1_000_000;
    private static final long MAX_HEARTBEAT_NS = 10_000 * MILLI_NS;
    private static final long HOUR_NS = 3_600_000 * MILLI_NS;
    private static final int MAX_RATE = 1_000_000_000;

    /** Checks every value. */
    public GatewayConfig {
        new Problems(SECTION)
            .require(name.matches("[a-z0-9][a-z0-9-]{0,31}"), "name",
                "must be 1 to 32 lower-case letters, digits and dashes, no dash first (is " + name + ")")
            .require(tcp.equals(OFF) || isAddress(tcp), "tcp",
                "must be off, or an IP address and a port, such as 127.0.0.1:40200 (is " + tcp + ")")
            .require(count >= 1 && count <= MAX_COUNT, "count", "must be 1 to " + MAX_COUNT + " (is " + count + ")")
            .require(heartbeatNs >= MILLI_NS && heartbeatNs <= MAX_HEARTBEAT_NS, "heartbeat", "must be 1ms to 10s (is "
                + Units.formatDurationNs(heartbeatNs) + ")")
            .require(clientTimeoutNs > heartbeatNs && clientTimeoutNs <= HOUR_NS, "client-timeout",
                "must be more than the heartbeat and at most 1h (is " + Units.formatDurationNs(clientTimeoutNs) + ")")
            .require(slowClientNs >= MILLI_NS && slowClientNs <= HOUR_NS, "slow-client", "must be 1ms to 1h (is "
                + Units.formatDurationNs(slowClientNs) + ")")
            .require(rate >= 0 && rate <= MAX_RATE, "rate", "must be 0 to " + MAX_RATE + " (is " + rate + ")")
            .require(burst >= 1 && burst <= MAX_RATE, "burst", "must be 1 to " + MAX_RATE + " (is " + burst + ")")
            .throwIfAny();
    }

    /** Reads the section. The name usually comes from the command line. */
    public static GatewayConfig from(final Section section) {
        return new GatewayConfig(
            section.text("name", "gateway"),
            section.text("tcp", OFF),
            section.choice("profile", Profile.SMALL),
            section.integer("count", 1),
            section.durationNs("heartbeat", 100 * MILLI_NS),
            section.durationNs("client-timeout", 5_000 * MILLI_NS),
            section.durationNs("slow-client", 10_000 * MILLI_NS),
            section.integer("rate", ClientTerms.DEFAULT_RATE),
            section.integer("burst", ClientTerms.DEFAULT_BURST));
    }

    /** What clients are told to keep to. */
    public ClientTerms terms() {
        return new ClientTerms(heartbeatNs, clientTimeoutNs, slowClientNs, rate, burst);
    }

    /** The IP address without brackets at which it listens to TCP; only if it does. */
    public String tcpAddress() {
        final String ip = tcp.substring(0, tcp.lastIndexOf(':'));
        return ip.startsWith("[") ? ip.substring(1, ip.length() - 1) : ip;
    }

    /** The port of gateway {@code number}; 0: any that is free. Only if it listens to TCP. */
    public int tcpPort(final int number) {
        final int port = Integer.parseInt(tcp.substring(tcp.lastIndexOf(':') + 1));
        return port == 0 ? 0 : Math.min(MAX_PORT, port + number - 1);
    }

    private static boolean isAddress(final String address) {
        return address.matches("(\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9A-Fa-f:.]{2,45}]):\\d{1,5}")
            && Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)) <= MAX_PORT;
    }
}
