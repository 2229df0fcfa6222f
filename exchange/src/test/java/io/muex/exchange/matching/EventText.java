package io.muex.exchange.matching;

import io.muex.exchange.protocol.wire.Message;
import io.muex.exchange.protocol.wire.MessageCatalog;
import java.lang.reflect.Field;
import java.util.Set;
import org.agrona.DirectBuffer;

/** Events in one line each, fields that are zero or have their initial value left out. */
public final class EventText {
    private static final Set<String> UNSAID = Set.of("0", "NONE", "GTC", "BOTH", "false");

    private EventText() {
    }

    /** Name of the message and its fields as {@code field=value}. */
    public static String of(final DirectBuffer buffer, final int offset, final int length) {
        final Message message = MessageCatalog.decode(buffer, offset, length);
        final StringBuilder text = new StringBuilder(message.getClass().getSimpleName());
        try {
            for (final Field field : message.getClass().getDeclaredFields()) {
                final String value = String.valueOf(field.get(message));
                if (!UNSAID.contains(value)) {
                    text.append(' ').append(field.getName()).append('=').append(value);
                }
            }
        } catch (final IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
        return text.toString();
    }
}
