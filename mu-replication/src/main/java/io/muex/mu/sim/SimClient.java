package io.muex.mu.sim;

import io.muex.mu.session.CommandEnvelope;
import io.muex.mu.session.EventEnvelope;
import io.muex.mu.session.Resubmission;
import io.muex.mu.session.SessionCommands;
import io.muex.mu.session.SessionEvents;
import java.util.HashMap;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A client of the simulated cluster: the shipped client half, a session of its own, and a record of what it was told.
 * It checks for itself that every command is settled once, in order, as executed.
 */
final class SimClient {
    private static final int UNANSWERED = 24;
    private final Simulation world;
    private final int client;
    private final long session;
    private final Resubmission resubmission;
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[256]);
    private final Map<Long, Long> offeredAfter = new HashMap<>();
    private final boolean[] connected;
    private long nextNumber;
    private long settled;
    private int connectionEpoch = -1;
    private boolean establishing;
    private long lastSettledNumber;
    private final Fiber fiber;

    SimClient(final Simulation world, final int client) {
        this.world = world;
        this.client = client;
        this.session = client + 1L;
        this.resubmission = new Resubmission(UNANSWERED, 128, 0, this::onSettled);
        this.connected = new boolean[world.replicaCount() + 1];
        this.fiber = new Fiber("client " + client, 0, this::run);
    }

    Fiber fiber() {
        return fiber;
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
                if (world.connect(client, id, resubmission.readFrom())) {
                    connected[id] = true;
                }
                continue;
            }
            final Wire wire = world.toClient(client, id);
            while (wire.receive(now)) {
                if (wire.kind() == SimReplica.LEADER) {
                    resubmission.onLeaderAnnounced(id, wire.first(), wire.second());
                } else {
                    onEvent(wire.bytes());
                }
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

    private void onEvent(final byte[] bytes) {
        scratch.putBytes(0, bytes);
        if (resubmission.readFrom() == EventEnvelope.eventSeq(scratch, 0)) {
            world.witnessEvent(EventEnvelope.eventSeq(scratch, 0), bytes);
            checkOrder();
            if (EventEnvelope.session(scratch, 0) == session
                && EventEnvelope.kind(scratch, 0) == SessionEvents.ESTABLISHED) {
                connectionEpoch = SessionEvents.connectionEpoch(scratch, 0);
                nextNumber = Math.max(nextNumber, SessionEvents.lastApplied(scratch, 0));
            }
        }
        resubmission.onEvent(scratch, 0);
    }

    /** Real-time order: what was offered after another command was answered is executed after it. */
    private void checkOrder() {
        final long seq = EventEnvelope.eventSeq(scratch, 0);
        final long number = EventEnvelope.number(scratch, 0);
        if (EventEnvelope.session(scratch, 0) == session && number > 0 && EventEnvelope.isLast(scratch, 0)) {
            final Long after = offeredAfter.remove(number);
            if (after != null && seq <= after) {
                throw new Violation("I20 real-time order", "session " + session + " number " + number
                    + " executed at event " + seq + ", offered after event " + after);
            }
            world.witnessAnswer(seq);
        }
    }

    private void onSettled(final long ofSession, final int epoch, final long number,
                           final Resubmission.Outcome outcome) {
        if (number < 0) {
            establishing = false;
            return;
        }
        if (outcome != Resubmission.Outcome.ANSWERED) {
            throw new Violation("I14 every command is answered", "session " + session + " number " + number + ": "
                + outcome);
        }
        if (number != lastSettledNumber + 1) {
            throw new Violation("I14 once and in order", "session " + session + " number " + number + " after "
                + lastSettledNumber);
        }
        lastSettledNumber = number;
        settled++;
    }

    private void offer() {
        if (connectionEpoch < 0) {
            if (!establishing) {
                final int length = SessionCommands.encodeEstablish(scratch, 0, Simulation.CLUSTER_ID, session, 0,
                    -1 - (world.drawSeed() >>> 2));
                establishing = resubmission.offer(scratch, 0, length) == Resubmission.OfferResult.ACCEPTED;
            }
            return;
        }
        if (!world.isLoading() || world.draw(64) != 0) {
            return;
        }
        for (int n = world.draw(5); n > 0 && resubmission.unanswered() < UNANSWERED; n--) {
            CommandEnvelope.encode(scratch, 0, CommandEnvelope.COMMAND, Simulation.CLUSTER_ID, session,
                connectionEpoch, nextNumber + 1);
            scratch.putLong(CommandEnvelope.HEADER_LENGTH, world.draw(2));
            scratch.putLong(CommandEnvelope.HEADER_LENGTH + 8, world.draw(1000));
            final int length = CommandEnvelope.HEADER_LENGTH + TinyExchange.BODY_LENGTH;
            if (resubmission.offer(scratch, 0, length) == Resubmission.OfferResult.ACCEPTED) {
                nextNumber++;
                offeredAfter.put(nextNumber, world.lastAnswered());
            }
        }
    }

    private void send(final long now) {
        final int leader = resubmission.leader();
        while (leader != Resubmission.NO_REPLICA && connected[leader] && resubmission.hasCommand()) {
            final byte[] bytes = new byte[resubmission.commandLength()];
            resubmission.commandBuffer().getBytes(resubmission.commandOffset(), bytes);
            world.toReplica(client, leader).send(now + world.drawDelay(), SimReplica.COMMAND, bytes, 0, 0);
            resubmission.onCommandSent();
        }
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
        return "client " + client + " settled " + settled + " unanswered " + resubmission.unanswered() + " leader "
            + resubmission.leader() + " read to " + resubmission.lastEventSeq();
    }
}
