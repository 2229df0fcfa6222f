package io.muex.load.bench.detector;

import io.muex.load.bench.BenchDirectory;
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
    private static final long[] READ_INTERVALS_MICROS = {500, 1_000, 2_000, 10_000};
    private static final long REST_NS = 1_000_000;
    private static final long WAKE_NS = 200_000;
    private static final long MICRO_NS = 1_000;
    private static final double HOUR_NS = 3_600e9;
    private static final long HIGHEST_NS = 100_000_000_000L;
    private static final int DIGITS = 3;
    private static final int MOMENTS = 500;
    private static final int MOST_BEATS = 1 << 22;
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
        final Path directory = Files.createTempDirectory(BenchDirectory.PREFIX);
        try {
            final DetectorBench bench = new DetectorBench(System.out, directory);
            final long seconds = Long.parseLong(args[0]);
            final int competitors = Integer.parseInt(args[1]);
            bench.judgeSmall(bench.record(seconds, competitors, REST_NS, WAKE_NS));
            final long restNs = DetectorConfig.AGGRESSIVE.longestRestNs();
            bench.judgeAggressive(bench.record(seconds, competitors, restNs, restNs));
            BenchLines.printProgress(System.out, "killing");
            final Histogram deaths = DeathRows.measure(directory, Integer.parseInt(args[2]));
            BenchLines.print(System.out, BenchRow.ofMicroseconds("death watch", deaths, Double.NaN, Double.NaN));
        } finally {
            ClusterDirectories.remove(directory);
        }
        System.exit(0);
    }

    /** Beats of a process that competes for the processors and is stopped now and then, seen by a waking thread. */
    private Trace record(final long seconds, final int competitors, final long restNs, final long wakeNs)
        throws IOException, InterruptedException {
        BenchLines.printProgress(out, "recording");
        final Path file = directory.resolve("times-" + restNs);
        try (var channel = Files.newByteChannel(file, java.nio.file.StandardOpenOption.CREATE_NEW,
            java.nio.file.StandardOpenOption.WRITE)) {
            channel.position((long) MOST_BEATS * Long.BYTES - 1);
            channel.write(java.nio.ByteBuffer.allocate(1));
        }
        final UnsafeBuffer times = new UnsafeBuffer(IoUtil.mapExistingFile(file.toFile(), "times"));
        try (ChildGroup children = new ChildGroup(directory, GRACE)) {
            final ChildProcess child = children.start("beating", JvmCommand.of(ProcessKind.CLIENT,
                BeatingProcess.class.getName()).option("-Xms16m").option("-Xmx64m")
                .arguments(file.toString(), Integer.toString(competitors), Long.toString(restNs)));
            child.awaitReady(PATIENCE);
            final long[] wakes = watch(child, TimeUnit.SECONDS.toNanos(seconds), wakeNs);
            final int beats = (int) times.getLongAcquire(0);
            final long[] beatsNs = new long[beats];
            for (int i = 0; i < beats; i++) {
                beatsNs[i] = times.getLong((i + 1) * Long.BYTES);
            }
            return new Trace(beatsNs, wakes);
        }
    }

    private static long[] watch(final ChildProcess child, final long forNs, final long wakeNs) throws IOException {
        final long[] wakes = new long[(int) (forNs / wakeNs) + 1];
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
            LockSupport.parkNanos(wakeNs);
        }
        child.resume();
        return Arrays.copyOf(wakes, count);
    }

    private void judgeSmall(final Trace trace) {
        gaps("beat gaps", trace.beatsNs());
        gaps("wake gaps", trace.wakesNs());
        judge("profile small, ", DetectorConfig.DEFAULT, trace);
        for (final long micros : READ_INTERVALS_MICROS) {
            judge("", DetectorConfig.ofReadInterval(micros * MICRO_NS), trace);
        }
    }

    /** On a trace of its own, in which both sides wake as often as that profile asks for. */
    private void judgeAggressive(final Trace trace) {
        gaps("profile aggressive, beat gaps", trace.beatsNs());
        gaps("profile aggressive, wake gaps", trace.wakesNs());
        judge("profile aggressive, ", DetectorConfig.AGGRESSIVE, trace);
    }

    private void judge(final String profile, final DetectorConfig config, final Trace trace) {
        BenchLines.printProgress(out, "judging");
        final long timeoutNs = (config.scoreMax() - config.failThreshold() + 1) * config.readIntervalNs();
        final Histogram pull = histogram();
        trace.pullDetection(config, MOMENTS, pull);
        print(profile + "pull every " + config.readIntervalNs() / MICRO_NS + " us", pull,
            trace.pullSuspicions(config), trace);
        final Histogram push = histogram();
        trace.pushDetection(timeoutNs, MOMENTS, push);
        print(profile + "push timeout " + timeoutNs / MICRO_NS + " us", push, trace.pushSuspicions(timeoutNs), trace);
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
