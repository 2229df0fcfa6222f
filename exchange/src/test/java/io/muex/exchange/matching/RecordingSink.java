package io.muex.exchange.matching;

import io.muex.mu.session.EventSink;
import java.util.ArrayList;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Keeps the events of a step as text: {@code 1: ...} answers the sender 1, {@code 2! ...} tells session 2 unasked,
 * {@code *! ...} is public.
 */
final class RecordingSink implements EventSink {
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1 << 16);
    private final List<int[]> claims = new ArrayList<>();
    private final List<String> prefixes = new ArrayList<>();
    private long sender;
    private int position;

    void begin(final long newSender) {
        sender = newSender;
        position = 0;
        claims.clear();
        prefixes.clear();
    }

    List<String> events() {
        final List<String> events = new ArrayList<>();
        for (int i = 0; i < claims.size(); i++) {
            events.add(prefixes.get(i) + EventText.of(buffer, claims.get(i)[0], claims.get(i)[1]));
        }
        return events;
    }

    @Override
    public int claimAnswer(final int kind, final int bodyLength) {
        return claim(name(sender) + ": ", bodyLength);
    }

    @Override
    public int claimUnsolicited(final long session, final int kind, final int bodyLength) {
        return claim(name(session) + "! ", bodyLength);
    }

    private int claim(final String prefix, final int bodyLength) {
        final int at = position;
        buffer.checkLimit(at + bodyLength);
        claims.add(new int[] {at, bodyLength});
        prefixes.add(prefix);
        position += bodyLength + 7 & ~7;
        return at;
    }

    private static String name(final long session) {
        return session == 0 ? "*" : Long.toString(session);
    }

    @Override
    public MutableDirectBuffer buffer() {
        return buffer;
    }
}
