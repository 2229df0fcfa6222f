package io.muex.load.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.exchange.trace.TraceOperation;
import io.muex.exchange.trace.TraceRenderer;
import io.muex.exchange.trace.TraceReplay;
import io.muex.load.InProcessExchange;
import io.muex.load.SharedFiles;
import io.muex.load.check.Ledger;
import io.muex.load.flow.FlowFile;
import io.muex.load.flow.FlowProfile;
import io.muex.load.flow.FlowSurvey;
import io.muex.load.flow.GeneratedFlow;
import io.muex.load.flow.OrderFlow;
import io.muex.load.flow.TraceFlow;
import io.muex.load.play.PlayPlan;
import io.muex.load.play.PlayResult;
import io.muex.load.play.Player;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.agrona.concurrent.NoOpIdleStrategy;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The lines of a run through sessions, matching and reports, against what the order book itself says to the same
 * operations.
 */
class TraceEventsWriterTest {
    private static final List<String> NOT_REPORTS = List.of("DEPTH", "BBO", "ROW", "END", ">", "#");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldWriteWhatTheBookSaysForGeneratedFlow(final long seed) throws IOException {
        final FlowProfile profile = FlowProfile.of(seed, 20_000);
        final String trace = traceOf(new GeneratedFlow(profile));
        assertEquals(expected(trace), played(new GeneratedFlow(profile), 30_000), "seed " + seed);
    }

    @Test
    void shouldWriteWhatTheBookSaysForEveryKindOfEvent() throws IOException {
        final String trace = """
            > BOOK 5
            > MARKET 0
            > MARKET 100
            > ADD 0 B 1 1 0 -
            > ADD 1 B 0 1 0 -
            > ADD 1 B 1 -1 0 -
            > ADD 1 B 1 1 -9223372036854775808 -
            > ADD 1 S 9223372036854775807 9223372036854775807 0 -
            > ADD 1 S 1 101 0 -
            > ADD 2 S 1 101 0 -
            > CANCEL 1
            > CANCEL 1
            > CANCEL -5
            > REDUCE 1 0
            > REDUCE 1 1
            > REPLACE 1 -9223372036854775808 -1
            > REPLACE 1 1 1
            > ADD 2 S 10 101 0 -
            > ADD 3 S 10 102 0 -
            > ADD 4 S 10 103 0 -
            > ADD 11 B 10 0 101 -
            > ADD 12 B 10 0 102 I
            > ADD 13 B 5 0 103 -
            > ADD 20 B 10 101 0 -
            > DUMP
            > REDUCE 13 2
            > REPLACE 13 9223372036854775807 50
            > REPLACE 13 5 50
            > REDUCE 13 100
            > ADD 30 B 5 40 0 A
            > ADD 31 S 4 40 0 AI
            > ADD 32 S 7 30 0 -
            > REPLACE 32 -9223372036854775808 0
            > BOOK 3
            > ADD 30 B 5 40 0 -
            > ADD 31 B 5 0 41 -
            > CANCEL 32
            > MARKET 41
            """;
        assertEquals(expected(trace), played(trace));
    }

