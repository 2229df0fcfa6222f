package io.muex.exchange.protocol.wire;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** Fields of a message as text. What is set must be exactly a value of the field's type; nothing is rounded. */
final class FieldText {
    private FieldText() {
    }

    static void set(final Message message, final String name, final String text) {
        final Field field = field(message, name);
        final String where = message.getClass().getSimpleName() + ": " + name + ": ";
        if (text == null || text.isEmpty() && field.getType() != String.class) {
            throw new MessageYamlException(where + "value missing");
        }
        try {
            field.set(message, convert(field.getType(), text, where));
        } catch (final IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static void forEach(final Message message, final BiConsumer<String, Object> consumer) {
        try {
            for (final Field field : message.getClass().getDeclaredFields()) {
                final Object value = Modifier.isStatic(field.getModifiers()) ? null : field.get(message);
                if (value instanceof final Enum<?> constant) {
                    consumer.accept(field.getName(), constant.name());
                } else if (value != null) {
                    consumer.accept(field.getName(), value);
                }
            }
        } catch (final IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Field field(final Message message, final String name) {
        for (final Field field : message.getClass().getDeclaredFields()) {
            if (field.getName().equals(name) && !Modifier.isStatic(field.getModifiers())) {
                return field;
            }
        }
        final String known = Arrays.stream(message.getClass().getDeclaredFields())
            .filter(field -> !Modifier.isStatic(field.getModifiers())).map(Field::getName)
            .collect(Collectors.joining(", "));
        throw new MessageYamlException(
            message.getClass().getSimpleName() + ": unknown field '" + name + "'; it has " + known);
    }

    private static Object convert(final Class<?> type, final String text, final String where) {
        if (type == String.class) {
            return text;
        } else if (type == boolean.class) {
            return toBoolean(text, where);
        } else if (type.isEnum()) {
            return constant(type, text, where);
        }
        try {
            return type == long.class ? (Object) Long.parseLong(text) : (Object) Integer.parseInt(text);
        } catch (final NumberFormatException notANumber) {
            throw new MessageYamlException(where + "'" + text + "' is no whole number in the range of " + type,
                notANumber);
        }
    }

    private static boolean toBoolean(final String text, final String where) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new MessageYamlException(where + "'" + text + "' is neither true nor false");
        }
        return text.equals("true");
    }

    private static Object constant(final Class<?> type, final String text, final String where) {
        for (final Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(text)) {
                return constant;
            }
        }
        throw new MessageYamlException(
            where + "'" + text + "' is none of " + Arrays.toString(type.getEnumConstants()));
    }
}
