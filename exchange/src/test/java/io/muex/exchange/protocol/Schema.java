package io.muex.exchange.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import uk.co.real_logic.sbe.xml.EncodedDataType;
import uk.co.real_logic.sbe.xml.EnumType;
import uk.co.real_logic.sbe.xml.Message;
import uk.co.real_logic.sbe.xml.MessageSchema;
import uk.co.real_logic.sbe.xml.ParserOptions;
import uk.co.real_logic.sbe.xml.Type;
import uk.co.real_logic.sbe.xml.XmlSchemaParser;

/** The published schema as the SBE tool reads it, and the ways from there to flyweights and objects. */
final class Schema {
    static final String RESOURCE = "exchange-schema.xml";
    private static final String PACKAGE = "io.muex.exchange.protocol.";

    private Schema() {
    }

    static MessageSchema load() {
        try (InputStream in = MessageFlyweight.class.getResourceAsStream(RESOURCE)) {
            return XmlSchemaParser.parse(in,
                ParserOptions.builder().stopOnError(true).warningsFatal(true).suppressOutput(true).build());
        } catch (final IOException impossible) {
            throw new UncheckedIOException(impossible);
        } catch (final Exception invalid) {
            throw new IllegalStateException("the SBE tool refuses the schema", invalid);
        }
    }

    static List<Message> messages() {
        return load().messages().stream().sorted(Comparator.comparingInt(Message::id)).toList();
    }

    static Stream<String> messageNames() {
        return messages().stream().map(Message::name);
    }

    static Message message(final String name) {
        return messages().stream().filter(message -> message.name().equals(name)).findFirst().orElseThrow();
    }

    /** A random value for every field: Long, Boolean, String or the name of an enumeration value. */
    static Map<String, Object> randomValues(final Message message, final Random random) {
        final Map<String, Object> values = new LinkedHashMap<>();
        for (final var field : message.fields()) {
            values.put(field.name(), randomValue(field.type(), random));
        }
        return values;
    }

    private static Object randomValue(final Type type, final Random random) {
        if (type.name().equals("Bool")) {
            return random.nextBoolean();
        } else if (type instanceof final EnumType enumeration) {
            final List<String> names = Stream.of(constants(enumeration)).map(Enum::name).toList();
            return names.get(random.nextInt(names.size()));
        } else if (type.name().equals("Symbol")) {
            return random.ints(random.nextInt(17), 'A', 'Z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
        }
        final long bits = random.nextLong() >> random.nextInt(64);
        return switch (((EncodedDataType) type).primitiveType()) {
            case INT64 -> bits;
            case INT32 -> (long) (int) bits;
            case UINT16 -> bits & 0xFFFF;
            case INT8 -> (long) (byte) bits;
            default -> throw new IllegalStateException("no field should be " + type.name());
        };
    }

    /** The Java constants of an enumeration of the schema. */
    static Enum<?>[] constants(final EnumType enumeration) {
        try {
            return (Enum<?>[]) Class.forName(PACKAGE + enumeration.name()).getEnumConstants();
        } catch (final ClassNotFoundException missing) {
            throw new IllegalStateException(missing);
        }
    }

    static MessageFlyweight flyweight(final String message) throws ReflectiveOperationException {
        return (MessageFlyweight) Class.forName(PACKAGE + message + "Flyweight").getConstructor().newInstance();
    }

    static void write(final MessageFlyweight flyweight, final MutableDirectBuffer buffer, final int offset,
                      final Map<String, Object> values) throws ReflectiveOperationException {
        flyweight.getClass().getMethod("wrapForWrite", MutableDirectBuffer.class, int.class)
            .invoke(flyweight, buffer, offset);
        for (final var value : values.entrySet()) {
            final Method setter = Stream.of(flyweight.getClass().getMethods())
                .filter(method -> method.getName().equals(value.getKey()) && method.getParameterCount() == 1)
                .findFirst().orElseThrow(() -> new NoSuchMethodException(value.getKey()));
            setter.invoke(flyweight, convert(setter.getParameterTypes()[0], value.getValue()));
        }
    }

    static Map<String, Object> read(final MessageFlyweight flyweight, final DirectBuffer buffer, final int offset,
                                    final Iterable<String> fields) throws ReflectiveOperationException {
        flyweight.getClass().getMethod("wrap", DirectBuffer.class, int.class).invoke(flyweight, buffer, offset);
        final Map<String, Object> values = new LinkedHashMap<>();
        for (final String field : fields) {
            values.put(field, normal(flyweight.getClass().getMethod(field).invoke(flyweight)));
        }
        return values;
    }

    static void write(final io.muex.exchange.protocol.wire.Message object, final Map<String, Object> values)
        throws ReflectiveOperationException {
        for (final var value : values.entrySet()) {
            final Field field = object.getClass().getField(value.getKey());
            field.set(object, convert(field.getType(), value.getValue()));
        }
    }

    static Map<String, Object> read(final io.muex.exchange.protocol.wire.Message object)
        throws ReflectiveOperationException {
        final Map<String, Object> values = new LinkedHashMap<>();
        for (final Field field : object.getClass().getDeclaredFields()) {
            values.put(field.getName(), normal(field.get(object)));
        }
        return values;
    }

    private static Object convert(final Class<?> type, final Object value) {
        if (type.isEnum()) {
            return Stream.of(type.getEnumConstants()).filter(constant -> constant.toString().equals(value))
                .findFirst().orElseThrow();
        }
        return type == int.class ? (Object) ((Long) value).intValue() : value;
    }

    private static Object normal(final Object value) {
        if (value instanceof final Integer number) {
            return number.longValue();
        }
        return value instanceof final Enum<?> constant ? constant.name() : value;
    }
}
