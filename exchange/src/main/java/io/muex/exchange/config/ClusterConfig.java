package io.muex.exchange.config;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.muex.exchange.config.file.Problems;
import io.muex.exchange.config.file.Section;
import io.muex.exchange.config.file.Units;
import io.muex.mu.ClusterSize;
import io.muex.mu.log.RingLayout;

/**
 * What every process of a cluster must know alike. Replicas that disagree about it could not read each other's memory.
 *
 * @param name                  name of the cluster: lower-case letters, digits and dashes, at most 32
 * @param home                  directory for what outlives a process: configuration, logs, incarnation counters
 * @param memory                directory in memory for logs of replicas and buffers of Aeron; gone with the cluster
 * @param replicas              number of replicas: 3, 5, 7 or 9
 * @param slots                 entries in the log of a replica, a power of two; 0 = what the memory directory has room
 *                              for when the cluster is created, at most 32,768
 * @param slotLengthBytes       bytes of an entry including its header of 48, a multiple of 64; larger commands are
 *                              refused
 * @param snapshotCapacityBytes most bytes of the state that a replica can hand to another; 0 = what the memory
 *                              directory has room for when the cluster is created, at most 64 MiB
 * @param fabric                how replicas write each other's memory
 * @param hosts                 where its processes run, if not all on one host; empty: all on this one
 * @param host                  name of the one of them that this is; empty: the one whose address this host has
 */
public record ClusterConfig(
    String name, Path home, Path memory, int replicas, int slots, int slotLengthBytes, long snapshotCapacityBytes,
    FabricKind fabric, List<HostConfig> hosts, String host) {
    /** Name of the section in a file. */
    public static final String SECTION = "cluster";

    private static final String DEFAULT_NAME = "local";
    private static final int MIN_SLOTS = 4_096;
    private static final int MAX_SLOTS = 1 << 24;

    /** Checks every value. */
    public ClusterConfig {
        hosts = List.copyOf(hosts);
        new Problems(SECTION)
            .require(name.matches("[a-z0-9][a-z0-9-]{0,31}"), "name",
                "must be 1 to 32 lower-case letters, digits and dashes, no dash first (is " + name + ")")
            .require(!home.equals(memory), "memory", "must not be the home directory: it is removed with the cluster")
            .require(ClusterSize.problem(replicas) == null, "replicas", String.valueOf(ClusterSize.problem(replicas)))
            .require(slots == 0 || Integer.bitCount(slots) == 1 && slots >= MIN_SLOTS && slots <= MAX_SLOTS, "slots",
                "must be a power of two from " + MIN_SLOTS + " to " + MAX_SLOTS + ", or 0 for what fits (is " + slots
                    + ")")
            .require(slotLengthBytes % 64 == 0 && slotLengthBytes >= 128 && slotLengthBytes <= 65_536, "slot-length",
                "must be a multiple of 64B from 128B to 64KiB (is " + Units.formatSizeBytes(slotLengthBytes) + ")")
            .require(snapshotCapacityBytes == 0 || snapshotCapacityBytes >= 1L << 20, "snapshot-capacity",
                "must be at least 1MiB, or 0B for what fits (is " + Units.formatSizeBytes(snapshotCapacityBytes) + ")")
            .require(areDistinct(hosts.stream().map(HostConfig::name)), "hosts", "must have different names")
            .require(areDistinct(hosts.stream().map(HostConfig::address)), "hosts", "must have different addresses")
            .require(areDistinct(hosts.stream().flatMap(one -> one.gateways().stream())), "hosts",
                "must not have the same gateway twice")
            .require(hosts.isEmpty() || hasEvery(hosts, replicas), "hosts",
                "must have each replica once, 1 to " + replicas)
            .require(host.isEmpty() || hosts.stream().anyMatch(one -> one.name().equals(host)), "host",
                "must be the name of one of the hosts (is " + host + ")")
            .throwIfAny();
    }

    /** A cluster of one host. */
    public ClusterConfig(
        final String name, final Path home, final Path memory, final int replicas, final int slots,
        final int slotLengthBytes, final long snapshotCapacityBytes, final FabricKind fabric) {
        this(name, home, memory, replicas, slots, slotLengthBytes, snapshotCapacityBytes, fabric, List.of(), "");
    }

    /** The same as it is seen from that host. */
    public ClusterConfig at(final String hostName) {
        return new ClusterConfig(
            name, home, memory, replicas, slots, slotLengthBytes, snapshotCapacityBytes, fabric, hosts, hostName);
    }

    private static boolean areDistinct(final Stream<?> values) {
        final Set<Object> seen = new HashSet<>();
        return values.allMatch(seen::add);
    }

    private static boolean hasEvery(final List<HostConfig> hosts, final int replicas) {
        return hosts.stream().flatMap(one -> one.replicas().stream()).sorted().toList()
            .equals(IntStream.rangeClosed(1, replicas).boxed().toList());
    }

    /** Reads the section. */
    public static ClusterConfig from(final Section section) {
        final String name = section.text("name", DEFAULT_NAME);
        return new ClusterConfig(
            name,
            section.file("home", Path.of("~/.muex", name)),
            section.file("memory", Path.of("/dev/shm", "muex-" + System.getProperty("user.name") + "-" + name)),
            section.integer("replicas", 3),
            section.integer("slots", 0),
            (int) Math.min(Integer.MAX_VALUE, section.sizeBytes("slot-length", RingLayout.DEFAULT_SLOT_LENGTH)),
            section.sizeBytes("snapshot-capacity", 0),
            section.choice("fabric", FabricKind.SHM),
            section.list("hosts", HostConfig::from),
            section.text("host", ""));
    }

    /** Where processes write their logs. */
    public Path logDirectory() {
        return home.resolve("logs");
    }

    /** Where replicas keep the memory that they write into each other. */
    public Path replicaMemory() {
        return memory.resolve("replicas");
    }

    /** Directory of this host's media driver, to which all its other processes attach. */
    public Path aeronDirectory() {
        return memory.resolve(host.isEmpty() ? "aeron" : "aeron-" + host);
    }

    /** Lock that this host's media driver holds for life. */
    public Path driverLock() {
        return home.resolve(host.isEmpty() ? "driver.lock" : "driver-" + host + ".lock");
    }

    /** This host, if the cluster has several and it is known which of them this is. */
    public Optional<HostConfig> here() {
        return hosts.stream().filter(one -> one.name().equals(host)).findFirst();
    }

    /** Number of replicas that is a majority. */
    public int majority() {
        return replicas / 2 + 1;
    }
}
