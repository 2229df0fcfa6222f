package io.muex.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.exchange.protocol.RejectReason;
import io.muex.exchange.protocol.link.LinkReject;
import io.muex.mu.session.SessionReject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of reject codes says what the three lists in the code say, no more and no less. */
class RejectCodesPageTest {
    private static final Path PAGE = Path.of("docs", "REJECT-CODES.md");
    private static final String BEGIN = "<!-- codes: generated from the code, checked by RejectCodesPageTest -->";
    private static final Pattern CONSTANT = Pattern.compile(
        "/\\*\\*(?<words>(?:[^*]|\\*(?!/))*)\\*/\\s*(?<name>[A-Z][A-Z_]+)"
            + "\\((?<code>[0-9]+)(?:, (?<applied>true|false))?\\)");

    /** One code as its declaration has it. */
    private record Code(int number, String name, boolean applied, String words) {
    }

    private static List<Code> codes(final String source) throws IOException {
        final List<Code> codes = new ArrayList<>();
        final Matcher matcher = CONSTANT.matcher(Files.readString(Path.of("..", source)));
        while (matcher.find()) {
            codes.add(new Code(Integer.parseInt(matcher.group("code")), matcher.group("name"),
                "true".equals(matcher.group("applied")),
                matcher.group("words").replaceAll("\\s*\\n\\s*\\* ?", " ").strip()));
        }
        return codes;
    }

    private static List<Code> link() throws IOException {
        return codes("exchange/src/main/java/io/muex/exchange/protocol/link/LinkReject.java");
    }

    private static List<Code> session() throws IOException {
        return codes("mu-replication/src/main/java/io/muex/mu/session/SessionReject.java");
    }

    private static List<Code> exchange() throws IOException {
        return codes("exchange/src/main/java/io/muex/exchange/protocol/RejectReason.java");
    }

    /** What stands behind the mark on the page. */
    private static String generated() throws IOException {
        final StringBuilder text = new StringBuilder(BEGIN).append("\n\n## Link: a gateway turned it away\n\n");
        table(text, link());
        text.append("\n## Session: the log's session layer refused it\n\n| code | name | number used up | meaning |\n"
            + "|---|---|---|---|\n");
        for (final Code code : session()) {
            text.append("| ").append(code.number()).append(" | ").append(code.name()).append(" | ")
                .append(code.applied() ? "yes" : "no").append(" | ").append(code.words()).append(" |\n");
        }
        text.append("\n## Exchange: it was executed and refused\n\n");
        table(text, exchange());
        text.append("\n## Names that more than one layer uses\n\n| name | layers and codes |\n|---|---|\n");
        final Map<String, List<String>> uses = new TreeMap<>();
        collect(uses, "link", link());
        collect(uses, "session", session());
        collect(uses, "exchange", exchange());
        uses.forEach((name, layers) -> {
            if (layers.size() > 1) {
                text.append("| ").append(name).append(" | ").append(String.join(", ", layers)).append(" |\n");
            }
        });
        return text.toString();
    }

    private static void table(final StringBuilder text, final List<Code> codes) {
        text.append("| code | name | meaning |\n|---|---|---|\n");
        for (final Code code : codes) {
            text.append("| ").append(code.number()).append(" | ").append(code.name()).append(" | ")
                .append(code.words()).append(" |\n");
        }
    }

    private static void collect(final Map<String, List<String>> uses, final String layer, final List<Code> codes) {
        for (final Code code : codes) {
            uses.computeIfAbsent(code.name(), name -> new ArrayList<>()).add(layer + " " + code.number());
        }
    }

    @Test
    void shouldSayOnThePageWhatTheCodeSays() throws IOException {
        final String page = Files.readString(PAGE);
        final int mark = page.indexOf(BEGIN);
        final String expected = page.substring(0, mark < 0 ? page.length() : mark) + generated();
        if (!page.equals(expected)) {
            Files.writeString(Path.of("target", PAGE.getFileName().toString()), expected);
        }
        assertEquals(expected, page, "target/" + PAGE.getFileName() + " is how it should be");
    }

    @Test
    void shouldFindEveryConstantInItsSource() throws IOException {
        assertEquals(Stream.of(LinkReject.values()).map(code -> code.code() + " " + code).toList(), brief(link()));
        assertEquals(
            Stream.of(SessionReject.values()).map(code -> code.code() + " " + code).toList(), brief(session()));
        assertEquals(Stream.of(RejectReason.values()).map(code -> code.code() + " " + code).toList(),
            brief(exchange()));
        for (final Code code : session()) {
            assertEquals(SessionReject.of(code.number()).isApplied(), code.applied(), code.name());
        }
    }

    @Test
    void shouldUseNoNumberTwiceInOneLayer() throws IOException {
        for (final List<Code> layer : List.of(link(), session(), exchange())) {
            assertEquals(layer.size(), new TreeSet<>(layer.stream().map(Code::number).toList()).size());
            assertTrue(layer.stream().noneMatch(code -> code.words().isEmpty()));
        }
    }

    @Test
    void shouldNoticeAPageThatSaysSomethingElse() throws IOException {
        final String page = Files.readString(PAGE);
        assertNotEquals(page, page.replace("| 21 | THROTTLED", "| 22 | THROTTLED"), "the line is there");
        assertTrue(page.endsWith(generated()));
        assertTrue(!page.replace("| 21 | THROTTLED", "| 22 | THROTTLED").endsWith(generated()));
    }

    private static List<String> brief(final List<Code> codes) {
        return codes.stream().map(code -> code.number() + " " + code.name()).toList();
    }
}
