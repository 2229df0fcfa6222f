package io.muex.mu.sim;

import io.muex.mu.log.EntryKind;
import io.muex.mu.session.CommandEnvelope;
import io.muex.mu.session.EventRing;
import io.muex.mu.session.SessionTable;
import io.muex.mu.session.SessionedStateMachine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The state machine that never fails: executes what is chosen at the moment it is chosen. Every replica must show the
 * same hash after the same index, every event read by a client must be one of its, and what clients are told of their
 * commands must be what it did.
 */
final class Reference {
    private record Execution(long session, long number, long index) {
    }

    private final SessionedStateMachine machine = new SessionedStateMachine(new TinyExchange(this::onExecuted));
    private final IndexedLongs hashAfter = new IndexedLongs();
    private final IndexedLongs firstEventAfter = new IndexedLongs();
    private final List<byte[]> events = new ArrayList<>();
    /** By the price of the command, which no two share. */
    private final Map<Long, Execution> executed = new HashMap<>();
    private final Set<Long> toldNotExecuted = new HashSet<>();
    private final Set<Long> submitted = new HashSet<>();
    private final SessionRules rules = new SessionRules();
    private long executing;
    private boolean isExecuted;

    Reference() {
        events.add(null);
    }

    private static long fingerprint(final DirectBuffer buffer, final int length) {
        long hash = length;
        for (int i = 0; i < length; i++) {
            hash = Proposal.step(hash, buffer.getByte(i));
        }
        return hash;
    }

    /** These bytes were given to a leader, or could have been. */
    void onSubmitted(final byte[] command) {
        submitted.add(fingerprint(new UnsafeBuffer(command), command.length));
    }

    /** Nothing gets into the log that nobody sent. */
    void checkOrigin(final long index, final Proposal proposal) {
        final byte[] payload = proposal.payload();
        final boolean valid = switch (proposal.kind()) {
            case EntryKind.COMMAND -> submitted.contains(fingerprint(new UnsafeBuffer(payload), payload.length));
            case EntryKind.NOOP -> payload.length == 0;
            case EntryKind.LEAD, EntryKind.ADMIT -> payload.length == Long.BYTES;
            case EntryKind.HASH -> payload.length > Long.BYTES && payload.length % Long.BYTES == 0;
            default -> payload.length > 0;
        };
        if (!valid) {
            throw new Violation("I9 only what was sent is proposed", "index " + index + " kind " + proposal.kind()
                + ", " + payload.length + " bytes");
        }
    }

    /** The entry of the next index was chosen. */
    void execute(final long index, final Proposal proposal) {
        executing = index;
        if (proposal.kind() == EntryKind.COMMAND) {
            final byte[] padded = Arrays.copyOf(proposal.payload(), proposal.payload().length + 7 & -8);
            final UnsafeBuffer command = new UnsafeBuffer(padded);
            final int length = proposal.payload().length;
            final int epochBefore = connectionEpoch(command, length);
            final boolean isNext = rules.take(command, length)
                && length == CommandEnvelope.HEADER_LENGTH + TinyExchange.BODY_LENGTH;
            isExecuted = false;
            machine.onCommand(index, proposal.timestampNs(), command, 0, length);
            if (connectionEpoch(command, length) > epochBefore) {
                checkTakenOver(index, CommandEnvelope.connectionEpoch(command, 0), epochBefore);
            }
            SessionRules.check(index, isNext, isExecuted);
            checkHolding(index, command, length);
            keepEvents();
        }
        hashAfter.put(index, machine.stateHash());
        firstEventAfter.put(index, machine.events().firstRetained());
    }

    private void checkHolding(final long index, final DirectBuffer command, final int length) {
        final SessionRules.Holding expected = rules.holding(command, length);
        if (expected != null) {
            final SessionTable sessions = machine.sessions();
            final int position = sessions.find(CommandEnvelope.session(command, 0));
            SessionRules.checkHolding(
                index, expected, sessions.connectionEpoch(position), sessions.lastApplied(position));
        }
    }

    /** The present epoch of the session that a command names; -1 if there is none. */
    private int connectionEpoch(final DirectBuffer command, final int length) {
        final SessionTable sessions = machine.sessions();
        final int position = length < CommandEnvelope.HEADER_LENGTH || !machine.isCreated() ? SessionTable.NOT_FOUND
            : sessions.find(CommandEnvelope.session(command, 0));
        return position == SessionTable.NOT_FOUND ? -1 : sessions.connectionEpoch(position);
    }

    /** A session goes to another connection only for one that names the epoch it takes over: not for a late copy. */
    static void checkTakenOver(final long index, final int named, final int before) {
        if (before >= 0 && named != before) {
            throw new Violation("I14 a late copy takes no session over", "index " + index + " names epoch " + named
                + ", the session was in " + before);
        }
    }

    private void keepEvents() {
        final EventRing ring = machine.events();
        while (events.size() <= ring.lastEventSeq()) {
            final byte[] bytes = new byte[ring.length(events.size())];
            ring.buffer().getBytes(ring.offset(events.size()), bytes);
            events.add(bytes);
        }
    }

    private void onExecuted(final long session, final long number, final long tag) {
        isExecuted = true;
        final Execution earlier = executed.put(tag, new Execution(session, number, executing));
        if (earlier != null) {
            throw new Violation("I14 at most once", "command " + tag + " of session " + session + " executed at "
                + earlier.index() + " and at " + executing);
        }
        if (toldNotExecuted.contains(tag)) {
            throw new Violation("I14 not executed means never", "command " + tag + " of session " + session
                + " executed at " + executing + " after its sender was told otherwise");
        }
    }

    /** A replica has applied the command at this index. */
    void checkState(final int id, final long index, final long hash) {
        if (hashAfter.get(index) != hash) {
            throw new Violation("I13 equal histories give equal states", "replica " + id + " after index " + index);
        }
    }

    /** Which events a replica still has depends on the log alone, also after a snapshot. */
    void checkRetained(final int id, final long index, final long firstRetained) {
        if (firstEventAfter.get(index) != firstRetained) {
            throw new Violation("I13 equal histories retain equal events", "replica " + id + " after index " + index
                + " has events from " + firstRetained + " on, should have them from " + firstEventAfter.get(index));
        }
    }

    /** A client has read an event. */
    void checkEvent(final long seq, final byte[] bytes) {
        if (seq >= events.size()) {
            throw new Violation("I14 only what is chosen is told", "event " + seq + " was read, there are "
                + (events.size() - 1));
        }
        if (!Arrays.equals(events.get((int) seq), bytes)) {
            throw new Violation("events are facts", "event " + seq + " was read with different bytes");
        }
    }

    /** A client was told that its command was not executed and never will be. */
    void checkToldNotExecuted(final long tag) {
        final Execution execution = executed.get(tag);
        if (execution != null) {
            throw new Violation("I14 not executed means never", "command " + tag + " was executed at "
                + execution.index());
        }
        toldNotExecuted.add(tag);
    }

    /** A client was told that its command was executed. */
    void checkToldExecuted(final long session, final long number, final long tag) {
        final Execution execution = executed.get(tag);
        if (execution == null || execution.session() != session || execution.number() != number) {
            throw new Violation("I14 answered means executed", "command " + tag + " of session " + session
                + " number " + number);
        }
    }

    long repeats() {
        return machine.repeats();
    }

    long lastEventSeq() {
        return events.size() - 1L;
    }
}
