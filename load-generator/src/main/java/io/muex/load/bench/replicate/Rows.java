package io.muex.load.bench.replicate;

import com.sun.management.ThreadMXBean;
import io.muex.load.bench.BenchLines;
import io.muex.load.bench.BenchRow;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/** Runs measurements, first without and then with taking figures, and prints a row for each. One thread. */
final class Rows {
    private static final long HIGHEST_NS = 100_000_000_000L;
    private static final int DIGITS = 3;
    private static final double SECOND_NS = 1e9;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final PrintStream out;

    Rows(final PrintStream out) {
        this.out = out;
    }

    static Histogram histogram() {
        return new Histogram(HIGHEST_NS, DIGITS);
    }

    /**
     * Runs a measurement that reports its own time.
     *
     * @param name      of the row
     * @param run       measures into the histogram
     * @param tookNs    how long it took, asked afterwards
     * @param isCounted whether what this thread allocated meanwhile belongs to it
     */
    Histogram print(final String name, final Consumer<Histogram> run, final LongSupplier tookNs,
                    final boolean isCounted) {
        BenchLines.printProgress(out, name);
        final Histogram histogram = histogram();
        final long before = THREADS.getCurrentThreadAllocatedBytes();
        run.accept(histogram);
        final long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
        final long count = histogram.getTotalCount();
        BenchLines.print(out, BenchRow.ofNanoseconds(name, histogram, count * SECOND_NS / tookNs.getAsLong(),
            isCounted ? (double) bytes / count : Double.NaN));
        return histogram;
    }

    /** The same for a measurement that took as long as it was told. */
    Histogram print(final String name, final long forNs, final Consumer<Histogram> run) {
        return print(name, run, () -> forNs, true);
    }
}
