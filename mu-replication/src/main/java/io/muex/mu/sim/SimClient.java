package io.muex.mu.sim;

import io.muex.mu.fabric.sim.Processor;
import io.muex.mu.session.CommandEnvelope;
import io.muex.mu.session.EventEnvelope;
import io.muex.mu.session.Resubmission;
import io.muex.mu.session.SessionCommands;
import io.muex.mu.session.SessionEvents;
import io.muex.mu.session.SessionReject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A client of the simulated cluster: the shipped client half and one session, which another client may take over and
 * this one take back. Whatever it is told of its commands is held against what the log did.
 */
final class SimClient {
    private static final int UNANSWERED = 24;
    private static final int REMEMBERED = 32;
    private static final int NONE = -1;
    private final Simulation world;
    private final int client;
    private final long session;
    private final Resubmission resubmission;
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[256]);
    private final Map<Long, Long> tags = new HashMap<>();
    private final List<byte[]> sent = new ArrayList<>();
    private final List<byte[]> attempts = new ArrayList<>();
    private final ReadingChecker reading = new ReadingChecker();
    private final boolean[] connected;
    private final Fiber fiber;
    private boolean wantsSession;
    private boolean hadSession;
    private int connectionEpoch = NONE;
    private int knownEpoch;
    private long attempt;
    private long nextNumber;
    private long settled;

    SimClient(final Simulation world, final int client, final long session, final long startNs) {
        this.world = world;
        this.client = client;
        this.session = session;
        this.resubmission = new Resubmission(UNANSWERED, 128, 0, this::onSettled);
        this.connected = new boolean[world.replicaCount() + 1];
        this.fiber = new Fiber("client " + client, null, new Processor(), startNs, this::run);
    }

    Fiber fiber() {
        return fiber;
    }

    /** Asks for the session from now on, whoever has it. */
    void wantSession() {
        wantsSession = true;
    }

    boolean hasSession() {
        return connectionEpoch != NONE;
    }

    private void run() {
        while (true) {
            final long now = fiber.timeNs();
            receive(now);
            offer();
            send(now);
            world.pause(20_000);
        }
    }

    private void receive(final long now) {
        for (int id = 1; id < connected.length; id++) {
            if (!connected[id]) {
                connected[id] = world.connect(client, id, resubmission.readFrom());
                continue;
            }
            final Wire wire = world.toClient(client, id);
            while (wire.receive(now)) {
                onMessage(id, wire);
            }
        }
        if (resubmission.takeReadRequest()) {
            for (int id = 1; id < connected.length; id++) {
                if (connected[id]) {
                    world.toReplica(client, id).send(now + world.drawDelay(), SimReplica.READ, null,
                        resubmission.readFrom(), 0);
                }
            }
        }
    }

    private void onMessage(final int id, final Wire wire) {
        switch (wire.kind()) {
            case Egress.LEADER -> {
                resubmission.onLeaderAnnounced(id, wire.first(), wire.second());
                reading.onAnnounced(id, wire.first(), resubmission.leader());
            }
            case Egress.EVENTS_GONE -> resubmission.onEventsGone(wire.first(), wire.second());
            case Egress.SESSION_STATE -> {
                scratch.putBytes(0, wire.bytes());
                resubmission.onSessionState(wire.first(), (int) wire.second(), scratch.getLong(0), scratch.getInt(20),
                    scratch.getInt(16), scratch.getLong(8));
                if (scratch.getLong(0) == session && scratch.getInt(16) > connectionEpoch) {
                    // The event that said so is gone: nothing may be offered under the old epoch any more.
                    knownEpoch = Math.max(knownEpoch, scratch.getInt(16));
                    lose();
                }
            }
            case Egress.STATES_END -> {
                final long before = resubmission.lastEventSeq();
                resubmission.onSessionStatesEnd(wire.first(), (int) wire.second());
                if (resubmission.lastEventSeq() != before) {
                    world.coverage.count(Situation.EVENTS_GONE);
                }
            }
            default -> onEvent(wire.bytes());
        }
    }

    private void onEvent(final byte[] bytes) {
        scratch.putBytes(0, bytes);
        if (resubmission.readFrom() == EventEnvelope.eventSeq(scratch, 0)) {
            world.reference.checkEvent(EventEnvelope.eventSeq(scratch, 0), bytes);
        }
        final long last = resubmission.lastEventSeq();
        if (resubmission.onEvent(scratch, 0) != Resubmission.Reading.NEXT) {
            return;
        }
        reading.onTaken(EventEnvelope.eventSeq(scratch, 0), last);
        if (EventEnvelope.session(scratch, 0) == session) {
            switch (EventEnvelope.kind(scratch, 0)) {
                case SessionEvents.ESTABLISHED -> onEstablished(EventEnvelope.number(scratch, 0));
                case SessionEvents.REJECTED -> onRejected();
                default -> { }
            }
        }
    }

    private void onEstablished(final long byAttempt) {
        final int epoch = SessionEvents.connectionEpoch(scratch, 0);
        knownEpoch = Math.max(knownEpoch, epoch);
        if (byAttempt == attempt && epoch > connectionEpoch) {
            if (hadSession) {
                world.coverage.count(Situation.SESSION_TAKEN_BACK);
            }
            connectionEpoch = epoch;
            hadSession = true;
            nextNumber = SessionEvents.lastApplied(scratch, 0);
        } else if (byAttempt != attempt && epoch > connectionEpoch) {
            lose();
        }
    }

    private void onRejected() {
        knownEpoch = Math.max(knownEpoch, SessionEvents.presentEpoch(scratch, 0));
        final SessionReject reason = SessionEvents.reason(scratch, 0);
        if (reason == SessionReject.NOT_APPLIED) {
            world.coverage.count(Situation.GAP_REFUSED);
        } else if (reason == SessionReject.STALE_CONNECTION && EventEnvelope.number(scratch, 0) > 0) {
            world.coverage.count(Situation.STALE_CONNECTION_REFUSED);
        }
    }

    private void lose() {
        if (connectionEpoch != NONE) {
            connectionEpoch = NONE;
            wantsSession = false;
        }
    }

    private void onSettled(final long ofSession, final int epoch, final long number,
                           final Resubmission.Outcome outcome) {
        if (number < 0) {
            return;
        }
        final Long tag = tags.remove(number);
        if (tag == null) {
            throw new Violation("I14 settled once", "session " + session + " number " + number + " " + outcome);
        }
        if (outcome == Resubmission.Outcome.ANSWERED && !isRefused()) {
            settled++;
            world.reference.checkToldExecuted(session, number, tag);
            world.history.onAnswered(session, number, tag, EventEnvelope.eventSeq(scratch, 0));
            return;
        }
        world.history.onSettledOtherwise(tag);
        if (outcome == Resubmission.Outcome.APPLIED_DETAILS_GONE) {
            settled++;
            world.coverage.count(Situation.DETAILS_GONE);
            world.reference.checkToldExecuted(session, number, tag);
        } else {
            if (outcome != Resubmission.Outcome.UNKNOWN) {
                world.coverage.count(Situation.NOT_EXECUTED_TOLD);
                world.reference.checkToldNotExecuted(tag);
            }
            lose();
        }
    }

    /** Whether the event just read says that nothing was executed. */
    private boolean isRefused() {
        return EventEnvelope.kind(scratch, 0) == SessionEvents.REJECTED
            && !SessionEvents.reason(scratch, 0).isApplied();
    }

    private void offer() {
        if (connectionEpoch == NONE) {
            if (wantsSession && resubmission.unanswered() == 0) {
                attempt = -1 - (world.drawSeed() >>> 2);
                final int length = SessionCommands.encodeEstablish(scratch, 0, Simulation.CLUSTER_ID, session,
                    knownEpoch, attempt);
                resubmission.offer(scratch, 0, length);
            }
            return;
        }
        if (!world.isLoading() || world.draw(64) != 0) {
            return;
        }
        for (int n = world.draw(5); n > 0 && resubmission.unanswered() < UNANSWERED; n--) {
            final long tag = world.nextTag();
            CommandEnvelope.encode(scratch, 0, CommandEnvelope.COMMAND, Simulation.CLUSTER_ID, session,
                connectionEpoch, nextNumber + 1);
            scratch.putLong(CommandEnvelope.HEADER_LENGTH, world.draw(2));
            scratch.putLong(CommandEnvelope.HEADER_LENGTH + 8, tag);
            final int length = CommandEnvelope.HEADER_LENGTH + TinyExchange.BODY_LENGTH;
            if (resubmission.offer(scratch, 0, length) == Resubmission.OfferResult.ACCEPTED) {
                nextNumber++;
                tags.put(nextNumber, tag);
                world.history.onOffered(tag);
            }
        }
    }

    private void send(final long now) {
        final int leader = resubmission.leader();
        while (leader != Resubmission.NO_REPLICA && connected[leader] && resubmission.hasCommand()) {
            final byte[] bytes = new byte[resubmission.commandLength()];
            resubmission.commandBuffer().getBytes(resubmission.commandOffset(), bytes);
            world.reference.onSubmitted(bytes);
            if (CommandEnvelope.kind(resubmission.commandBuffer(), resubmission.commandOffset())
                == CommandEnvelope.ESTABLISH) {
                attempts.add(bytes);
            }
            sent.add(bytes);
            if (sent.size() > REMEMBERED) {
                sent.removeFirst();
            }
            world.toReplica(client, leader).send(now + world.drawDelay(), SimReplica.COMMAND, bytes, 0, 0);
            resubmission.onCommandSent();
        }
    }

    /** A command that was sent a while ago, or null if there is none. */
    byte[] sentBefore(final int howMany) {
        return howMany < sent.size() ? sent.get(sent.size() - 1 - howMany) : null;
    }

    /** Any of its attempts to take the session, however long ago, or null if there was none. */
    byte[] attemptBefore(final long choice) {
        return attempts.isEmpty() ? null : attempts.get((int) Math.floorMod(choice, (long) attempts.size()));
    }

    /** The connection to a replica broke; both directions are empty already. */
    void onDisconnected(final int id) {
        if (connected[id]) {
            connected[id] = false;
            resubmission.onDisconnected(id);
        }
    }

    long settled() {
        return settled;
    }

    int unanswered() {
        return resubmission.unanswered();
    }

    @Override
    public String toString() {
        return "client " + client + " of session " + session + (hasSession() ? " in epoch " + connectionEpoch : " out")
            + (wantsSession ? " wants it" : "") + " settled " + settled + " unanswered " + resubmission.unanswered()
            + " leader " + resubmission.leader() + " read to " + resubmission.lastEventSeq() + " at "
            + fiber.timeNs() / 1000 + " us";
    }
}
