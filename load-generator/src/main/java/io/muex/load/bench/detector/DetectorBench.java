package io.muex.load.bench.detector;

import io.muex.load.bench.BenchLines;
import io.muex.load.bench.BenchRow;
import io.muex.load.process.ChildGroup;
import io.muex.load.process.ChildProcess;
import io.muex.load.process.ClusterDirectories;
import io.muex.load.process.JvmCommand;
import io.muex.load.process.ProcessKind;
import io.muex.load.process.Signal;
import io.muex.load.report.Environment;
import io.muex.mu.DetectorConfig;
import io.muex.mu.fabric.shm.Kernel;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Records a trace under load, judges detectors on it, and kills processes for the death watch. Prints rows for the
 * process that started it. One thread.
 */
public final class DetectorBench {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final long[] READ_INTERVALS_MICROS = {500, 1_000, 2_000, 5_000, 10_000};
    private static final long WAKE_NS = 200_000;
    private static final long MICRO_NS = 1_000;
    private static final double HOUR_NS = 3_600e9;
    private static final long HIGHEST_NS = 100_000_000_000L;
    private static final int DIGITS = 3;
    private static final int MOMENTS = 500;
    private static final int MOST_BEATS = 1 << 20;
    private static final long PAUSE_EVERY_NS = TimeUnit.SECONDS.toNanos(2);
    private static final int LONGEST_PAUSE_MS = 60;

    private final PrintStream out;
    private final Path directory;

    private DetectorBench(final PrintStream out, final Path directory) {
        this.out = out;
        this.directory = directory;
    }

    /** Arguments: seconds of the trace, competing threads, kills. */
    public static void main(final String[] args) throws IOException, InterruptedException {
        Kernel.removeTimerSlack();
        Signal.link();
        BenchLines.print(System.out, Environment.here());
        final Path directory = Files.createTempDirectory("muex-bench-");
        try {
            final DetectorBench bench = new DetectorBench(System.out, directory);
            bench.judge(bench.record(Long.parseLong(args[0]), Integer.parseInt(args[1])));
            BenchLines.printProgress(System.out, "killing");
            final Histogram deaths = DeathRows.measure(directory, Integer.parseInt(args[2]));
            BenchLines.print(System.out, BenchRow.ofMicroseconds("death watch", deaths, Double.NaN, Double.NaN));
        } finally {
            ClusterDirectories.remove(directory);
        }
        System.exit(0);
    }

    /** Beats of a process that competes for the processors and is stopped now and then, seen by a waking thread. */
    private Trace record(final long seconds, final int competitors) throws IOException, InterruptedException {
        BenchLines.printProgress(out, "recording");
        final Path file = directory.resolve("times");
        try (var channel = Files.newByteChannel(file, java.nio.file.StandardOpenOption.CREATE_NEW,
            java.nio.file.StandardOpenOption.WRITE)) {
            channel.position((long) MOST_BEATS * Long.BYTES - 1);
            channel.write(java.nio.ByteBuffer.allocate(1));
        }
        final UnsafeBuffer times = new UnsafeBuffer(IoUtil.mapExistingFile(file.toFile(), "times"));
        try (ChildGroup children = new ChildGroup(directory, GRACE)) {
            final ChildProcess child = children.start("beating", JvmCommand.of(ProcessKind.CLIENT,
                BeatingProcess.class.getName()).option("-Xms16m").option("-Xmx64m")
                .arguments(file.toString(), Integer.toString(competitors)));
            child.awaitReady(PATIENCE);
            final long[] wakes = watch(child, TimeUnit.SECONDS.toNanos(seconds));
            final int beats = (int) times.getLongAcquire(0);
            final long[] beatsNs = new long[beats];
            for (int i = 0; i < beats; i++) {
                beatsNs[i] = times.getLong((i + 1) * Long.BYTES);
            }
            return new Trace(beatsNs, wakes);
        }
    }

    private static long[] watch(final ChildProcess child, final long forNs) throws IOException {
        final long[] wakes = new long[(int) (forNs / WAKE_NS) + 1];
        final long startNs = System.nanoTime();
        long nextPauseNs = startNs + PAUSE_EVERY_NS;
        long resumeNs = Long.MAX_VALUE;
        int pauses = 0;
        int count = 0;
        for (long now = startNs; now - startNs < forNs && count < wakes.length; now = System.nanoTime()) {
            wakes[count++] = now;
            if (now - nextPauseNs >= 0) {
                child.pause();
                // 5, 10, ... ms: what a collector, a page fault or a hypervisor takes.
                resumeNs = now + TimeUnit.MILLISECONDS.toNanos(5 + 5 * pauses++ % LONGEST_PAUSE_MS);
                nextPauseNs = now + PAUSE_EVERY_NS;
            } else if (now >= resumeNs) {
                child.resume();
                resumeNs = Long.MAX_VALUE;
            }
            LockSupport.parkNanos(WAKE_NS);
        }
        child.resume();
        return Arrays.copyOf(wakes, count);
    }

    private void judge(final Trace trace) {
        BenchLines.printProgress(out, "judging");
        gaps("beat gaps", trace.beatsNs());
        gaps("wake gaps", trace.wakesNs());
        for (final long micros : READ_INTERVALS_MICROS) {
            final DetectorConfig config = DetectorConfig.ofReadInterval(micros * MICRO_NS);
            final long timeoutNs = (config.scoreMax() - config.failThreshold() + 1) * config.readIntervalNs();
            final Histogram pull = histogram();
            trace.pullDetection(config, MOMENTS, pull);
            print("pull every " + micros + " us", pull, trace.pullSuspicions(config), trace);
            final Histogram push = histogram();
            trace.pushDetection(timeoutNs, MOMENTS, push);
            print("push timeout " + timeoutNs / MICRO_NS + " us", push, trace.pushSuspicions(timeoutNs), trace);
        }
    }

    private void print(final String name, final Histogram detection, final int suspicions, final Trace trace) {
        final double perHour = suspicions * HOUR_NS / trace.lengthNs();
        BenchLines.print(out, BenchRow.ofMicroseconds(name, detection, Double.NaN, Double.NaN));
        BenchLines.print(out, new BenchRow(name + " false suspicions", "per hour", suspicions, perHour, Double.NaN,
            Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN));
    }

    private void gaps(final String name, final long[] timesNs) {
        final Histogram gaps = histogram();
        for (int i = 1; i < timesNs.length; i++) {
            gaps.recordValue(timesNs[i] - timesNs[i - 1]);
        }
        BenchLines.print(out, BenchRow.ofMicroseconds(name, gaps, Double.NaN, Double.NaN));
    }

    static Histogram histogram() {
        return new Histogram(HIGHEST_NS, DIGITS);
    }
}
