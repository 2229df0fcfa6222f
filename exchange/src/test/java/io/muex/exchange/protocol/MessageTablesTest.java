package io.muex.exchange.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import uk.co.real_logic.sbe.xml.CompositeType;
import uk.co.real_logic.sbe.xml.EncodedDataType;
import uk.co.real_logic.sbe.xml.EnumType;
import uk.co.real_logic.sbe.xml.Field;
import uk.co.real_logic.sbe.xml.Message;
import uk.co.real_logic.sbe.xml.MessageSchema;
import uk.co.real_logic.sbe.xml.Type;

/** The tables for people are made from the schema and must not fall behind it. */
class MessageTablesTest {
    private static final Path TABLES = Path.of("docs", "PROTOCOL-MESSAGES.md");
    private static final List<String> ENVELOPES = List.of("commandEnvelope", "eventEnvelope", "messageHeader");
    private static final String HEAD = """
        # Messages of the exchange

        Made from `exchange-schema.xml` by `MessageTablesTest`; do not edit. After a change of the schema run

            mvn test -pl exchange -am -Dtest=MessageTablesTest -Dsurefire.failIfNoSpecifiedTests=false \\
                -Dmuex.docs.write=true

        A command is `commandEnvelope`, `messageHeader`, block; an event is `eventEnvelope`, `messageHeader`, block.
        Everything is little-endian and lies at a multiple of its own length; blocks are multiples of 8 bytes, and what
        no field covers is zero. Prices are in ticks, quantities in lots, times in nanoseconds since the epoch (UTC).
        Offsets count from the beginning of the envelope, header or block. In YAML a message is a document tagged with
        its name, for instance `--- !CancelOrder { clOrdId: 7 }`, with the field names and value names of this page.

        An event that answers a command carries session and number of the command in its envelope, and the last answer
        is marked LAST. Events that a session did not ask for, such as fills of its resting orders, carry number 0.
        Events for everybody carry session 0. The last event of a command is marked END (2).

        Market data is sent in packets of several messages, each a `messageHeader` and a block; the packets are
        described in `order-gateway/docs/MARKETDATA.md`.
        """;

    @Test
    void shouldBeWhatTheSchemaSays() throws IOException {
        final String expected = tables();
        if (Boolean.getBoolean("muex.docs.write")) {
            Files.createDirectories(TABLES.getParent());
            Files.writeString(TABLES, expected);
        }
        assertEquals(expected, Files.readString(TABLES), TABLES + " is stale; its first lines say how to renew it");
    }

    private static String tables() {
        final MessageSchema schema = Schema.load();
        final StringBuilder out = new StringBuilder(HEAD);
        out.append("\nSchema id ").append(schema.id()).append(", version ").append(schema.version()).append(".\n");
        out.append("\n## Envelopes and header\n");
        for (final String name : ENVELOPES) {
            composite(out, (CompositeType) schema.getType(name));
        }
        out.append("\n## Commands\n");
        Schema.messages().stream().filter(message -> message.id() < 100).forEach(message -> message(out, message));
        out.append("\n## Events\n");
        Schema.messages().stream().filter(message -> message.id() > 100 && message.id() <= 200)
            .forEach(message -> message(out, message));
        out.append("\n## Market data\n");
        Schema.messages().stream().filter(message -> message.id() > 200).forEach(message -> message(out, message));
        out.append("\n## Enumerations\n");
        for (final Type type : schema.types()) {
            if (type instanceof final EnumType enumeration && !type.name().equals("Bool")) {
                enumeration(out, enumeration);
            }
        }
        return out.toString();
    }

    private static void composite(final StringBuilder out, final CompositeType composite) {
        out.append("\n### ").append(composite.name()).append("\n\n").append(text(composite.description()))
            .append(" ").append(composite.encodedLength()).append(" bytes.\n\n")
            .append("| offset | field | type |\n|---|---|---|\n");
        int offset = 0;
        for (final Type type : composite.getTypeList()) {
            out.append("| ").append(offset).append(" | ").append(type.name()).append(" | ").append(typeName(type))
                .append(" |\n");
            offset += type.encodedLength();
        }
    }

    private static void message(final StringBuilder out, final Message message) {
        out.append("\n### ").append(message.id()).append(" ").append(message.name()).append("\n\n")
            .append(text(message.description())).append(" Block of ").append(message.blockLength())
            .append(" bytes.\n\n| offset | field | type | meaning |\n|---|---|---|---|\n");
        for (final Field field : message.fields()) {
            out.append("| ").append(field.computedOffset()).append(" | ").append(field.name()).append(" | ")
                .append(typeName(field.type())).append(" | ").append(text(field.description())).append(" |\n");
        }
    }

    private static void enumeration(final StringBuilder out, final EnumType enumeration) {
        out.append("\n### ").append(enumeration.name()).append("\n\n").append(text(enumeration.description()))
            .append(" ").append(enumeration.encodingType().primitiveName())
            .append(".\n\n| number | name | meaning |\n|---|---|---|\n");
        enumeration.validValues().forEach(value -> out.append("| ").append(value.primitiveValue().longValue())
            .append(" | ").append(value.name()).append(" | ").append(text(value.description())).append(" |\n"));
    }

    private static String typeName(final Type type) {
        if (type instanceof EnumType) {
            return type.name();
        } else if (type.name().equals("Symbol")) {
            return "char[16]";
        }
        return ((EncodedDataType) type).primitiveType().primitiveName();
    }

    private static String text(final String description) {
        return description.replaceAll("\\s+", " ").strip();
    }
}
