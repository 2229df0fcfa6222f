package io.muex.mu.sim;

import java.util.HashMap;
import java.util.Map;

/** What all clients asked and were told, in real time: answers come in an order that respects it. */
final class ClientHistory {
    private final Map<Long, Long> offeredAfter = new HashMap<>();
    private final Map<Long, long[]> lastOfSession = new HashMap<>();
    private long lastAnswered;

    /** A command is offered now. */
    void onOffered(final long tag) {
        offeredAfter.put(tag, lastAnswered);
    }

    /** A client has read the last answer to its command. */
    void onAnswered(final long session, final long number, final long tag, final long eventSeq) {
        final Long after = offeredAfter.remove(tag);
        if (after == null) {
            throw new Violation("I14 answered once", "command " + tag + " of session " + session + " number " + number);
        }
        if (eventSeq <= after) {
            throw new Violation("I20 real-time order", "session " + session + " number " + number
                + " executed at event " + eventSeq + ", offered after event " + after);
        }
        final long[] last = lastOfSession.computeIfAbsent(session, key -> new long[2]);
        if (number > last[0] != eventSeq > last[1]) {
            throw new Violation("I20 order within a session", "session " + session + " number " + number
                + " at event " + eventSeq + ", number " + last[0] + " at event " + last[1]);
        }
        last[0] = Math.max(last[0], number);
        last[1] = Math.max(last[1], eventSeq);
        lastAnswered = Math.max(lastAnswered, eventSeq);
    }

    /** A command was settled in any other way. */
    void onSettledOtherwise(final long tag) {
        if (offeredAfter.remove(tag) == null) {
            throw new Violation("I14 settled once", "command " + tag);
        }
    }
}
