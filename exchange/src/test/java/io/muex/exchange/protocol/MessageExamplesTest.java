package io.muex.exchange.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.exchange.protocol.wire.MessageCatalog;
import io.muex.exchange.protocol.wire.MessageYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import uk.co.real_logic.sbe.xml.EnumType;
import uk.co.real_logic.sbe.xml.Field;
import uk.co.real_logic.sbe.xml.Message;
import uk.co.real_logic.sbe.xml.Type;

/** The page with one example of every message, as YAML and as bytes, is what objects and flyweights write today. */
class MessageExamplesTest {
    private static final Path PAGE = Path.of("docs", "MESSAGE-EXAMPLES.md");
    private static final int ROW = 32;
    private static final long NOW_NS = 1_800_000_000_000_000_000L;
    private static final String HEAD = """
        # One example of every message of the exchange

        Made by `MessageExamplesTest`, which compares this page with the code; do not edit. When they differ it writes
        the right page to `exchange/target/MESSAGE-EXAMPLES.md`. The fields are explained in
        [PROTOCOL-MESSAGES.md](PROTOCOL-MESSAGES.md).

        Each message stands here twice: as YAML, as `muex` and files take it, and as bytes, in hexadecimal, 32 in a row.
        The first eight bytes are `messageHeader`, the rest is the block. What goes before a message on its way is shown
        in `order-gateway/docs/MESSAGES-SESSION.md`. A writer of another language is right when it makes these bytes of
        this YAML; a reader is right when it makes this YAML of these bytes. The values show where a field lies; whether
        the exchange would accept them in this combination is another matter.
        """;

    /** What a field of this name holds in the examples; numbers that are not here are counted through. */
    private static final Map<String, Object> VALUES = Map.ofEntries(
        Map.entry("clOrdId", 7L), Map.entry("orderId", 1_001L), Map.entry("counterpartyOrderId", 1_000L),
        Map.entry("tradeId", 42L), Map.entry("instrumentId", 3L), Map.entry("symbol", "ACME"),
        Map.entry("price", 1_050L), Map.entry("newPrice", 1_049L), Map.entry("stopPrice", 0L),
        Map.entry("marketPrice", 1_048L), Map.entry("quantity", 100L), Map.entry("leavesQuantity", 60L),
        Map.entry("delta", -25L), Map.entry("expireTimeNs", NOW_NS + 3_600_000_000_000L),
        Map.entry("timeNs", NOW_NS), Map.entry("dayEndNs", NOW_NS + 7_200_000_000_000L),
        Map.entry("targetSession", 9L), Map.entry("owner", 9L), Map.entry("tickMantissa", 5L),
        Map.entry("tickExponent", -2L), Map.entry("lotMantissa", 1L), Map.entry("lotExponent", 0L),
        Map.entry("cancelOnDisconnect", true), Map.entry("commandTemplateId", 9L), Map.entry("bidPrice", 1_049L),
        Map.entry("askPrice", 1_051L), Map.entry("bidQuantity", 300L), Map.entry("askQuantity", 200L),
        Map.entry("maxOrders", 100_000L), Map.entry("maxLevels", 10_000L), Map.entry("maxInstruments", 16L),
        Map.entry("maxOpenOrders", 1_000L), Map.entry("maxCommandsPerSecond", 5_000L),
        Map.entry("maxCommandBurst", 500L), Map.entry("Side", "BUY"), Map.entry("Conditions", "NONE"),
        Map.entry("TimeInForce", "GTD"), Map.entry("SelfTradePrevention", "NONE"));

    private static Map<String, Object> values(final Message message) {
        final Map<String, Object> values = new LinkedHashMap<>();
        for (final Field field : message.fields()) {
            values.put(field.name(), value(field, values.size() + 1));
        }
        return values;
    }

