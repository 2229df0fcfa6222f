package io.muex.exchange.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.exchange.protocol.wire.MessageCatalog;
import io.muex.exchange.protocol.wire.MessageYaml;
import io.muex.mu.session.CommandEnvelope;
import io.muex.mu.session.EventEnvelope;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import uk.co.real_logic.sbe.PrimitiveType;
import uk.co.real_logic.sbe.ir.Ir;
import uk.co.real_logic.sbe.ir.Token;
import uk.co.real_logic.sbe.otf.AbstractTokenListener;
import uk.co.real_logic.sbe.otf.OtfHeaderDecoder;
import uk.co.real_logic.sbe.otf.OtfMessageDecoder;
import uk.co.real_logic.sbe.otf.Types;
import uk.co.real_logic.sbe.xml.CompositeType;
import uk.co.real_logic.sbe.xml.EnumType;
import uk.co.real_logic.sbe.xml.IrGenerator;
import uk.co.real_logic.sbe.xml.Message;

/**
 * Binds the three forms of every message to the published schema: what a flyweight wrote, the SBE tool's own decoder
 * must read from the schema alone; objects must give the same bytes; YAML must give the same objects.
 */
class SchemaBindingTest {
    private static final int TRIALS = 200;
    private static final long SEED = 20261121;

    static Stream<String> messageNames() {
        return Schema.messageNames();
    }

    @ParameterizedTest
    @MethodSource("messageNames")
    void shouldLieWhereTheSchemaSays(final String name) throws ReflectiveOperationException {
        final Message message = Schema.message(name);
        final MessageFlyweight flyweight = Schema.flyweight(name);
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
        final Ir ir = new IrGenerator().generate(Schema.load());
        final Random random = new Random(SEED + message.id());
        for (int trial = 0; trial < TRIALS; trial++) {
            random.nextBytes(buffer.byteArray());
            final int offset = random.nextInt(64);
            final Map<String, Object> values = Schema.randomValues(message, random);
            Schema.write(flyweight, buffer, offset, values);
            assertEquals(values, decodeBySbe(ir, message, buffer, offset), () -> "seed " + (SEED + message.id()));
            assertEquals(values, Schema.read(flyweight, buffer, offset, values.keySet()));
        }
    }

    @ParameterizedTest
    @MethodSource("messageNames")
    void shouldHaveTheSameBytesAndTextAsObject(final String name) throws ReflectiveOperationException {
        final Message message = Schema.message(name);
        final MessageFlyweight flyweight = Schema.flyweight(name);
        final int length = MessageFlyweight.HEADER_LENGTH + message.blockLength();
        final Random random = new Random(SEED - message.id());
        for (int trial = 0; trial < TRIALS; trial++) {
            final Map<String, Object> values = Schema.randomValues(message, random);
            final byte[] byFlyweight = new byte[length];
            random.nextBytes(byFlyweight);
            Schema.write(flyweight, new UnsafeBuffer(byFlyweight), 0, values);
            final var object = MessageCatalog.create(message.id());
            Schema.write(object, values);
            final byte[] byObject = new byte[length];
            random.nextBytes(byObject);
            assertEquals(length, object.encode(new UnsafeBuffer(byObject), 0));
            assertArrayEquals(byFlyweight, byObject, () -> "seed " + (SEED - message.id()) + " " + values);
            final var decoded = MessageCatalog.decode(new UnsafeBuffer(byFlyweight), 0, length);
            assertEquals(values, Schema.read(decoded));
            assertEquals(object, decoded);
            final var fromText = MessageYaml.parse("test", MessageYaml.write(object)).getFirst();
            assertEquals(values, Schema.read(fromText), () -> MessageYaml.write(object));
        }
    }

