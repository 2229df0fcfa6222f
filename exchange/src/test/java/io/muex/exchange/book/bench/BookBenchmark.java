package io.muex.exchange.book.bench;

import com.sun.management.ThreadMXBean;
import io.muex.exchange.trace.TraceFiles;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Replays the mixed stream through one engine and prints its speed.
 *
 * <p>Arguments: engine ({@code muex}; {@code muex-5} with five visible levels, {@code muex-5-read} whose listener reads
 * them all at every publication; {@code exchange-core-direct}, {@code exchange-core-naive}),
 * measured rounds (default 15), file (default: {@code mixed_stream.txt.gz} of the shared collection). One engine per
 * JVM, so that none suffers from the profile of another; run them in the order A B B A.
 *
 * <p>A round is the whole stream in a fresh book; the first ten warm up. Latency is measured in rounds of its own,
 * each operation between two readings of the clock, which are included.
 */
public final class BookBenchmark {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARMUP_ROUNDS = 10;
    private static final int LATENCY_ROUNDS = 5;
    private static final int MAX_NS = 1 << 20;

    private BookBenchmark() {
    }

    /** Runs. */
    public static void main(final String[] args) throws IOException {
        final String name = args.length > 0 ? args[0] : "muex";
        final int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 15;
        final Path file = args.length > 2 ? Path.of(args[2])
            : TraceFiles.sharedFile("mixed_stream.txt.gz").orElseThrow();
        final OperationStream stream = OperationStream.read(file);
        final BookEngine engine = BookEngine.named(name);
        for (int i = 0; i < WARMUP_ROUNDS; i++) {
            round(engine, stream);
        }
        final double[] rates = new double[rounds];
        final long bytesBefore = allocatedBytes();
        long bytesOfResets = 0;
        for (int i = 0; i < rounds; i++) {
            final long bytesBeforeReset = allocatedBytes();
            fill(engine, stream);
            bytesOfResets += allocatedBytes() - bytesBeforeReset;
            rates[i] = measure(engine, stream);
        }
        final long operations = (long) rounds * (stream.length - stream.measuredFrom);
        final double bytesPerOperation = (double) (allocatedBytes() - bytesBefore - bytesOfResets) / operations;
        final Totals totals = engine.totals();
        if (!totals.equals(Totals.OF_MIXED_STREAM)) {
            throw new IllegalStateException("wrong totals: " + totals);
        }
        Arrays.sort(rates);
        final long[] histogram = new long[MAX_NS + 1];
        for (int i = 0; i < LATENCY_ROUNDS; i++) {
            latency(engine, stream, histogram);
        }
        System.out.printf("%-22s %6.2f M ops/s median, %6.2f best, %6.2f worst, %5.1f bytes/op; ns: p50 %d p90 %d"
                + " p99 %d p99.9 %d p99.99 %d max %d; %s%n", name, rates[rounds / 2], rates[rounds - 1], rates[0],
            bytesPerOperation, percentile(histogram, 0.5), percentile(histogram, 0.9), percentile(histogram, 0.99),
            percentile(histogram, 0.999), percentile(histogram, 0.9999), percentile(histogram, 1), engine.remark());
    }

    private static void round(final BookEngine engine, final OperationStream stream) {
        fill(engine, stream);
        engine.run(stream, stream.measuredFrom, stream.length);
    }

    private static void fill(final BookEngine engine, final OperationStream stream) {
        engine.reset();
        engine.run(stream, 0, stream.measuredFrom);
        engine.resetCounts();
    }

    /** Million operations per second, by the time this thread had a processor, so that a busy machine matters less. */
    private static double measure(final BookEngine engine, final OperationStream stream) {
        final long start = THREADS.getCurrentThreadCpuTime();
        engine.run(stream, stream.measuredFrom, stream.length);
        final long elapsedNs = THREADS.getCurrentThreadCpuTime() - start;
        return (stream.length - stream.measuredFrom) * 1e3 / elapsedNs;
    }

    private static void latency(final BookEngine engine, final OperationStream stream, final long[] histogram) {
        fill(engine, stream);
        for (int i = stream.measuredFrom; i < stream.length; i++) {
            final long start = System.nanoTime();
            engine.run(stream, i, i + 1);
            final long elapsedNs = System.nanoTime() - start;
            histogram[(int) Math.min(MAX_NS, elapsedNs)]++;
        }
    }

    static int percentile(final long[] histogram, final double share) {
        final long wanted = (long) Math.ceil(Arrays.stream(histogram).sum() * share);
        long seen = 0;
        int at = 0;
        while (at < histogram.length - 1 && seen + histogram[at] < wanted) {
            seen += histogram[at++];
        }
        return at;
    }

    private static long allocatedBytes() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }
}
