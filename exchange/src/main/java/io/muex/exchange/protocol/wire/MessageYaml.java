package io.muex.exchange.protocol.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.wire.DocumentContext;
import net.openhft.chronicle.wire.ValueIn;
import net.openhft.chronicle.wire.Wire;
import net.openhft.chronicle.wire.WireType;

/**
 * Messages as YAML: one document per message, tagged with its name, fields named as in the schema.
 * <pre>
 *   --- !NewOrder
 *   clOrdId: 1
 *   instrumentId: 7
 *   side: BUY
 *   quantity: 100
 *   price: 1050
 *   --- !CancelOrder { clOrdId: 1 }
 * </pre>
 * Reading is strict: whatever is not understood completely fails and names the source, the message and the field; then
 * no message at all is returned. Any thread; allocates.
 */
public final class MessageYaml {
    private MessageYaml() {
    }

    /**
     * Reads all messages of a file.
     *
     * @throws MessageYamlException if it holds anything but messages
     * @throws IOException          if it cannot be read
     */
    public static List<Message> read(final Path file) throws IOException {
        return parse(file.toString(), Files.readString(file));
    }

    /**
     * Reads all messages of a text.
     *
     * @param source names the text in error messages
     * @throws MessageYamlException if it holds anything but messages
     */
    public static List<Message> parse(final String source, final String text) {
        final List<Message> messages = new ArrayList<>();
        try {
            final int expected = YamlFrame.check(text);
            final Bytes<?> bytes = Bytes.from(text);
            final Wire wire = WireType.YAML_ONLY.apply(bytes);
            while (messages.size() < expected) {
                try (DocumentContext document = wire.readingDocument()) {
                    if (!document.isPresent()) {
                        throw new MessageYamlException("fields missing or not understood");
                    }
                    messages.add(next(document.wire().getValueIn()));
                }
            }
            return messages;
        } catch (final MessageYamlException problem) {
            throw located(source, messages.size() + 1, problem.getMessage(), problem);
        } catch (final RuntimeException problem) {
            throw located(source, messages.size() + 1, "not understood: " + problem.getMessage(), problem);
        }
    }

    /** Writes one message as a YAML document that {@link #parse} reads back. */
    public static String write(final Message message) {
        return "--- " + message;
    }

    private static Message next(final ValueIn value) {
        final StringBuilder tag = new StringBuilder();
        // Only names of messages are looked up, never classes: the text must not be able to name a class to create.
        value.typePrefix(tag, StringBuilder::append);
        final Message message = MessageCatalog.create(tag.toString());
        if (message == null) {
            throw new MessageYamlException(tag.isEmpty()
                ? "no message name; begin with --- !NewOrder or another message" : "no message is named '" + tag + "'");
        }
        try {
            value.marshallable(message);
            return message;
        } catch (final MessageYamlException problem) {
            throw problem;
        } catch (final RuntimeException problem) { // what Wire itself does not understand
            throw new MessageYamlException(
                tag + ": fields missing or not understood; without fields write !" + tag + " {}", problem);
        }
    }

    private static MessageYamlException located(
        final String source, final int number, final String problem, final RuntimeException cause) {
        return new MessageYamlException(source + ": message " + number + ": " + problem, cause);
    }
}
