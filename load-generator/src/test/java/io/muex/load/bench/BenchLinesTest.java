package io.muex.load.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.load.report.Environment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchLinesTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void shouldReadWhatAChildPrinted() {
        final Histogram histogram = new Histogram(1_000_000, 3);
        for (int i = 1; i <= 1000; i++) {
            histogram.recordValue(i);
        }
        final BenchRow row = BenchRow.ofNanoseconds("a row", histogram, 2.5e6, 0);
        BenchLines.print(out, row);
        BenchLines.print(out, "rate", 1.5);
        BenchLines.print(out, "rate", 2.5);
        BenchLines.print(out, "latency", histogram);
        BenchLines.printText(out, "totals", "one\ttwo\nthree");
        BenchLines.printProblem(out, "too slow");
        BenchLines.print(out, Environment.here());
        BenchLines.printProgress(out, "first");
        BenchLines.printProgress(out, "second");
        out.print("a warning of the JVM\nPROGRESS\thalf a li");

        final BenchLines lines = new BenchLines(bytes.toString(StandardCharsets.UTF_8));
        assertEquals(List.of(row), lines.rows());
        assertEquals(500, row.p50());
        assertEquals(1000, row.max());
        assertEquals(List.of(1.5, 2.5), lines.values("rate"));
        assertEquals(List.of(histogram), lines.histograms("latency"));
        assertEquals(List.of("one two three"), lines.texts("totals"));
        assertEquals(List.of("too slow"), lines.problems());
        assertEquals(Optional.of(Environment.here()), lines.environment());
        assertEquals(Optional.of("second"), lines.progress());
        assertEquals(List.of(), lines.values("bytes"));
    }

    @Test
    void shouldTakeTheMedianOfPairs() {
        assertEquals(new Ratio(2, 1, 9, 3), Ratio.of(9, 1, 2));
        assertEquals(new Ratio(2.5, 1, 9, 4), Ratio.of(9, 1, 2, 3));
        assertThrows(IllegalArgumentException.class, Ratio::of);
    }

    @Test
    void shouldFindTheLibraryBesideTheJarOnly(@TempDir final Path directory) throws IOException {
        final Path library = Files.createDirectory(directory.resolve("bench-lib"));
        Files.createFile(library.resolve("b.jar"));
        Files.createFile(library.resolve("a.jar"));
        Files.createFile(library.resolve("notes.txt"));
        assertEquals(List.of(library.resolve("a.jar"), library.resolve("b.jar")),
            BenchLibrary.beside(directory.resolve("muex.jar").toString()));
        assertEquals(List.of(), BenchLibrary.beside(directory.resolve("classes").toString()));
        assertTrue(BenchLibrary.beside(library.resolve("a.jar").toString()).isEmpty());
    }
}
