package io.muex.load.bench.order;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much processor time processes have used, as the kernel accounts it, in steps of 10 ms. Any thread.
 */
final class ProcessorTime {
    private static final double TICK_US = 10_000;
    private static final int USER = 11;
    private static final int SYSTEM = 12;

    private final Map<String, Long> pids;
    private final Map<String, Long> beforeTicks;

    /** Counts from now on. */
    ProcessorTime(final Map<String, Long> pids) {
        this.pids = pids;
        beforeTicks = read();
    }

    /** Microseconds since, by process. */
    Map<String, Double> usedUs() {
        final Map<String, Double> used = new LinkedHashMap<>();
        read().forEach((name, ticks) -> used.put(name, (ticks - beforeTicks.getOrDefault(name, ticks)) * TICK_US));
        return used;
    }

    private Map<String, Long> read() {
        final Map<String, Long> ticks = new LinkedHashMap<>();
        pids.forEach((name, pid) -> ticks.put(name, ticks(pid)));
        return ticks;
    }

    private static long ticks(final long pid) {
        try {
            final String line = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            final String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
            return Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM]);
        } catch (final IOException gone) {
            return 0;
        }
    }
}
