package io.muex.load.drill.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.load.flow.FlowProfile;
import io.muex.load.flow.GeneratedFlow;
import io.muex.load.trace.BookReports;
import io.muex.load.trace.FlowLines;
import io.muex.load.trace.LineDigest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The parts by which reports of millions of commands are compared in little memory. */
class EventCheckTest {
    private static final long OPERATIONS = 3_000;
    private static final FlowProfile PROFILE = FlowProfile.of(11, Long.MAX_VALUE);

    @Test
    void shouldWriteTheSameReportsForTheSameFlow() throws IOException {
        final List<String> reports = reports();
        assertTrue(reports.size() > OPERATIONS, "every operation is answered: " + reports.size());
        assertTrue(reports.stream().noneMatch(line -> line.matches("(DEPTH|BBO|ROW|END|>|#).*")));
        assertEquals(OptionalLong.empty(), digest(reports).partsFrom(digest(reports())));
    }

    @Test
    void shouldWriteAsManyLinesAsThereAreOperations() throws IOException {
        try (GeneratedFlow flow = new GeneratedFlow(PROFILE); FlowLines lines = new FlowLines(flow, OPERATIONS)) {
            final List<String> text = new String(lines.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
            assertEquals(OPERATIONS, text.size());
            assertEquals("> BOOK 5", text.getFirst());
        }
    }

    @Test
    void shouldFindALineThatIsMissingDoubledSwappedOrOther() throws IOException {
        final List<String> reports = reports();
        final LineDigest expected = digest(reports);
        final int at = 1_000;
        assertParts(expected, changed(reports, at, List.of()), at);
        assertParts(expected, changed(reports, at, List.of(reports.get(at), reports.get(at))), at);
        assertParts(expected, changed(reports, at, List.of("ACC 0")), at);
        assertTrue(digest(reports.subList(0, reports.size() - 1)).partsFrom(expected).isPresent(), "the last one");
        assertEquals(OptionalLong.empty(),
            digest(reports.subList(0, at)).partsFromPrefix(expected, at), "a beginning is a beginning");
    }

    private static void assertParts(final LineDigest expected, final List<String> seen, final int line) {
        final OptionalLong parts = digest(seen).partsFrom(expected);
        assertTrue(parts.isPresent());
        assertTrue(parts.getAsLong() >= line && parts.getAsLong() <= line + 257, parts::toString);
    }

    private static List<String> changed(final List<String> lines, final int at, final List<String> instead) {
        final List<String> result = new ArrayList<>(lines.subList(0, at));
        result.addAll(instead);
        result.addAll(lines.subList(at + 1, lines.size()));
        return result;
    }

    private static LineDigest digest(final List<String> lines) {
        final LineDigest digest = new LineDigest();
        final byte[] bytes =
            lines.stream().collect(Collectors.joining("\n", "", "\n")).getBytes(StandardCharsets.US_ASCII);
        // In pieces that end anywhere, as buffers do.
        for (int from = 0; from < bytes.length; from += 777) {
            digest.write(bytes, from, Math.min(777, bytes.length - from));
        }
        return digest;
    }

    private static List<String> reports() throws IOException {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GeneratedFlow flow = new GeneratedFlow(PROFILE)) {
            BookReports.write(flow, OPERATIONS, out);
        }
        return out.toString(StandardCharsets.US_ASCII).lines().toList();
    }
}
