package io.muex.mu.fabric.disni;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Where the replicas of a cluster are, and when silence counts as loss.
 *
 * @param members        by id less one: IPv4 address of an RDMA device, and the first of {@link #PORTS} ports
 * @param writeTimeoutNs a write that has not completed after this long is given up, and its channel with it: devices
 *                       may say nothing for many seconds
 * @param ackExponent    how long the device waits for an acknowledgement before it sends again, 4.096 us times two to
 *                       this; 0 leaves the device's default
 */
public record DisniConfig(List<InetSocketAddress> members, long writeTimeoutNs, int ackExponent) {
    /** Ports that each replica takes from its first one on: one for talk over TCP, two for each peer's queue pairs. */
    public static final int PORTS = 32;
    /** Time-out of writes where nothing else is said. */
    public static final long DEFAULT_WRITE_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(1);
    /** 67 ms. */
    public static final int DEFAULT_ACK_EXPONENT = 14;

    /** Copies the list. */
    public DisniConfig {
        members = List.copyOf(members);
        if (writeTimeoutNs <= 0 || ackExponent < 0 || ackExponent > 31) {
            throw new IllegalArgumentException("time-outs must be positive: " + writeTimeoutNs + ", " + ackExponent);
        }
    }

    /** The same members with the default time-outs. */
    public static DisniConfig of(final List<InetSocketAddress> members) {
        return new DisniConfig(members, DEFAULT_WRITE_TIMEOUT_NS, DEFAULT_ACK_EXPONENT);
    }

    /** All replicas behind one address, each with ports of its own from {@code port} on. */
    public static List<InetSocketAddress> onOneHost(final InetAddress address, final int port, final int replicas) {
        final List<InetSocketAddress> members = new ArrayList<>();
        for (int id = 1; id <= replicas; id++) {
            members.add(new InetSocketAddress(address, port + (id - 1) * PORTS));
        }
        return members;
    }

    InetSocketAddress member(final int id) {
        return members.get(id - 1);
    }

    /** Where replica {@code id} waits for the queue pair of {@code peer} and plane. */
    InetSocketAddress door(final int id, final int peer, final int plane) {
        final InetSocketAddress member = member(id);
        return new InetSocketAddress(member.getAddress(), member.getPort() + 1 + 2 * peer + plane);
    }
}
