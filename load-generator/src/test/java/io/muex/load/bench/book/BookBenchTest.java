package io.muex.load.bench.book;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.load.bench.BenchChild;
import io.muex.load.bench.BenchReport;
import io.muex.load.bench.BenchRow;
import io.muex.load.bench.Collector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BookBenchTest {
    @TempDir
    private Path directory;

    @Test
    void shouldReachTheSameTotalsWithEveryEngine() {
        final OperationStream stream = MixedStream.generate(7, 30_000);
        final Totals wanted = totals(Subject.MUEX, stream);
        assertTrue(wanted.fills() > 1000 && wanted.cancelsDone() > 1000 && wanted.rejected() > 50
            && wanted.bids() + wanted.asks() < 5_000, wanted.text());
        for (final Subject subject : Subject.values()) {
            assertEquals(wanted, totals(subject, stream), subject.row());
        }
        // A negative control: without one of its cancels the stream comes to something else.
        final int cancel = lastCancelOfAResting(stream);
        stream.kinds[cancel] = OperationStream.ADD;
        stream.prices[cancel] = 1;
        stream.quantities[cancel] = 1;
        assertFalse(wanted.equals(totals(Subject.MUEX, stream)));
    }

    private static int lastCancelOfAResting(final OperationStream stream) {
        for (int i = stream.length - 1; ; i--) {
            if (stream.kinds[i] == OperationStream.CANCEL) {
                return i;
            }
        }
    }

    @Test
    void shouldReachTheSameTotalsWhileGrowing() {
        for (final OperationStream stream : List.of(GrowthStreams.random(1000, 100, false),
            GrowthStreams.random(1000, 100, true), GrowthStreams.random(1000, 1000, false, 64),
            GrowthStreams.cancelsAt(1000, 0), GrowthStreams.cancelsAt(1000, 0.5),
            GrowthStreams.cancelsAt(1000, 1))) {
            assertEquals(totals(Subject.MUEX, stream), totals(Subject.DIRECT, stream));
        }
    }

    @Test
    void shouldReadAFileAndWhatItExpects() throws IOException {
        final Path file = Files.writeString(directory.resolve("stream"), """
            # small
            A 1 S 10 100
            #MEASURE
            A 2 S 10 101
            I 3 B 15 101
            M 4 B 1
            R 2 -1 0
            C 2
            C 9
            #EXPECT fills=3 fillQty=16 cancelsOk=1 cancelsRejected=1 restingBids=0 restingAsks=0
            """);
        final OperationStream stream = OperationStream.read(file);
        assertEquals(1, stream.measuredFrom);
        assertEquals(7, stream.length);
        final Totals totals = totals(Subject.MUEX, stream);
        assertTrue(stream.expects(totals), totals.text());
        assertFalse(stream.expects(new Totals(4, 16, totals.fillValue(), 1, 1, 0, 0, 0, 0, 0, 0)));
        final Path wrong = Files.writeString(directory.resolve("wrong"), "A 1 S 10 100\nX 2\n");
        assertTrue(assertThrows(IOException.class, () -> OperationStream.read(wrong)).getMessage()
            .contains("wrong:2: no operation: X 2"));
    }

    @Test
    void shouldMeasureInProcessesOfTheirOwn() throws Exception {
        final Path file = directory.resolve("stream");
        final StringBuilder text = new StringBuilder("#MEASURE\n");
        for (int id = 1; id <= 2_000; id++) {
            text.append("A ").append(id).append(id % 2 == 0 ? " B" : " S").append(" 5 100\n");
        }
        Files.writeString(file, text);
        final BookBench bench = new BookBench(
            new BenchChild(Collector.PARALLEL, directory, Duration.ofMinutes(1)), progress -> { });
        bench.replay(file.toString(), 1, 0.001);
        final BenchReport report = bench.report();
        assertEquals(List.of(), report.problems().stream().filter(one -> one.contains("totals")).toList());
        assertEquals(Arrays.stream(Subject.values()).map(Subject::row).toList(),
            report.results().stream().map(BenchRow::name).toList());
        assertTrue(report.results().getFirst().throughputPerSecond() > 0, report.toString());
        assertTrue(report.environment().gc().startsWith("PS "), report.environment().toString());
        assertEquals(1, report.ratios().get("muex / exchange-core direct").pairs());
    }

    private static Totals totals(final Subject subject, final OperationStream stream) {
        final BookEngine engine = subject.engine(1 << 16);
        engine.run(stream, 0, stream.measuredFrom);
        engine.resetCounts();
        engine.run(stream, stream.measuredFrom, stream.length);
        return engine.totals();
    }
}
