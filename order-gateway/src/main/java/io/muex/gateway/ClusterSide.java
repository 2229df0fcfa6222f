package io.muex.gateway;

import io.aeron.logbuffer.ControlledFragmentHandler;
import io.aeron.logbuffer.ControlledFragmentHandler.Action;
import io.aeron.logbuffer.Header;
import io.muex.exchange.protocol.link.LinkHeader;
import io.muex.exchange.protocol.link.LinkPublication;
import io.muex.exchange.protocol.link.LinkSubscription;
import io.muex.exchange.protocol.link.MediaConnection;
import io.muex.exchange.protocol.link.ReplicaLink;
import io.muex.exchange.protocol.link.Tally;
import io.muex.exchange.protocol.proof.GatewayProof;
import io.muex.mu.session.EventEnvelope;
import io.muex.mu.session.Resubmission;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/**
 * A gateway's view of the cluster: who leads, which events come next, and the commands that are unanswered. When and
 * where commands go is decided by {@link Resubmission}; this class is its transport.
 * <p>
 * A gateway that starts begins to read at the newest event. What its clients missed before they ask for by replay.
 */
final class ClusterSide implements AutoCloseable {
    private static final long SILENCE_NS = TimeUnit.SECONDS.toNanos(2);
    private static final int POLL_LIMIT = 64;
    private static final int SEND_LIMIT = 128;

    private final GatewaySettings settings;
    private final Tally<GatewayCounter> tally;
    private final Reader reader;
    private final ReplicaPath[] paths;
    private final LinkSubscription egress;
    private final ControlledFragmentHandler handler = this::onMessage;
    private Resubmission resubmission;
    private long clusterId;
    private int maxCommandLength;
    private int egressStream;
    private boolean readDue;
    private long leaderHeardNs;
    private long nowNs;
    private int events;

    /** Whoever is interested in what happens in the cluster. Called from within {@link #receive} and {@link #send}. */
    interface Reader {
        /** The next event; every event once and in order. */
        void onEvent(DirectBuffer buffer, int offset, int length);

        /** No more events in this message. */
        void onEventsEnd();

        void onSettled(long session, int connectionEpoch, long number, Resubmission.Outcome outcome);

        /** Events are gone; among them may be the one that gave the session to the connection of this epoch. */
        void onSessionState(long session, int connectionEpoch);

        /** Events were skipped that are no longer retained. */
        void onEventsSkipped();

        void onReplayed(long replayId, DirectBuffer buffer, int offset, int length);

        void onReplayGone(long replayId, long firstEventSeq);

        void onReplayEnd(long replayId, long nextEventSeq);

        /** A leader was announced, or announced anew; replays that were under way are void. */
        void onLeader();

        /** The cluster was created anew; everything known of the old one is void. */
        void onReset();
    }

    ClusterSide(final GatewaySettings settings, final MediaConnection media, final Tally<GatewayCounter> tally,
        final Reader reader) {
        this.settings = settings;
        this.tally = tally;
        this.reader = reader;
        egress = new LinkSubscription(media, settings.egressChannel(), LinkSubscription.FRESH, sender -> { });
        final GatewayProof proofs = new GatewayProof(settings.clusterSecret());
        int largest = 0;
        for (final ReplicaAddress address : settings.replicas()) {
            largest = Math.max(largest, address.id());
        }
        paths = new ReplicaPath[largest + 1];
        for (final ReplicaAddress address : settings.replicas()) {
            paths[address.id()] = new ReplicaPath(address, settings, media, proofs);
        }
    }

    /** Reads what replicas sent, a bounded number of messages; returns the number of events. */
    int receive(final long now) {
        nowNs = now;
        if (!egress.step(now)) {
            return 0;
        }
        egressStream = egress.stream();
        for (final ReplicaPath path : paths) {
            if (path != null && path.step(now, clusterId, egressStream) && resubmission != null) {
                resubmission.onDisconnected(path.id());
            }
        }
        events = 0;
        egress.poll(handler, POLL_LIMIT);
        tally.add(GatewayCounter.EVENTS_READ, events);
        return events;
    }

