package io.muex.load.bench.book;

import com.sun.management.ThreadMXBean;
import io.muex.load.bench.BenchLines;
import io.muex.load.bench.BenchRow;
import io.muex.load.process.LifeLine;
import io.muex.load.report.Environment;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import org.HdrHistogram.Histogram;

/**
 * Child process: how the cost of an operation grows with the number of resting orders and of price levels, and with the
 * place of a cancelled order in its level. Reports one row per size, and for comparison the time of one dependent
 * random access to as much memory as the orders take. Argument: {@link Subject}.
 */
final class BookGrowth {
    /** What the rows of random access begin with; the number of orders follows. */
    static final String RANDOM_ACCESS = "random access";

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 3;
    /** An order, and its part of the id index. */
    private static final int BYTES_PER_ORDER = 64 + 16;
    private static final int NARROW = 100;
    private static final int WIDE = 100_000;
    private static final int ORDERS = 100_000;
    /** Between levels that share nothing in any index of prices. */
    private static final int FAR_TICKS = 64;
    private static final int[] SIZES = {1_000, 10_000, 100_000, 1_000_000};
    private static final double SECOND_NS = 1e9;

    private final Subject subject;

    private BookGrowth(final Subject subject) {
        this.subject = subject;
    }

    /** Runs. */
    public static void main(final String[] arguments) {
        LifeLine.attachIfGiven(Duration.ofSeconds(1));
        new BookGrowth(Subject.valueOf(arguments[0])).run();
        BenchLines.print(System.out, Environment.here());
    }

    /** Name of the row of a size. */
    static String row(final Subject subject, final int orders, final int levels) {
        return subject.row() + " " + orders + " orders " + levels + " levels";
    }

    /** Sizes of books with a hundred levels. */
    static int[] sizes() {
        return SIZES.clone();
    }

    private void run() {
        for (final int orders : SIZES) {
            measure(row(subject, orders, NARROW), GrowthStreams.random(orders, NARROW, false), orders);
            if (subject == Subject.MUEX) {
                final double ns = RandomAccess.nanoseconds((long) orders * BYTES_PER_ORDER);
                BenchLines.print(System.out, new BenchRow(RANDOM_ACCESS + " " + orders + " orders", "ns", 1, ns, ns, ns,
                    ns, ns, SECOND_NS / ns, 0));
            }
        }
        for (final int levels : new int[] {1_000, 10_000, WIDE}) {
            measure(row(subject, ORDERS, levels), GrowthStreams.random(ORDERS, levels, false), ORDERS);
        }
        measure(row(subject, ORDERS, WIDE) + " far apart",
            GrowthStreams.random(ORDERS, WIDE, false, FAR_TICKS), ORDERS);
        for (final int levels : new int[] {NARROW, WIDE}) {
            measure(row(subject, ORDERS, levels) + " near", GrowthStreams.random(ORDERS, levels, true), ORDERS);
        }
        cancel("first", 0);
        cancel("middle", 0.5);
        cancel("last", 1);
    }

    private void cancel(final String place, final double share) {
        final int orders = 10_000;
        measure(subject.row() + " cancel " + place + " of " + orders, GrowthStreams.cancelsAt(orders, share), orders);
    }

    private void measure(final String name, final OperationStream stream, final int orders) {
        BenchLines.printProgress(System.out, name);
        final BookEngine engine = subject.engine(2 * orders + 10_000);
        final double[] rates = new double[ROUNDS];
        final int operations = stream.length - stream.measuredFrom;
        long bytes = Long.MAX_VALUE;
        final Histogram histogram = new Histogram((long) SECOND_NS, 3);
        for (int round = 0; round < 2 * ROUNDS; round++) {
            engine.reset();
            engine.run(stream, 0, stream.measuredFrom);
            if (round % 2 == 0) {
                final long bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
                final long start = THREADS.getCurrentThreadCpuTime();
                engine.run(stream, stream.measuredFrom, stream.length);
                rates[round / 2] = operations * SECOND_NS / (THREADS.getCurrentThreadCpuTime() - start);
                bytes = Math.min(bytes, THREADS.getCurrentThreadAllocatedBytes() - bytesBefore);
            } else {
                if (round == 1) {
                    // The first time compiles; drop what it measured.
                    measureLatency(engine, stream, new Histogram((long) SECOND_NS, 3));
                } else {
                    measureLatency(engine, stream, histogram);
                }
            }
        }
        Arrays.sort(rates);
        BenchLines.print(System.out,
            BenchRow.ofNanoseconds(name, histogram, rates[ROUNDS / 2], (double) bytes / operations));
    }

    private static void measureLatency(final BookEngine engine, final OperationStream stream, final Histogram into) {
        for (int i = stream.measuredFrom; i < stream.length; i++) {
            final long start = System.nanoTime();
            engine.run(stream, i, i + 1);
            into.recordValue(Math.min((long) SECOND_NS, System.nanoTime() - start));
        }
    }
}