    @ParameterizedTest
    @MethodSource("messageNames")
    void shouldDeclareWhatTheSchemaDeclares(final String name) throws ReflectiveOperationException {
        final Message message = Schema.message(name);
        final Class<?> flyweight = Schema.flyweight(name).getClass();
        assertEquals(message.id(), flyweight.getField("TEMPLATE_ID").getInt(null));
        assertEquals(message.blockLength(), flyweight.getField("BLOCK_LENGTH").getInt(null));
        assertEquals(0, message.blockLength() % 8);
        assertTrue(MessageFlyweight.HEADER_LENGTH + message.blockLength() <= MessageFlyweight.MAX_LENGTH);
        final boolean isCommand = message.id() <= 100;
        final String kind = isCommand ? "command" : message.id() <= 200 ? "event" : "feed";
        assertEquals(kind, message.semanticType());
        assertEquals(isCommand ? message.blockLength() : -1, CommandDecoder.blockLength(message.id()));
        int end = 0;
        for (final var field : message.fields()) {
            final int size = field.type().encodedLength();
            assertTrue(field.computedOffset() >= end, "fields overlap or are out of order");
            assertEquals(0, field.computedOffset() % Math.min(size, 8), field.name() + " is not aligned");
            end = field.computedOffset() + size;
        }
        assertEquals((end + 7) / 8 * 8, message.blockLength());
    }

    @Test
    void shouldKnowEveryMessageAndNoOther() {
        assertEquals(Schema.messageNames().toList(),
            MessageCatalog.all().stream().map(object -> object.getClass().getSimpleName()).toList());
        assertEquals(MessageFlyweight.SCHEMA_ID, Schema.load().id());
        assertEquals(MessageFlyweight.SCHEMA_VERSION, Schema.load().version());
    }

    @Test
    void shouldKnowEveryEnumerationValueAndNoOther() throws ReflectiveOperationException {
        for (final var type : Schema.load().types()) {
            if (type instanceof final EnumType enumeration && !type.name().equals("Bool")) {
                final Map<String, Long> declared = new LinkedHashMap<>();
                enumeration.validValues().forEach(
                    value -> declared.put(value.name(), value.primitiveValue().longValue()));
                final Map<String, Long> coded = new LinkedHashMap<>();
                for (final Enum<?> constant : Schema.constants(enumeration)) {
                    final int code = (int) constant.getClass().getMethod("code").invoke(constant);
                    assertEquals(constant, constant.getClass().getMethod("of", int.class).invoke(null, code));
                    coded.put(constant.name(), (long) code);
                }
                assertEquals(declared, coded, type.name());
            }
        }
    }