    /** Sends what is due: where to read, and commands. Returns the number of commands. */
    int send() {
        if (resubmission == null) {
            return 0;
        }
        readDue |= resubmission.takeReadRequest();
        final int leader = resubmission.leader();
        if (leader == Resubmission.NO_REPLICA) {
            return 0;
        }
        if (readDue && paths[leader].read(resubmission.readFrom())) {
            readDue = false;
        }
        int sent = 0;
        while (sent < SEND_LIMIT && resubmission.hasCommand() && sendCommand(paths[leader])) {
            sent++;
        }
        tally.add(GatewayCounter.COMMANDS_SENT, sent);
        return sent;
    }

    private boolean sendCommand(final ReplicaPath path) {
        final LinkPublication data = path.data();
        final int length = resubmission.commandLength();
        if (!path.isOpen() || !data.claim(LinkHeader.LENGTH + length)) {
            return false;
        }
        LinkHeader.encode(data.buffer(), data.offset(), ReplicaLink.COMMAND, settings.gatewayId());
        data.buffer().putBytes(data.offset() + LinkHeader.LENGTH, resubmission.commandBuffer(),
            resubmission.commandOffset(), length);
        data.commit();
        resubmission.onCommandSent();
        return true;
    }

    /** Takes a command to be sent and kept until it is settled. Only if {@link #isReady()}. */
    Resubmission.OfferResult offer(final DirectBuffer buffer, final int offset, final int length) {
        return resubmission.offer(buffer, offset, length);
    }

    /**
     * Asks the leader to send once more what a session was told; false if that cannot be asked now.
     *
     * @param number only what answers this command, 0 for everything
     */
    boolean replay(final long replayId, final long session, final long fromEventSeq, final long number) {
        final int leader = leader();
        return leader != Resubmission.NO_REPLICA && !readDue
            && paths[leader].replay(replayId, session, fromEventSeq, number);
    }

    /** Where messages to the leader go, or null if none is reachable. */
    LinkPublication toLeader() {
        final int leader = leader();
        return leader == Resubmission.NO_REPLICA || !paths[leader].isOpen() ? null : paths[leader].data();
    }

    /** The ballot under which the present leader leads, or the last one did. Only if {@link #isReady()}. */
    long ballot() {
        return resubmission.highestBallot();
    }

    /** True once a leader was found: clients can be taken. */
    boolean isReady() {
        return resubmission != null;
    }

    /** The last event read. Only if {@link #isReady()}. */
    long lastEventSeq() {
        return resubmission.lastEventSeq();
    }

    long clusterId() {
        return clusterId;
    }

    /** Longest command that clients may send. */
    int maxCommandLength() {
        return Math.min(maxCommandLength, GatewaySettings.MAX_COMMAND_LENGTH);
    }

    /** The replica that leads and was heard of lately, or 0. */
    int leader() {
        return resubmission == null || nowNs - leaderHeardNs > SILENCE_NS
            ? Resubmission.NO_REPLICA : resubmission.leader();
    }

    /** Commands taken and not settled. */
    int unanswered() {
        return resubmission == null ? 0 : resubmission.unanswered();
    }

    private Action onMessage(final DirectBuffer buffer, final int offset, final int length, final Header header) {
        final int type = LinkHeader.type(buffer, offset, length);
        if (!ReplicaLink.check(type, buffer, offset, length)) {
            tally.increment(GatewayCounter.MALFORMED);
            return Action.CONTINUE;
        }
        if (type == ReplicaLink.PRESENT) {
            onPresent(buffer, offset, LinkSubscription.sender(header));
        } else if (!isSentByReplica(LinkSubscription.sender(header))) {
            tally.increment(GatewayCounter.NOT_PROVEN);
        } else if (resubmission != null) {
            onReading(type, buffer, offset, length);
        }
        return Action.CONTINUE;
    }

    private boolean isSentByReplica(final long sender) {
        for (final ReplicaPath path : paths) {
            if (path != null && path.isSentBy(sender)) {
                return true;
            }
        }
        return false;
    }

