package io.muex.mu.session;

import static io.muex.mu.session.SessionWorld.COMMAND_LENGTH;
import static io.muex.mu.session.SessionWorld.REPLICAS;
import static io.muex.mu.session.SessionWorld.check;
import static io.muex.mu.session.SessionWorld.uid;

import io.muex.mu.session.SessionWorld.Kind;
import io.muex.mu.session.SessionWorld.Message;
import io.muex.mu.session.SessionWorld.Mutant;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;

/** A gateway of the {@link SessionWorld}: checks every event and every settlement its resubmission reports. */
final class WorldGateway implements Resubmission.Settlement {
    final SessionWorld world;
    final int id;
    final Resubmission resubmission = new Resubmission(24, COMMAND_LENGTH, 0, this);
    @SuppressWarnings({"unchecked", "rawtypes"})
    final List<Message>[] inbound = new List[REPLICAS + 1];
    @SuppressWarnings({"unchecked", "rawtypes"})
    final List<Message>[] outbound = new List[REPLICAS + 1];
    final boolean[] broken = new boolean[REPLICAS + 1];
    /** Commands in the hands of the resubmission: unique id, 0 for session commands. */
    final Map<String, Long> open = new HashMap<>();
    final Set<Long> saidExecuted = new HashSet<>();
    final Set<Long> saidNotExecuted = new HashSet<>();
    UnsafeBuffer event;
    long read;
    long sentUnder;

    WorldGateway(final SessionWorld world, final int id) {
        this.world = world;
        this.id = id;
        for (int i = 1; i <= REPLICAS; i++) {
            inbound[i] = new ArrayList<>();
            outbound[i] = new ArrayList<>();
        }
    }

    void act() {
        if (resubmission.takeReadRequest()) {
            final int from = world.random.nextBoolean() && resubmission.leader() != 0
                ? resubmission.leader() : 1 + world.random.nextInt(REPLICAS);
            outbound[from].add(new Message(Kind.READ, null, resubmission.readFrom(), 0, 0, 0));
        }
        final boolean forgetful = world.mutant == Mutant.NEVER_RESENDS && sentUnder != resubmission.highestBallot();
        for (int burst = 1 + world.random.nextInt(8); burst > 0 && resubmission.hasCommand(); burst--) {
            final byte[] command = new byte[resubmission.commandLength()];
            resubmission.commandBuffer().getBytes(resubmission.commandOffset(), command);
            if (!forgetful) {
                outbound[resubmission.leader()].add(
                    new Message(Kind.COMMAND, command, resubmission.highestBallot(), 0, 0, 0));
            }
            resubmission.onCommandSent();
            sentUnder = resubmission.highestBallot();
        }
    }

    void onMessage(final int replica, final Message message) {
        switch (message.kind()) {
            case LEADER -> resubmission.onLeaderAnnounced((int) message.a(), message.b(), message.c());
            case GONE -> resubmission.onEventsGone(message.a(), message.b());
            case STATE -> resubmission.onSessionState(
                message.a(), message.e(), message.b(), (int) (message.c() >>> 32), (int) message.c(), message.d());
            case STATES_END -> resubmission.onSessionStatesEnd(message.a(), (int) message.b());
            case EVENT -> onEvent(message.bytes());
            default -> throw new IllegalStateException(message.kind() + " from replica " + replica);
        }
        check(resubmission.lastEventSeq() >= read, "reading went backwards");
        read = resubmission.lastEventSeq();
    }

    private void onEvent(final byte[] bytes) {
        event = new UnsafeBuffer(bytes);
        final long seq = EventEnvelope.eventSeq(event, 0);
        final Resubmission.Reading reading = resubmission.onEvent(event, 0);
        check((reading == Resubmission.Reading.NEXT) == (seq == read + 1), "took event " + seq + " after " + read);
        check(Arrays.equals(world.goldenEvents.get((int) seq - 1), bytes), "event " + seq + " differs");
        if (reading == Resubmission.Reading.NEXT) {
            for (final WorldClient client : world.clients) {
                client.onEvent(this, event);
            }
        }
        event = null;
    }

    boolean offer(final int length) {
        final Resubmission.OfferResult result = resubmission.offer(world.scratch, 0, length);
        if (result == Resubmission.OfferResult.ACCEPTED) {
            final boolean application = CommandEnvelope.kind(world.scratch, 0) == CommandEnvelope.COMMAND;
            final String key = key(CommandEnvelope.session(world.scratch, 0),
                CommandEnvelope.connectionEpoch(world.scratch, 0), CommandEnvelope.number(world.scratch, 0));
            check(open.put(key, application ? uid(world.scratch) : 0L) == null, "offered twice " + key);
        } else {
            check(result == Resubmission.OfferResult.BUSY && open.size() == 24, "offer answered " + result);
        }
        return result == Resubmission.OfferResult.ACCEPTED;
    }

    @Override
    public void onSettled(
        final long session, final int epoch, final long number, final Resubmission.Outcome outcome) {
        final String key = key(session, epoch, number);
        final Long uid = open.remove(key);
        check(uid != null, "settled twice or never offered: " + key);
        if (uid != 0) {
            switch (outcome) {
                case ANSWERED -> onAnswered(uid);
                case APPLIED_DETAILS_GONE -> saidExecuted.add(uid);
                case NOT_EXECUTED -> saidNotExecuted.add(uid);
                default -> check(world.gones > 0 || world.closes, "unknown though nothing was forgotten: " + key);
            }
        }
        for (final WorldClient client : world.clients) {
            client.onSettled(this, session, epoch, number, outcome);
        }
    }

    private void onAnswered(final long uid) {
        check(EventEnvelope.isLast(event, 0), "settled by an event that is not the last answer");
        final int kind = EventEnvelope.kind(event, 0);
        if (kind == SessionEvents.REJECTED) {
            saidNotExecuted.add(uid);
        } else {
            saidExecuted.add(uid);
            check(kind == SessionEvents.DONE
                || event.getLong(EventEnvelope.HEADER_LENGTH, ByteOrder.LITTLE_ENDIAN) == uid,
                "answer to another command");
        }
    }

    void checkFinished() {
        check(resubmission.unanswered() == 0, id + " has " + resubmission.unanswered() + " unanswered");
        check(open.isEmpty(), "never settled: " + open);
        check(read == world.goldenEvents.size(), id + " read up to " + read + " of " + world.goldenEvents.size());
        saidExecuted.forEach(uid -> check(world.executedAt.containsKey(uid), uid + " was said to be executed"));
        saidNotExecuted.forEach(uid -> check(!world.executedAt.containsKey(uid), uid + " was said not to be executed"));
    }

    private static String key(final long session, final int epoch, final long number) {
        return session + "/" + epoch + "/" + number;
    }
}