    private static Object value(final Field field, final long place) {
        final Type type = field.type();
        if (type instanceof final EnumType enumeration && !type.name().equals("Bool")) {
            final Enum<?>[] constants = Schema.constants(enumeration);
            return VALUES.getOrDefault(type.name(), constants[Math.min(1, constants.length - 1)].name());
        }
        return VALUES.getOrDefault(field.name(), place);
    }

    private static io.muex.exchange.protocol.wire.Message example(final Message message) {
        final var object = MessageCatalog.create(message.id());
        try {
            Schema.write(object, values(message));
        } catch (final ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
        return object;
    }

    private static String yaml(final Message message) {
        return MessageYaml.write(example(message)).replaceAll("\\s+", " ").strip();
    }

    private static String page() {
        final StringBuilder out = new StringBuilder(HEAD);
        section(out, "Commands", 1, 100);
        section(out, "Events", 101, 200);
        section(out, "Market data", 201, Integer.MAX_VALUE);
        return out.toString();
    }

    private static void section(final StringBuilder out, final String title, final int from, final int to) {
        out.append("\n## ").append(title).append('\n');
        for (final Message message : Schema.messages()) {
            if (message.id() >= from && message.id() <= to) {
                out.append("\n### ").append(message.id()).append(' ').append(message.name()).append("\n\n    ")
                    .append(yaml(message)).append("\n\n");
                rows(out, example(message).toBytes());
            }
        }
    }

    private static void rows(final StringBuilder out, final byte[] bytes) {
        for (int at = 0; at < bytes.length; at += ROW) {
            out.append(String.format("    %04x  ", at))
                .append(HexFormat.ofDelimiter(" ").formatHex(bytes, at, Math.min(bytes.length, at + ROW))).append('\n');
        }
    }

    /** The message whose bytes stand under a heading of the page. */
    private static io.muex.exchange.protocol.wire.Message read(final String page, final Message message) {
        final String part = page.substring(page.indexOf("### " + message.id() + " " + message.name() + "\n"));
        final StringBuilder digits = new StringBuilder();
        part.lines().skip(1).takeWhile(line -> !line.startsWith("#"))
            .filter(line -> line.matches(" {4}\\p{XDigit}{4}  .*"))
            .forEach(line -> digits.append(line.substring(10).replace(" ", "")));
        final byte[] bytes = HexFormat.of().parseHex(digits);
        return MessageCatalog.decode(new UnsafeBuffer(bytes), 0, bytes.length);
    }

    @Test
    void shouldShowWhatTheCodeWrites() throws IOException {
        final String expected = page();
        final String page = Files.exists(PAGE) ? Files.readString(PAGE) : "";
        if (!page.equals(expected)) {
            Files.writeString(Path.of("target", PAGE.getFileName().toString()), expected);
        }
        assertEquals(expected, page, "target/" + PAGE.getFileName() + " is how it should be");
    }

    @Test
    void shouldSayTheSameInYamlAndInBytes() throws IOException, ReflectiveOperationException {
        final String page = Files.readString(PAGE);
        for (final Message message : Schema.messages()) {
            assertEquals(List.of(read(page, message)), MessageYaml.parse(message.name(), yaml(message)));
            final MessageFlyweight flyweight = Schema.flyweight(message.name());
            final UnsafeBuffer bytes = new UnsafeBuffer(example(message).toBytes());
            assertEquals(values(message), Schema.read(flyweight, bytes, 0, values(message).keySet()));
        }
    }

    @Test
    void shouldNoticeOneOtherByte() throws IOException {
        final String page = Files.readString(PAGE);
        final Message order = Schema.message("NewOrder");
        final String other = page.replace("30 00 02 00 75 6d 01 00 07", "30 00 02 00 75 6d 01 00 08");
        assertNotEquals(page, other, "the bytes are there");
        assertFalse(other.equals(page()));
        assertNotEquals(MessageYaml.parse("page", yaml(order)).getFirst(), read(other, order));
        assertTrue(page.contains(yaml(order)));
    }
}