    private void onReading(final int type, final DirectBuffer buffer, final int offset, final int length) {
        switch (type) {
            case ReplicaLink.EVENTS -> onEvents(buffer, offset + LinkHeader.LENGTH, offset + length);
            case ReplicaLink.EVENTS_GONE -> {
                tally.increment(GatewayCounter.EVENTS_GONE);
                resubmission.onEventsGone(
                    ReplicaLink.goneFirstRetained(buffer, offset), ReplicaLink.goneAsOf(buffer, offset));
            }
            case ReplicaLink.SESSION_STATES -> onSessionStates(buffer, offset);
            case ReplicaLink.STATES_END -> {
                resubmission.onSessionStatesEnd(
                    ReplicaLink.statesAsOf(buffer, offset), ReplicaLink.statesCount(buffer, offset));
                reader.onEventsSkipped();
            }
            case ReplicaLink.REPLAYED -> reader.onReplayed(ReplicaLink.replayId(buffer, offset), buffer,
                offset + ReplicaLink.REPLAYED_HEADER_LENGTH, length - ReplicaLink.REPLAYED_HEADER_LENGTH);
            case ReplicaLink.REPLAY_GONE -> reader.onReplayGone(
                ReplicaLink.replayId(buffer, offset), ReplicaLink.replayMark(buffer, offset));
            case ReplicaLink.REPLAY_END -> reader.onReplayEnd(
                ReplicaLink.replayId(buffer, offset), ReplicaLink.replayMark(buffer, offset));
            default -> tally.increment(GatewayCounter.MALFORMED);
        }
    }

    private void onEvents(final DirectBuffer buffer, final int from, final int end) {
        int at = from;
        while (end - at >= EventEnvelope.HEADER_LENGTH) {
            final int length = EventEnvelope.length(buffer, at);
            if (length < EventEnvelope.HEADER_LENGTH || length > end - at) {
                tally.increment(GatewayCounter.MALFORMED);
                break;
            }
            if (resubmission.onEvent(buffer, at) == Resubmission.Reading.NEXT) {
                reader.onEvent(buffer, at, length);
                events++;
            }
            at += length;
        }
        reader.onEventsEnd();
    }

    private void onSessionStates(final DirectBuffer buffer, final int offset) {
        final long asOf = ReplicaLink.statesAsOf(buffer, offset);
        for (int i = 0; i < ReplicaLink.statesCount(buffer, offset); i++) {
            final long session = ReplicaLink.stateSession(buffer, offset, i);
            final int connectionEpoch = ReplicaLink.stateConnectionEpoch(buffer, offset, i);
            resubmission.onSessionState(asOf, ReplicaLink.statesPosition(buffer, offset) + i, session,
                ReplicaLink.stateOpeningEpoch(buffer, offset, i), connectionEpoch,
                ReplicaLink.stateLastApplied(buffer, offset, i));
            reader.onSessionState(session, connectionEpoch);
        }
    }

    private void onPresent(final DirectBuffer buffer, final int offset, final long sender) {
        final int replica = LinkHeader.sender(buffer, offset);
        if (replica < 1 || replica >= paths.length || paths[replica] == null) {
            tally.increment(GatewayCounter.MALFORMED);
            return;
        }
        final ReplicaPath path = paths[replica];
        final boolean wasOpen = path.isOpen();
        final boolean current = path.onPresent(nowNs, buffer, offset, sender);
        if (wasOpen && !path.isOpen() && resubmission != null) {
            resubmission.onDisconnected(replica);
        }
        final long ballot = ReplicaLink.presentBallot(buffer, offset);
        final long cluster = ReplicaLink.presentClusterId(buffer, offset);
        if (current && ballot != 0 && cluster != 0) {
            maxCommandLength = ReplicaLink.presentMaxCommandLength(buffer, offset);
            onLeader(replica, ballot, cluster, ReplicaLink.presentLastEventSeq(buffer, offset));
        }
    }

    private void onLeader(final int replica, final long ballot, final long cluster, final long lastEventSeq) {
        if (cluster != clusterId && resubmission != null) {
            resubmission = null;
            reader.onReset();
        }
        if (resubmission == null) {
            clusterId = cluster;
            resubmission = new Resubmission(
                settings.maxUnanswered(), GatewaySettings.MAX_COMMAND_LENGTH, lastEventSeq, reader::onSettled);
        }
        final int before = resubmission.leader();
        final long ballotBefore = resubmission.highestBallot();
        resubmission.onLeaderAnnounced(replica, ballot, lastEventSeq);
        if (replica == resubmission.leader()) {
            leaderHeardNs = nowNs;
        }
        if (before != resubmission.leader() || ballotBefore != resubmission.highestBallot()) {
            tally.increment(GatewayCounter.LEADERS);
            if (before != Resubmission.NO_REPLICA && before != replica) {
                paths[before].stopReading();
            }
            reader.onLeader();
        }
    }

    @Override
    public void close() {
        for (final ReplicaPath path : paths) {
            if (path != null) {
                path.close();
            }
        }
        egress.close();
    }
}
