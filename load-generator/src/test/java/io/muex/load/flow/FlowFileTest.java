package io.muex.load.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.exchange.trace.TraceOperation;
import io.muex.exchange.trace.TraceOperation.Kind;
import io.muex.load.SharedFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowFileTest {
    @TempDir
    private Path directory;

    private final List<String> problems = new ArrayList<>();

    @Test
    void shouldReadOperationsAndCountDumpsApart() throws IOException {
        final Path file = write("a.ops", """
            # SCENARIO one
            > BOOK 3
            > ADD 7 S 10 101 0 AI
            ACC 7
            > DUMP
            > MARKET 99
            END 0 99 0 1 0 0
            """);
        try (OrderFlow flow = open(file)) {
            assertInstanceOf(TraceFlow.class, flow);
            assertEquals(List.of(Kind.BOOK, Kind.ADD, Kind.MARKET), kinds(rest(flow)));
            assertEquals(new FlowCounts(3, 1, 0, 0), flow.counts());
            assertNull(flow.next());
        }
        assertEquals(List.of(), problems);
    }

    @Test
    void shouldReportMalformedLinesAndGoOn() throws IOException {
        final Path file = write("bad.ops", """
            > ADD 1 B 1 1 0 -
            > BOOK 3
            > ADD 1 B x 1 0 -
            > ADD  2 B 1 1 0 -
            nonsense
            > CANCEL 1
            """);
        try (OrderFlow flow = open(file)) {
            assertEquals(List.of(Kind.BOOK, Kind.CANCEL), kinds(rest(flow)));
            assertEquals(4, flow.counts().malformedLines());
        }
        assertEquals(List.of(1L, 3L, 4L, 5L), lines());
        assertTrue(problems.get(1).startsWith("bad.ops:3:"), problems::toString);
    }

    @Test
    void shouldUnpackGzip() throws IOException {
        final ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write("> BOOK 1\n> CANCEL 4\n".getBytes(StandardCharsets.US_ASCII));
        }
        final Path file = directory.resolve("packed");
        Files.write(file, packed.toByteArray());
        try (OrderFlow flow = open(file)) {
            assertEquals(List.of(Kind.BOOK, Kind.CANCEL), kinds(rest(flow)));
        }
    }

    @Test
    void shouldTurnLobsterMessagesIntoOperations() throws IOException {
        final Path file = write("l.csv", """
            34200.1,1,55,100,5853300,1
            34200.2,2,55,30,5853300,1
            34200.3,4,55,20,5853300,1
            34200.4,5,0,7,5853200,-1
            34200.5,3,55,50,5853300,1
            34200.6,3,99,50,5853300,1
            34200.7,1,56,100,5853300
            34200.8,9,57,100,5853300,1
            34200.9,1,58,100,5853300,0
            """);
        try (OrderFlow flow = open(file)) {
            assertInstanceOf(LobsterFlow.class, flow);
            assertEquals(List.of(
                new TraceOperation(Kind.BOOK, 0, 0, 5, 0, 0, 0),
                new TraceOperation(Kind.ADD, 55, 0, 100, 5853300, 0, 0),
                new TraceOperation(Kind.REDUCE, 55, 0, 30, 0, 0, 0),
                new TraceOperation(Kind.ADD, 1_000_000_001, 1, 20, 5853300, 0, 2),
                new TraceOperation(Kind.CANCEL, 55, 0, 0, 0, 0, 0)), rest(flow));
            assertEquals(new FlowCounts(5, 0, 2, 3), flow.counts());
        }
        assertEquals(List.of(7L, 8L, 9L), lines());
    }

    @Test
    void shouldReadTheRealLobsterFileAsTheOperationsDerivedFromIt() throws IOException {
        final Optional<Path> messages = SharedFiles.realFlow("lobster-aapl-message.csv");
        final Optional<Path> derived = SharedFiles.realFlow("lobster-aapl.ops.gz");
        Assumptions.assumeTrue(messages.isPresent() && derived.isPresent());
        try (OrderFlow left = open(messages.get()); OrderFlow right = open(derived.get())) {
            final List<TraceOperation> operations = rest(left);
            assertEquals(rest(right), operations);
            assertEquals(new FlowCounts(930, 0, 70, 0), left.counts());
        }
        assertEquals(List.of(), problems);
    }

    @Test
    void shouldSurveyWhatAFlowNeeds() throws IOException {
        final Path file = write("two.ops", """
            > BOOK 3
            > ADD 1 B 1 1 0 -
            > BOOK 3
            > ADD 1 B 1 1 0 -
            > ADD 2 B 1 1 0 -
            > DUMP
            """);
        try (OrderFlow flow = open(file)) {
            assertEquals(new FlowSurvey(2, 2, new FlowCounts(5, 1, 0, 0)), FlowSurvey.of(flow));
        }
    }

    private OrderFlow open(final Path file) throws IOException {
        return FlowFile.open(file, (name, line, problem) -> problems.add(name + ":" + line + ": " + problem));
    }

    /** Numbers of the lines with problems. */
    private List<Long> lines() {
        return problems.stream().map(text -> Long.parseLong(text.split(":")[1])).toList();
    }

    private Path write(final String name, final String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private static List<TraceOperation> rest(final OrderFlow flow) throws IOException {
        final List<TraceOperation> all = new ArrayList<>();
        TraceOperation operation = flow.next();
        while (operation != null) {
            all.add(operation);
            operation = flow.next();
        }
        return all;
    }

    private static List<Kind> kinds(final List<TraceOperation> operations) {
        return operations.stream().map(TraceOperation::kind).toList();
    }
}