    @Test
    void shouldEmptyALargeBookBeforeTheNext() throws IOException {
        final StringBuilder trace = new StringBuilder("> BOOK 5\n");
        for (int id = 1; id <= 700; id++) {
            trace.append("> ADD ").append(id).append(" B 5 ").append(id).append(" 0 -\n");
        }
        trace.append("> BOOK 5\n> ADD 700 S 5 700 0 -\n> CANCEL 1\n");
        assertEquals(expected(trace.toString()), played(trace.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bitstamp-2015-05-01.ops.gz", "lobster-aapl.ops.gz", "lobster-aapl-message.csv"})
    void shouldWriteWhatTheBookSaysForRealFlow(final String name) throws IOException {
        final Optional<Path> file = SharedFiles.realFlow(name);
        final Optional<Path> operations = SharedFiles.realFlow(name.replace("-message.csv", ".ops.gz"));
        Assumptions.assumeTrue(file.isPresent() && operations.isPresent());
        final StringBuilder trace = new StringBuilder();
        try (InputStream in = Files.newInputStream(operations.get())) {
            assertEquals(0, TraceReplay.replay(name, in, trace, System.err));
        }
        try (OrderFlow flow = FlowFile.open(file.get(), (place, line, problem) -> { })) {
            assertEquals(reportsIn(trace), played(flow, 60_000));
        }
    }

    @Test
    void shouldWriteWhatTheTracesOfTheRulesDemand() throws IOException {
        final Optional<Path> traces = SharedFiles.find(Path.of("book", "visible"));
        Assumptions.assumeTrue(traces.isPresent());
        final List<Path> files;
        try (Stream<Path> all = Files.walk(traces.get())) {
            files = all.filter(file -> file.toString().endsWith(".trace")).toList();
        }
        for (final Path file : files) {
            final String trace = Files.readString(file, StandardCharsets.US_ASCII);
            assertEquals(reportsIn(trace), played(trace), file::toString);
        }
    }

    @Test
    void shouldDifferWhenOneOperationDoes() throws IOException {
        final String trace = "> BOOK 5\n> ADD 1 B 5 40 0 -\n> ADD 2 S 3 40 0 -\n";
        assertNotEquals(expected(trace), played(trace.replace("S 3", "S 4")));
    }

    private static String played(final String trace) throws IOException {
        final FlowSurvey survey = FlowSurvey.of(flow(trace));
        return played(flow(trace), survey.mostOrders() + 1);
    }

    private static OrderFlow flow(final String trace) throws IOException {
        return new TraceFlow("test", stream(trace), (file, line, problem) -> { });
    }

    private static String played(final OrderFlow flow, final int room) throws IOException {
        final InProcessExchange exchange = new InProcessExchange(1);
        final ByteArrayOutputStream lines = new ByteArrayOutputStream();
        final Ledger ledger = new Ledger();
        final PlayPlan plan = PlayPlan.ofRate(1_000_000).withRoom(room, room).withMaxUnanswered(50);
        try (TraceEventsWriter writer = new TraceEventsWriter(lines)) {
            final PlayResult result =
                new Player(flow, plan, exchange.ports(), List.of(ledger, writer), System::nanoTime)
                    .run(NoOpIdleStrategy.INSTANCE::idle);
            assertTrue(result.isComplete());
            assertEquals(0, writer.halfTrades());
        }
        assertTrue(ledger.holds(), ledger.findings()::toString);
        return lines.toString(StandardCharsets.US_ASCII);
    }

    private static String expected(final String operations) throws IOException {
        final StringBuilder trace = new StringBuilder();
        assertEquals(0, TraceReplay.replay("test", stream(operations), trace, System.err));
        return reportsIn(trace);
    }

    private static String reportsIn(final CharSequence trace) {
        return trace.toString().lines().filter(line -> !NOT_REPORTS.contains(line.split(" ")[0]))
            .collect(Collectors.joining("\n", "", "\n"));
    }

    private static ByteArrayInputStream stream(final String trace) {
        return new ByteArrayInputStream(trace.getBytes(StandardCharsets.US_ASCII));
    }

    /** The operations of a flow in the notation of book-trace. */
    private static String traceOf(final OrderFlow flow) throws IOException {
        final StringBuilder text = new StringBuilder();
        TraceOperation operation = flow.next();
        while (operation != null) {
            text.append("> ").append(operation.kind()).append(fields(operation)).append('\n');
            operation = flow.next();
        }
        return text.toString();
    }

    private static String fields(final TraceOperation operation) {
        return switch (operation.kind()) {
            case BOOK -> " " + operation.quantity();
            case ADD -> " " + operation.id() + (operation.side() == 0 ? " B " : " S ") + operation.quantity() + " "
                + operation.price() + " " + operation.stopPrice() + " "
                + TraceRenderer.conditionsText(operation.conditions());
            case CANCEL -> " " + operation.id();
            case REDUCE -> " " + operation.id() + " " + operation.quantity();
            case REPLACE -> " " + operation.id() + " " + operation.quantity() + " " + operation.price();
            case MARKET -> " " + operation.price();
            case DUMP -> "";
        };
    }
}
