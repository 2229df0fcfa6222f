package io.muex.exchange.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The worked examples of the page on matching are what the book does. */
class PageExamplesTest {
    private static final Path PAGE = Path.of("docs", "MATCHING.md");
    private static final int LEAST_EXAMPLES = 11;
    private static final int LEAST_EVENTS = 40;
    private static final String INDENT = "    ";
    /** What an example need not show. */
    private static final List<String> OPTIONAL = List.of("DEPTH", "BBO", "END");
    private static final Pattern OPERATION = Pattern.compile("(ADD|CANCEL|REDUCE|REPLACE|MARKET) [-0-9].*");
    private static final Pattern EVENT = Pattern.compile(
        "(ACC|REJ|TRIG|FILL|CXL|CXLREJ|RED|REDREJ|REPL|REPLREJ|MKT|MKTREJ|END) -?[0-9].*|(DEPTH|BBO) [-0-9].*");

    @TestFactory
    Stream<DynamicTest> shouldDoWhatThePageSays() throws IOException {
        final List<Example> examples = examples(Files.readString(PAGE));
        assertTrue(examples.size() >= LEAST_EXAMPLES, examples::toString);
        final long events = examples.stream().flatMap(example -> example.steps.stream())
            .mapToLong(step -> step.events.size()).sum();
        assertTrue(events >= LEAST_EVENTS, () -> "only " + events + " events were recognised");
        return examples.stream().map(example -> DynamicTest.dynamicTest("line " + example.line, example::check));
    }

    @Test
    void shouldNoticeAWrongExample() throws IOException {
        final String right = """
                > ADD 1 S 5 10 0 -       ACC 1         an ask
                > ADD 2 B 7 10 0 I       ACC 2, FILL 2 1 5 10 2 0,
                                         CXL 2 2       what is left
                                         END 1 10 0 0 0 0
            """;
        check(right);
        for (final String[] change : new String[][] {{"ACC 1 ", "ACC 2 "}, {" 5 10 2 0,", " 5 10 2 1,"},
            {"CXL 2 2", "       "}, {"END 1", "END 0"}, {"what is left", "no DEPTH"}, {"5 10 0 -", "5 11 0 -"}}) {
            final String wrong = right.replace(change[0], change[1]);
            assertTrue(!wrong.equals(right), change[0]);
            assertThrows(AssertionError.class, () -> check(wrong), change[0]);
        }
    }

    private static void check(final String page) throws IOException {
        for (final Example example : examples(page)) {
            example.check();
        }
    }

    /** Indented lines, from an operation to the next line that is empty or not indented. */
    private static List<Example> examples(final String page) {
        final List<Example> examples = new ArrayList<>();
        Example current = null;
        int number = 0;
        for (final String line : page.lines().toList()) {
            number++;
            final boolean isPart = line.startsWith(INDENT);
            final String text = line.strip();
            if (!isPart) {
                current = null;
            } else if (text.startsWith("> ") && OPERATION.matcher(text.substring(2)).matches()) {
                if (current == null) {
                    current = new Example(number, new ArrayList<>());
                    examples.add(current);
                }
                final String[] cells = text.split(" {2,}", 2);
                current.steps.add(new Step(cells[0], new ArrayList<>(), new StringBuilder()));
                current.steps.getLast().read(cells.length > 1 ? cells[1] : "");
            } else if (current != null) {
                current.steps.getLast().read(text);
            }
        }
        return examples;
    }

    /** An operation, the events shown with it, and all that is written there. */
    private record Step(String operation, List<String> events, StringBuilder text) {
        void read(final String shown) {
            text.append(shown).append(' ');
            for (final String part : shown.split(" {2,}", 2)[0].split(",( |$)")) {
                if (EVENT.matcher(part).matches()) {
                    events.add(part);
                }
            }
        }

        void check(final List<String> happened) {
            if (!events.isEmpty()) {
                final List<String> wanted = happened.stream().filter(event -> isShown(event.split(" ")[0])).toList();
                assertEquals(wanted, events, operation);
            }
            if (text.indexOf("no DEPTH") >= 0) {
                assertTrue(happened.stream().noneMatch(event -> event.startsWith("DEPTH")), operation);
            }
        }

        private boolean isShown(final String word) {
            return !OPTIONAL.contains(word) || events.stream().anyMatch(event -> event.startsWith(word + " "));
        }
    }

    private record Example(int line, List<Step> steps) {
        void check() throws IOException {
            final StringBuilder operations = new StringBuilder("> BOOK 5\n");
            steps.forEach(step -> operations.append(step.operation).append('\n'));
            final StringBuilder out = new StringBuilder();
            final StringBuilder problems = new StringBuilder();
            TraceReplay.replay("example", new ByteArrayInputStream(
                operations.toString().getBytes(StandardCharsets.US_ASCII)), out, problems);
            assertEquals("", problems.toString());
            final List<List<String>> events = new ArrayList<>();
            out.toString().lines().forEach(said -> {
                if (said.startsWith("> ")) {
                    events.add(new ArrayList<>());
                } else {
                    events.getLast().add(said);
                }
            });
            for (int i = 0; i < steps.size(); i++) {
                steps.get(i).check(events.get(i + 1));
            }
        }
    }
}
