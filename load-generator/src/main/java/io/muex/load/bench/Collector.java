package io.muex.load.bench;

import java.util.List;
import java.util.Locale;

/** The garbage collector that a measured process runs on. */
public enum Collector {
    /** What every process of a cluster runs on. */
    SERIAL(List.of("-XX:+UseSerialGC")),
    /** The collector for throughput; write barriers like serial's. */
    PARALLEL(List.of("-XX:-UseSerialGC", "-XX:+UseParallelGC")),
    /** The JVM's default on larger machines; the most expensive write barriers. */
    G1(List.of("-XX:-UseSerialGC", "-XX:+UseG1GC"));

    private final List<String> options;

    Collector(final List<String> options) {
        this.options = options;
    }

    /** Options that choose it, also after another was chosen. */
    public List<String> options() {
        return options;
    }

    /** As on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
