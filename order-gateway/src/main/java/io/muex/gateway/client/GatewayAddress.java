package io.muex.gateway.client;

import io.muex.exchange.protocol.link.ClientLink;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Where a gateway can be found.
 *
 * @param channel Aeron channel on which it listens to clients
 * @param stream  its control stream for clients
 */
public record GatewayAddress(String channel, int stream) {
    /** Checks that there is a channel. */
    public GatewayAddress {
        Objects.requireNonNull(channel, "channel");
    }

    /** A gateway of this host by its id, 1 or more. */
    public static GatewayAddress ofLocal(final int gatewayId) {
        return new GatewayAddress("aeron:ipc", ClientLink.CONTROL_STREAM_BASE + gatewayId);
    }

    /** Gateways 1 to {@code count} of this host. */
    public static List<GatewayAddress> ofLocalUpTo(final int count) {
        return IntStream.rangeClosed(1, count).mapToObj(GatewayAddress::ofLocal).toList();
    }
}
