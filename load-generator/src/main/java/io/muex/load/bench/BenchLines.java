package io.muex.load.bench;

import io.muex.load.report.Environment;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * What a measuring process tells the one that started it: lines of a word and fields with tabs between. Everything else
 * that it prints is for people. One thread.
 */
public final class BenchLines {
    private static final String TAB = "\t";
    private static final String ROW = "ROW";
    private static final String VALUE = "VALUE";
    private static final String ENVIRONMENT = "ENVIRONMENT";
    private static final String PROGRESS = "PROGRESS";
    private static final String PROBLEM = "PROBLEM";
    private static final String TEXT = "TEXT";
    private static final String HISTOGRAM = "HISTOGRAM";

    private final List<String[]> lines = new ArrayList<>();

    /** The complete lines of a text. */
    public BenchLines(final String text) {
        final String complete = text.substring(0, text.lastIndexOf('\n') + 1);
        complete.lines().forEach(line -> lines.add(line.split(TAB, -1)));
    }

    /** Prints a row. */
    public static void print(final PrintStream out, final BenchRow row) {
        line(out, ROW, row.name(), row.unit(), row.count(), row.p50(), row.p90(), row.p99(), row.p999(), row.max(),
            row.throughputPerSecond(), row.allocatedBytesPerOp());
    }

    /** Prints a named number. A name may come several times. */
    public static void print(final PrintStream out, final String name, final double value) {
        line(out, VALUE, name, value);
    }

    /** Prints where the figures come from. */
    public static void print(final PrintStream out, final Environment environment) {
        line(out, ENVIRONMENT, environment.cpu(), environment.cores(), environment.jdk(), environment.gc(),
            environment.flags(), environment.commit());
    }

    /** Prints a named text. */
    public static void printText(final PrintStream out, final String name, final String text) {
        line(out, TEXT, name, text);
    }

    /** Prints a named histogram, whole, so that those of several processes can be added up. */
    public static void print(final PrintStream out, final String name, final Histogram histogram) {
        final ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        final int length = histogram.encodeIntoCompressedByteBuffer(bytes);
        line(out, HISTOGRAM, name, Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length)));
    }

    /** Prints what is being done now, for people. */
    public static void printProgress(final PrintStream out, final String text) {
        line(out, PROGRESS, text);
    }

    /** Prints what did not hold. */
    public static void printProblem(final PrintStream out, final String text) {
        line(out, PROBLEM, text);
    }

    private static void line(final PrintStream out, final Object... fields) {
        final StringBuilder text = new StringBuilder();
        for (final Object field : fields) {
            text.append(text.isEmpty() ? "" : TAB).append(field.toString().replaceAll("[\\t\\n\\r]", " "));
        }
        out.print(text.append('\n'));
        out.flush();
    }

    /** All rows, in order. */
    public List<BenchRow> rows() {
        return of(ROW).map(fields -> new BenchRow(fields[1], fields[2], Long.parseLong(fields[3]), number(fields[4]),
            number(fields[5]), number(fields[6]), number(fields[7]), number(fields[8]), number(fields[9]),
            number(fields[10]))).toList();
    }

    /** All numbers of a name, in order. */
    public List<Double> values(final String name) {
        return of(VALUE).filter(fields -> fields[1].equals(name)).map(fields -> number(fields[2])).toList();
    }

    /** The latest number of every name, in the order in which the names came first. */
    public Map<String, Double> values() {
        final Map<String, Double> values = new LinkedHashMap<>();
        of(VALUE).forEach(fields -> values.put(fields[1], number(fields[2])));
        return values;
    }

    /** All texts of a name, in order. */
    public List<String> texts(final String name) {
        return of(TEXT).filter(fields -> fields[1].equals(name)).map(fields -> fields[2]).toList();
    }

    /** All histograms of a name, in order. */
    public List<Histogram> histograms(final String name) {
        return of(HISTOGRAM).filter(fields -> fields[1].equals(name)).map(fields -> histogram(fields[2])).toList();
    }

    private static Histogram histogram(final String text) {
        try {
            return Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(Base64.getDecoder().decode(text)), 0);
        } catch (final DataFormatException e) {
            throw new IllegalArgumentException("no histogram: " + text, e);
        }
    }

    /** Where the figures come from. */
    public Optional<Environment> environment() {
        return of(ENVIRONMENT).map(fields -> new Environment(fields[1], Integer.parseInt(fields[2]), fields[3],
            fields[4], fields[5], fields[6])).findFirst();
    }

    /** What was being done last. */
    public Optional<String> progress() {
        return of(PROGRESS).map(fields -> fields[1]).reduce((before, last) -> last);
    }

    /** What did not hold. */
    public List<String> problems() {
        return of(PROBLEM).map(fields -> fields[1]).toList();
    }

    private Stream<String[]> of(final String word) {
        return lines.stream().filter(fields -> fields[0].equals(word));
    }

    private static double number(final String text) {
        return Double.parseDouble(text);
    }
}
