package io.muex.exchange.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The trace of a correct trace is the file itself. */
class TraceReplayTest {
    private static final String HEAD = "> BOOK 2\nEND 0 0 0 0 0 0\n";

    @TestFactory
    Stream<DynamicTest> shouldReproduceEveryTraceOfThisModule() {
        final List<Path> files = TraceFiles.own();
        assertFalse(files.isEmpty());
        return reproduced(files);
    }

    @TestFactory
    Stream<DynamicTest> shouldReproduceEverySharedTrace() {
        return reproduced(TraceFiles.shared("visible").map(TraceFiles::tracesBelow).orElse(List.of()));
    }

    @TestFactory
    Stream<DynamicTest> shouldRunRealOrderFlow() {
        final List<Path> files =
            TraceFiles.shared("real").map(directory -> TraceFiles.filesBelow(directory, ".ops.gz")).orElse(List.of());
        return files.stream().map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
            try (InputStream in = TraceFiles.open(file)) {
                final StringBuilder out = new StringBuilder();
                final StringBuilder problems = new StringBuilder();
                assertEquals(0, TraceReplay.replay(file.toString(), in, out, problems), problems::toString);
                final long adds = out.toString().lines().filter(line -> line.startsWith("> ADD ")).count();
                final long accepted = out.toString().lines().filter(line -> line.startsWith("ACC ")).count();
                assertEquals(adds, accepted, "every order of a real venue is acceptable");
            }
        }));
    }

    private static Stream<DynamicTest> reproduced(final List<Path> files) {
        return files.stream().map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
            final String expected = Files.readString(file, StandardCharsets.US_ASCII);
            assertEquals(expected, replay(expected.getBytes(StandardCharsets.US_ASCII), 0));
        }));
    }

    @Test
    void shouldNoticeAWrongTrace() throws IOException {
        final String wrong = HEAD + "> ADD 1 B 5 10 0 -\nACC 1\nDEPTH 10/1/6 -\nBBO 10/1/5 -\nEND 0 0 1 0 0 0\n";
        assertNotEquals(wrong, replay(wrong, 0));
    }

    @Test
    void shouldReadGzipAndOperationsAlone() throws IOException {
        final String operations = "# head\n> BOOK 1\n> ADD 1 B 5 10 0 -\n> DUMP\n";
        final ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(operations.getBytes(StandardCharsets.US_ASCII));
        }
        final String expected = "# head\n> BOOK 1\nEND 0 0 0 0 0 0\n"
            + "> ADD 1 B 5 10 0 -\nACC 1\nDEPTH 10/1/5 -\nBBO 10/1/5 -\nEND 0 0 1 0 0 0\n"
            + "> DUMP\nROW B 1 5 10 0 -\nEND 0 0 1 0 0 0\n";
        assertEquals(expected, replay(packed.toByteArray(), 0));
    }

    @Test
    void shouldReportMalformedLinesByNumberAndGoOn() throws IOException {
        final String file = "> CANCEL 1\n" + HEAD + "\n> ADD 1 X 5 10 0 -\n> ADD 2 B 5 10 0 - \n> ADD 3 B 05 10 0 -\n"
            + "> ADD 4 B 5 9223372036854775808 0 -\n>DUMP\nnonsense\nFILL 1 2 3\n> BOOK 0\n> CANCEL 9\n";
        final StringBuilder problems = new StringBuilder();
        final StringBuilder out = new StringBuilder();
        final long count = TraceReplay.replay("flow", stream(file.getBytes(StandardCharsets.US_ASCII)), out, problems);
        assertEquals("""
            flow:1: the first operation must be BOOK
            flow:4: empty line
            flow:5: 'X' is not a side (B, S)
            flow:6: ADD takes 6 fields separated by one space, found 7
            flow:7: '05' has a leading zero or is a negative zero
            flow:8: '9223372036854775808' does not fit into 64 bits
            flow:9: neither operation, event nor comment
            flow:10: neither operation, event nor comment
            flow:11: FILL takes 6 fields separated by one space, found 3
            flow:12: a book shows at least one level, not 0
            """, problems.toString());
        assertEquals(10, count);
        assertEquals(HEAD + "> CANCEL 9\nCXLREJ 9 UNKNOWN_ORDER\nEND 0 0 0 0 0 0\n", out.toString());
    }

    @Test
    void shouldGrowWithTheFile() throws IOException {
        final StringBuilder file = new StringBuilder("> BOOK 3\n");
        final int orders = 5000;
        for (int id = 1; id <= orders; id++) {
            file.append("> ADD ").append(id).append(id % 2 == 0 ? " B 1 " : " S 1 ")
                .append(id % 2 == 0 ? 1000 - id % 77 : 2000 + id % 99).append(" 0 -\n");
        }
        final String out = replay(file.toString(), 0);
        assertEquals(orders, out.lines().filter(line -> line.startsWith("ACC ")).count());
        assertEquals("END 0 0 2500 2500 0 0", out.lines().reduce((before, last) -> last).orElseThrow());
    }

    private static String replay(final String file, final long malformed) throws IOException {
        return replay(file.getBytes(StandardCharsets.US_ASCII), malformed);
    }

    private static String replay(final byte[] file, final long malformed) throws IOException {
        final StringBuilder out = new StringBuilder();
        final StringBuilder problems = new StringBuilder();
        assertEquals(malformed, TraceReplay.replay("test", stream(file), out, problems), problems::toString);
        return out.toString();
    }

    private static InputStream stream(final byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }
}
