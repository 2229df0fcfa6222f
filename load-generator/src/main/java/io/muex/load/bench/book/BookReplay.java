package io.muex.load.bench.book;

import com.sun.management.ThreadMXBean;
import io.muex.load.bench.BenchLines;
import io.muex.load.process.LifeLine;
import io.muex.load.report.Environment;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * Child process: replays a stream through one engine and reports rate, latencies, allocation and totals. A round is the
 * whole stream in a fresh book; the first rounds warm up. Latency is measured in rounds of its own, each operation
 * between two readings of the clock, which are included; so is the loop around it.
 *
 * <p>Arguments: {@link Subject}, seconds to measure, file or {@code seed:N}.
 */
final class BookReplay {
    /** Names of what is reported beside the histogram. */
    static final String RATE = "rate";
    static final String BYTES = "bytes";
    static final String TOTALS = "totals";
    static final String EXPECTED = "expected";
    static final String SEED = "seed:";

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int OPERATIONS = 1_000_000;
    private static final int ROOM = 1 << 16;
    private static final int MIN_ROUNDS = 3;
    private static final int LATENCY_ROUNDS = 2;
    private static final long WARM_UP_NS = 600_000_000;
    private static final int MIN_WARM_UP_ROUNDS = 4;
    private static final double SECOND_NS = 1e9;
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Subject subject;
    private final BookEngine engine;
    private final OperationStream stream;
    private final int operations;

    private BookReplay(final Subject subject, final OperationStream stream) {
        this.subject = subject;
        this.stream = stream;
        engine = subject.engine(ROOM);
        operations = stream.length - stream.measuredFrom;
    }

    /** Runs. */
    public static void main(final String[] arguments) throws IOException {
        LifeLine.attachIfGiven(GRACE);
        final Subject subject = Subject.valueOf(arguments[0]);
        final OperationStream stream = arguments[2].startsWith(SEED)
            ? MixedStream.generate(Long.parseLong(arguments[2].substring(SEED.length())), OPERATIONS)
            : OperationStream.read(Path.of(arguments[2]));
        new BookReplay(subject, stream).run(Double.parseDouble(arguments[1]));
    }

    private void run(final double seconds) {
        final long warmUpEnd = System.nanoTime() + WARM_UP_NS;
        for (int i = 0; i < MIN_WARM_UP_ROUNDS || System.nanoTime() - warmUpEnd < 0; i++) {
            fill();
            engine.run(stream, stream.measuredFrom, stream.length);
            // The loop that measures latency runs one operation at a time; it must be compiled as well.
            if (i == 1) {
                measureLatency(newHistogram());
            }
        }
        long bytes = 0;
        int rounds = 0;
        final long end = System.nanoTime() + (long) (seconds * SECOND_NS);
        while (rounds < MIN_ROUNDS || System.nanoTime() - end < 0) {
            fill();
            final long bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
            final double rate = measureRate();
            bytes += THREADS.getCurrentThreadAllocatedBytes() - bytesBefore;
            BenchLines.print(System.out, RATE, rate);
            rounds++;
            reportTotals();
        }
        BenchLines.print(System.out, BYTES, (double) bytes / rounds / operations);
        final Histogram histogram = newHistogram();
        for (int i = 0; i < LATENCY_ROUNDS; i++) {
            measureLatency(histogram);
        }
        BenchLines.print(System.out, subject.row(), histogram);
        BenchLines.print(System.out, Environment.here());
    }

    private static Histogram newHistogram() {
        return new Histogram((long) SECOND_NS, 3);
    }

    private void fill() {
        engine.reset();
        engine.run(stream, 0, stream.measuredFrom);
        engine.resetCounts();
    }

    /** Operations per second of the time this thread had a processor, so that a busy machine matters less. */
    private double measureRate() {
        final long start = THREADS.getCurrentThreadCpuTime();
        engine.run(stream, stream.measuredFrom, stream.length);
        return operations * SECOND_NS / (THREADS.getCurrentThreadCpuTime() - start);
    }

    private void measureLatency(final Histogram histogram) {
        fill();
        for (int i = stream.measuredFrom; i < stream.length; i++) {
            final long start = System.nanoTime();
            engine.run(stream, i, i + 1);
            histogram.recordValue(Math.min((long) SECOND_NS, System.nanoTime() - start));
        }
    }

    private void reportTotals() {
        final Totals totals = engine.totals();
        BenchLines.printText(System.out, TOTALS, totals.text());
        if (!stream.expects(totals)) {
            BenchLines.printProblem(System.out, subject.row() + " does not reach the totals of the stream: "
                + totals.text());
        }
        BenchLines.print(System.out, EXPECTED, stream.expectations());
    }
}
