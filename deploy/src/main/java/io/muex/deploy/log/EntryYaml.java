package io.muex.deploy.log;

import io.muex.exchange.protocol.MessageFlyweight;
import io.muex.exchange.protocol.wire.MessageCatalog;
import io.muex.exchange.protocol.wire.MessageYaml;
import io.muex.mu.Ballot;
import io.muex.mu.log.Entry;
import io.muex.mu.log.EntryKind;
import io.muex.mu.log.RingLayout;
import io.muex.mu.session.CommandEnvelope;
import java.time.Instant;
import java.util.HexFormat;
import org.agrona.DirectBuffer;

/** Writes entries of the log as items of a YAML list. */
public final class EntryYaml {
    private static final long NANOS = 1_000_000_000L;
    private static final String INDENT = "  ";

    private EntryYaml() {
    }

    /** One entry as one item; ends with a line break. */
    public static String item(final long index, final Entry entry) {
        final StringBuilder text = new StringBuilder("- index: ").append(index).append('\n');
        line(text, "ballot", "'" + Ballot.toString(entry.ballot()) + "'");
        line(text, "timestamp", Instant.ofEpochSecond(
            Math.floorDiv(entry.timestampNs(), NANOS), Math.floorMod(entry.timestampNs(), NANOS)));
        line(text, "kind", kind(entry.kind()));
        if (entry.kind() == EntryKind.COMMAND && CommandEnvelope.check(
            entry.buffer(), RingLayout.PAYLOAD, entry.length())) {
            command(text, entry.buffer(), RingLayout.PAYLOAD, entry.length());
        } else if (entry.length() > 0) {
            line(text, "payload", hex(entry.buffer(), RingLayout.PAYLOAD, entry.length()));
        }
        return text.toString();
    }

    private static void command(
        final StringBuilder text, final DirectBuffer buffer, final int offset, final int length) {
        final int kind = CommandEnvelope.kind(buffer, offset);
        line(text, "session", CommandEnvelope.session(buffer, offset));
        line(text, "number", CommandEnvelope.number(buffer, offset));
        line(text, "connectionEpoch", CommandEnvelope.connectionEpoch(buffer, offset));
        line(text, "envelope", envelope(kind));
        final int body = offset + CommandEnvelope.HEADER_LENGTH;
        final int bodyLength = length - CommandEnvelope.HEADER_LENGTH;
        if (bodyLength == 0) {
            return;
        }
        if ((kind == CommandEnvelope.COMMAND || kind == CommandEnvelope.INTERNAL)
            && bodyLength >= MessageFlyweight.HEADER_LENGTH) {
            try {
                final String message = MessageYaml.write(MessageCatalog.decode(buffer, body, bodyLength));
                line(text, "command", message.strip().substring("--- ".length()).replace("\n", "\n" + INDENT + INDENT));
                return;
            } catch (final IllegalArgumentException e) {
                // The log takes what a client sent, and apply refuses it: then the bytes are all there is to show.
            }
        }
        line(text, "body", hex(buffer, body, bodyLength));
    }

    private static void line(final StringBuilder text, final String key, final Object value) {
        text.append(INDENT).append(key).append(": ").append(value).append('\n');
    }

    private static String hex(final DirectBuffer buffer, final int offset, final int length) {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return "'" + HexFormat.of().formatHex(bytes) + "'";
    }

    private static String kind(final int kind) {
        return switch (kind) {
            case EntryKind.COMMAND -> "COMMAND";
            case EntryKind.NOOP -> "NOOP";
            case EntryKind.LEAD -> "LEAD";
            case EntryKind.ADMIT -> "ADMIT";
            case EntryKind.HASH -> "HASH";
            default -> Integer.toString(kind);
        };
    }

    private static String envelope(final int kind) {
        return switch (kind) {
            case CommandEnvelope.COMMAND -> "COMMAND";
            case CommandEnvelope.ESTABLISH -> "ESTABLISH";
            case CommandEnvelope.OPEN_SESSION -> "OPEN_SESSION";
            case CommandEnvelope.CLOSE_SESSION -> "CLOSE_SESSION";
            case CommandEnvelope.INTERNAL -> "INTERNAL";
            case CommandEnvelope.GENESIS -> "GENESIS";
            case CommandEnvelope.DISCONNECT -> "DISCONNECT";
            default -> Integer.toString(kind);
        };
    }
}
