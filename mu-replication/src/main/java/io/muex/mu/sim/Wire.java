package io.muex.mu.sim;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.function.ObjLongConsumer;

/** One direction of a connection between a client and a replica: in order, each message arriving at its time. */
final class Wire {
    private record Message(long arrivesAtNs, int kind, byte[] bytes, long first, long second) {
    }

    private final ArrayDeque<Message> messages = new ArrayDeque<>();
    private Message current;

    void send(final long arrivesAtNs, final int kind, final byte[] bytes, final long first, final long second) {
        final long notBefore = messages.isEmpty() ? arrivesAtNs
            : Math.max(arrivesAtNs, messages.peekLast().arrivesAtNs());
        messages.add(new Message(notBefore, kind, bytes, first, second));
    }

    /** Takes the next message that has arrived; its parts are then to be had from the accessors. */
    boolean receive(final long nowNs) {
        if (messages.isEmpty() || messages.peek().arrivesAtNs() > nowNs) {
            return false;
        }
        current = messages.poll();
        return true;
    }

    /** The message just received waits once more, in its place. */
    void putBack() {
        messages.addFirst(current);
    }

    /** Gives up everything behind the first {@code count} messages, and hands those out. */
    void cut(final int count, final ObjLongConsumer<byte[]> commands) {
        for (int i = 0; i < count && !messages.isEmpty(); i++) {
            final Message message = messages.poll();
            if (message.kind() == SimReplica.COMMAND) {
                commands.accept(message.bytes(), message.arrivesAtNs());
            }
        }
        messages.clear();
    }

    /** Loses the first {@code count} messages of a kind; says whether there was any. */
    boolean lose(final int kind, final int count) {
        int lost = 0;
        final Iterator<Message> all = messages.iterator();
        while (all.hasNext() && lost < count) {
            if (all.next().kind() == kind) {
                all.remove();
                lost++;
            }
        }
        return lost > 0;
    }

    int kind() {
        return current.kind();
    }

    byte[] bytes() {
        return current.bytes();
    }

    long first() {
        return current.first();
    }

    long second() {
        return current.second();
    }

    void clear() {
        messages.clear();
    }
}
