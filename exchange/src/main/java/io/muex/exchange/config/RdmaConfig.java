package io.muex.exchange.config;

import io.muex.exchange.config.file.Problems;
import io.muex.exchange.config.file.Section;
import io.muex.exchange.config.file.Units;
import java.util.ArrayList;
import java.util.List;

/**
 * How replicas find each other with {@code fabric: disni}.
 *
 * @param members        {@code address:port} of each replica in the order of their ids; empty where all are on this
 *                       host: then on the first RDMA device that has an address, from {@code port} on
 * @param port           first port of replica 1 where there are no members; each replica takes 32
 * @param writeTimeoutNs a write that has not completed after this long is given up, 10 ms to 1 minute
 */
public record RdmaConfig(List<String> members, int port, long writeTimeoutNs) {
    /** Name of the section in a file. */
    public static final String SECTION = "rdma";

    /** Checks every value. */
    public RdmaConfig {
        members = List.copyOf(members);
        final Problems problems = new Problems(SECTION);
        for (final String member : members) {
            problems.require(member.matches("[0-9]+(\\.[0-9]+){3}:[0-9]{4,5}"), "members",
                "must be IPv4 addresses with ports, such as 10.0.0.1:7400 (one is " + member + ")");
        }
        problems
            .require(port >= 1_024 && port <= 65_000, "port", "must be from 1024 to 65000 (is " + port + ")")
            .require(writeTimeoutNs >= 10_000_000 && writeTimeoutNs <= 60_000_000_000L, "write-timeout",
                "must be from 10ms to 1m (is " + Units.formatDurationNs(writeTimeoutNs) + ")")
            .throwIfAny();
    }

    /** Reads the section; members are separated by commas. */
    public static RdmaConfig from(final Section section) {
        final List<String> members = new ArrayList<>();
        for (final String member : section.text("members", "").split(",")) {
            if (!member.isBlank()) {
                members.add(member.strip());
            }
        }
        return new RdmaConfig(members, section.integer("port", 7_400),
            section.durationNs("write-timeout", 1_000_000_000L));
    }
}