    @Test
    void shouldDescribeTheEnvelopesAsTheyAre() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
        final int header = CommandEnvelope.encode(buffer, 0, 0x5151, 0x1111111111111111L, 0x2121212121212121L,
            0x41414141, 0x3131313131313131L);
        final CompositeType command = (CompositeType) Schema.load().getType("commandEnvelope");
        assertEquals(CommandEnvelope.HEADER_LENGTH, header);
        assertEquals(header, command.encodedLength());
        assertEquals(List.of("clusterId", "session", "number", "connectionEpoch", "kind", "version"), names(command));
        assertEquals("1111111111111111" + "2121212121212121" + "3131313131313131" + "41414141" + "5151" + "0100",
            HexFormat.of().formatHex(buffer.byteArray(), 0, header));
        final CompositeType event = (CompositeType) Schema.load().getType("eventEnvelope");
        assertEquals(EventEnvelope.HEADER_LENGTH, event.encodedLength());
        for (int i = 0; i < EventEnvelope.HEADER_LENGTH; i++) {
            buffer.putByte(i, (byte) i);
        }
        assertEquals(List.of("eventSeq", "session", "number", "timestampNs", "bodyLength", "kind", "flags"),
            names(event));
        assertEquals(0x0706050403020100L, EventEnvelope.eventSeq(buffer, 0));
        assertEquals(0x0F0E0D0C0B0A0908L, EventEnvelope.session(buffer, 0));
        assertEquals(0x1716151413121110L, EventEnvelope.number(buffer, 0));
        assertEquals(0x1F1E1D1C1B1A1918L, EventEnvelope.timestampNs(buffer, 0));
        assertEquals(0x23222120, EventEnvelope.bodyLength(buffer, 0));
        assertEquals(0x2524, EventEnvelope.kind(buffer, 0));
        assertEquals(0x2726, EventEnvelope.flags(buffer, 0));
    }

    /** Bytes written down once, so that a change of schema and code together does not pass unnoticed. */
    @Test
    void shouldKeepTheBytesOfVersionOne() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[NewOrderFlyweight.LENGTH]);
        new NewOrderFlyweight().wrapForWrite(buffer, 0).clOrdId(1).quantity(2).price(3).stopPrice(4).expireTimeNs(5)
            .instrumentId(6).side(Side.SELL).conditions(Conditions.FOK).timeInForce(TimeInForce.GTD)
            .selfTradePrevention(SelfTradePrevention.EXPIRE_MAKER);
        assertEquals("30000200756d0100" + "0100000000000000" + "0200000000000000" + "0300000000000000"
            + "0400000000000000" + "0500000000000000" + "06000000" + "02" + "03" + "02" + "02",
            HexFormat.of().formatHex(buffer.byteArray()));
        final UnsafeBuffer filled = new UnsafeBuffer(new byte[FillFlyweight.LENGTH]);
        new FillFlyweight().wrapForWrite(filled, 0).orderId(1).clOrdId(2).tradeId(3).counterpartyOrderId(4).quantity(5)
            .price(6).leavesQuantity(7).instrumentId(8).side(Side.BUY).role(FillRole.PASSIVE);
        assertEquals("40006800756d0100" + "0100000000000000" + "0200000000000000" + "0300000000000000"
            + "0400000000000000" + "0500000000000000" + "0600000000000000" + "0700000000000000" + "08000000" + "01"
            + "02" + "0000", HexFormat.of().formatHex(filled.byteArray()));
    }

    private static List<String> names(final CompositeType composite) {
        return composite.getTypeList().stream().map(type -> type.name()).toList();
    }

    /** Reads a message by nothing but the schema, with the SBE tool's on-the-fly decoder. */
    private static Map<String, Object> decodeBySbe(
        final Ir ir, final Message message, final DirectBuffer buffer, final int offset) {
        final OtfHeaderDecoder header = new OtfHeaderDecoder(ir.headerStructure());
        assertEquals(message.id(), header.getTemplateId(buffer, offset));
        assertEquals(message.blockLength(), header.getBlockLength(buffer, offset));
        assertEquals(MessageFlyweight.SCHEMA_ID, header.getSchemaId(buffer, offset));
        final Map<String, Object> values = new LinkedHashMap<>();
        OtfMessageDecoder.decode(buffer, offset + header.encodedLength(), header.getSchemaVersion(buffer, offset),
            header.getBlockLength(buffer, offset), ir.getMessage(message.id()), new Collector(values));
        return values;
    }

    private static final class Collector extends AbstractTokenListener {
        private final Map<String, Object> values;

        Collector(final Map<String, Object> values) {
            this.values = values;
        }

        @Override
        public void onEncoding(final Token field, final DirectBuffer buffer, final int index, final Token type,
                               final int actingVersion) {
            if (type.encoding().primitiveType() == PrimitiveType.CHAR) {
                final StringBuilder text = new StringBuilder();
                for (int i = 0; i < type.arrayLength() && buffer.getByte(index + i) != 0; i++) {
                    text.append((char) buffer.getByte(index + i));
                }
                values.put(field.name(), text.toString());
            } else {
                values.put(field.name(), Types.getLong(buffer, index, type.encoding()));
            }
        }

        @Override
        public void onEnum(final Token field, final DirectBuffer buffer, final int index, final List<Token> tokens,
                           final int from, final int to, final int actingVersion) {
            final long code = Types.getLong(buffer, index, tokens.get(from + 1).encoding());
            for (int i = from + 1; i < to; i++) {
                if (tokens.get(i).encoding().constValue().longValue() == code) {
                    final String name = tokens.get(i).name();
                    values.put(field.name(), tokens.get(from).applicableTypeName().equals("Bool")
                        ? (Object) name.equals("YES") : name);
                }
            }
        }
    }
}
