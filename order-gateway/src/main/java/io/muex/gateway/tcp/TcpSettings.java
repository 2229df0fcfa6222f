package io.muex.gateway.tcp;

import io.muex.exchange.protocol.link.ClientLink;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * What a TCP port must know.
 *
 * @param address        to listen on; port 0: any that is free
 * @param gatewayId      of the gateway whose clients come here
 * @param controlStream  of that gateway for clients
 * @param aeronDirectory of the media driver of this host
 * @param maxConnections at the same time
 * @param logOnNs        time in which a client must have logged on
 * @param patienceNs     time after which a client that takes nothing of what waits for it is disconnected
 */
public record TcpSettings(
    InetSocketAddress address, int gatewayId, int controlStream, Path aeronDirectory, int maxConnections,
    long logOnNs, long patienceNs) {
    /** Checks every value. */
    public TcpSettings {
        if (address.isUnresolved() || address.getAddress().isAnyLocalAddress()) {
            throw new IllegalArgumentException("one address of this host, not " + address);
        }
        if (maxConnections < 1) {
            throw new IllegalArgumentException("at least one connection, not " + maxConnections);
        }
    }

    /** With the usual limits: 64 connections, 10 s to log on, 2 s of patience. */
    public static TcpSettings of(final InetSocketAddress address, final int gatewayId, final Path aeronDirectory) {
        return new TcpSettings(address, gatewayId, ClientLink.CONTROL_STREAM_BASE + gatewayId, aeronDirectory, 64,
            TimeUnit.SECONDS.toNanos(10), TimeUnit.SECONDS.toNanos(2));
    }
}
