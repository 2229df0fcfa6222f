package io.muex.exchange.config;

import io.muex.exchange.config.file.Problems;
import io.muex.exchange.config.file.Section;
import java.util.Arrays;
import java.util.List;

/**
 * One of several hosts of a cluster. All its processes send and receive at one UDP address, since they share the media
 * driver of the host and streams have numbers of their own; among themselves they use shared memory.
 *
 * @param name     lower-case letters, digits and dashes, at most 32
 * @param address  IPv4 address or bracketed IPv6 address, colon, port; nothing else is bound
 * @param replicas ids of those that run there
 * @param gateways numbers of those that run there; a host may have neither and be there for clients
 */
public record HostConfig(String name, String address, List<Integer> replicas, List<Integer> gateways) {
    private static final String IPV4 = "\\d{1,3}(\\.\\d{1,3}){3}";
    private static final String IPV6 = "\\[[0-9A-Fa-f:.]{2,45}]";
    private static final int MAX_PORT = 65_535;

    /** Copies the lists. */
    public HostConfig {
        replicas = List.copyOf(replicas);
        gateways = List.copyOf(gateways);
    }

    /** Reads one item of the list. */
    public static HostConfig from(final Section section) {
        final HostConfig host = new HostConfig(section.text("name", ""), section.text("address", ""),
            numbers(section.text("replicas", "none")), numbers(section.text("gateways", "none")));
        host.check(section.path());
        return host;
    }

    private void check(final String place) {
        new Problems(place)
            .require(name.matches("[a-z0-9][a-z0-9-]{0,31}"), "name",
                "must be 1 to 32 lower-case letters, digits and dashes, no dash first (is " + name + ")")
            .require(isAddress(address), "address",
                "must be an IP address and a port, such as 10.0.0.1:40100 or [fd00::1]:40100 (is " + address + ")")
            .require(!isWildcard(ip()), "address", "must be one address and not all of the host's (is " + address + ")")
            .require(!replicas.contains(0), "replicas", "must be ids such as 1 or 1 2, or none")
            .require(!gateways.contains(0), "gateways", "must be numbers such as 1 or 1 2, or none")
            .throwIfAny();
    }

    /** The address without port and brackets. */
    public String ip() {
        final int colon = address.lastIndexOf(':');
        final String ip = colon < 0 ? address : address.substring(0, colon);
        return ip.startsWith("[") ? ip.substring(1, ip.length() - 1) : ip;
    }

    private static boolean isAddress(final String address) {
        if (!address.matches("(" + IPV4 + "|" + IPV6 + "):\\d{1,5}")) {
            return false;
        }
        final int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        return port > 0 && port <= MAX_PORT;
    }

    private static boolean isWildcard(final String ip) {
        return ip.matches("[0:.]*");
    }

    /** Numbers with blanks or commas between them; what is no number from 1 becomes 0, which {@link #check} refuses. */
    private static List<Integer> numbers(final String text) {
        return text.equals("none") ? List.of() : Arrays.stream(text.strip().split("[\\s,]+"))
            .map(word -> word.matches("[1-9]\\d{0,3}") ? Integer.parseInt(word) : 0).toList();
    }
}
