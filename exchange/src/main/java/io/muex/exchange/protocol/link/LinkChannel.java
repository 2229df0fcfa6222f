package io.muex.exchange.protocol.link;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The two kinds of Aeron channel that processes speak through: shared memory within a host, unicast UDP between hosts.
 * Whoever is reached from other hosts listens on both, with the same stream numbers. Static, any thread; allocates.
 */
public final class LinkChannel {
    /** Within a host. */
    public static final String IPC = "aeron:ipc";

    private static final String UDP = "aeron:udp?endpoint=";
    /** Addresses and not names: resolving a name would hold up the media driver. */
    private static final Pattern PLAIN_UDP = Pattern.compile(
        "aeron:udp\\?endpoint=(\\d{1,3}(?:\\.\\d{1,3}){3}|\\[[0-9A-Fa-f:.]{2,45}]):(\\d{1,5})");
    private static final int MAX_PORT = 65_535;

    private LinkChannel() {
    }

    /** The channel to, or of, whoever listens at {@code address}: an IP address, a colon and a port. */
    public static String udp(final String address) {
        return UDP + address;
    }

    /** True for UDP. */
    public static boolean isUdp(final String channel) {
        return channel.startsWith("aeron:udp?");
    }

    /**
     * Says whether a peer may ask to be answered there: within the host, or at an IP address and port and nothing
     * else, since every other parameter of a channel would act on this host's driver.
     *
     * @param own channel on which the answering process listens itself; if that is not UDP, nobody is answered by UDP
     */
    public static boolean isAnswerable(final String channel, final String own) {
        if (channel.equals(IPC)) {
            return true;
        }
        final Matcher udp = PLAIN_UDP.matcher(channel);
        if (!isUdp(own) || !udp.matches()) {
            return false;
        }
        final int port = Integer.parseInt(udp.group(2));
        return port > 0 && port <= MAX_PORT;
    }

    /** Where a process that listens on {@code own} is to be answered by one that it reaches on {@code target}. */
    public static String answer(final String target, final String own) {
        return isUdp(target) ? own : IPC;
    }

    /** What a process listens on whose configured channel this is. */
    static List<String> listening(final String own) {
        return isUdp(own) ? List.of(IPC, own) : List.of(own);
    }

    /**
     * The address of a plain UDP channel without its port: what a process sends from if that is its own channel. Null
     * if there is none.
     */
    static String host(final String channel) {
        final Matcher udp = PLAIN_UDP.matcher(channel);
        return udp.matches() ? udp.group(1) : null;
    }
}
