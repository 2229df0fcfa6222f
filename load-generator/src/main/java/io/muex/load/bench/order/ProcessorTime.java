package io.muex.load.bench.order;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much processor time processes have used, and everything else on the host, as the kernel accounts it, in steps of
 * 10 ms. Any thread.
 */
final class ProcessorTime {
    /** Name of everything else on the host; includes what the host of a virtual machine took away. */
    static final String ELSE = "everything else";

    private static final double TICK_US = 10_000;
    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final int IDLE = 4;
    private static final int IO_WAIT = 5;
    private static final int STEAL = 8;

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
        long ours = 0;
        for (final Map.Entry<String, Long> process : pids.entrySet()) {
            final long used = ticks(process.getValue());
            ticks.put(process.getKey(), used);
            ours += used;
        }
        ticks.put(ELSE, hostTicks() - ours);
        return ticks;
    }

    private static long hostTicks() {
        try {
            final String[] fields = Files.readAllLines(Path.of("/proc/stat")).getFirst().split(" +");
            long busy = 0;
            for (int field = 1; field <= STEAL; field++) {
                busy += field == IDLE || field == IO_WAIT ? 0 : Long.parseLong(fields[field]);
            }
            return busy;
        } catch (final IOException absent) {
            return 0;
        }
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
