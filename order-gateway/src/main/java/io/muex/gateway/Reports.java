package io.muex.gateway;

import io.muex.exchange.protocol.link.ClientLink;
import io.muex.exchange.protocol.link.LinkReject;
import io.muex.exchange.protocol.link.StageStamps;
import io.muex.exchange.protocol.link.Tally;
import io.muex.mu.session.CommandEnvelope;
import io.muex.mu.session.EventEnvelope;
import io.muex.mu.session.Resubmission;
import io.muex.mu.session.SessionEvents;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/**
 * Hands every event to the session that it names. Events of one session that lie back to back go out as one message.
 * What a client could not take, or missed before it came, is asked for by replay: from the leader, for that session
 * alone, until it has caught up with what this gateway reads.
 */
final class Reports implements ClusterSide.Reader {
    private static final int MAX_REPLAYS = 8;
    /** A replay that takes longer than this is asked for again, from where it has come to. */
    private static final long STALE_NS = TimeUnit.SECONDS.toNanos(2);

    private final ClientTable clients;
    private final Tally<GatewayCounter> tally;
    private ClusterSide cluster;
    private ClientSide side;
    private ClientConnection runOf;
    private DirectBuffer runBuffer;
    private int runOffset;
    private int runLength;
    private int replays;
    private int replaysStarted;
    /** The one repeated command that is being answered once more; one at a time, so that nobody can ask for much. */
    private ClientConnection repeating;
    private long repeatId;
    private long repeatNs;

    Reports(final ClientTable clients, final Tally<GatewayCounter> tally) {
        this.clients = clients;
        this.tally = tally;
    }

    /** The parts that need this one to be made. */
    void bind(final ClusterSide newCluster, final ClientSide newSide) {
        cluster = newCluster;
        side = newSide;
    }

    @Override
    public void onEvent(final DirectBuffer buffer, final int offset, final int length) {
        final long session = EventEnvelope.session(buffer, offset);
        final ClientConnection connection =
            session == CommandEnvelope.NO_SESSION ? null : clients.ofSession(session);
        if (connection == null) {
            return;
        }
        if (EventEnvelope.isLast(buffer, offset)) {
            StageStamps.pass(StageStamps.REPORTED, session, EventEnvelope.number(buffer, offset));
        }
        final int kind = EventEnvelope.kind(buffer, offset);
        if (kind == SessionEvents.ESTABLISHED) {
            onEstablished(connection, buffer, offset);
        } else if (kind == SessionEvents.DISCONNECTED) {
            onDisconnected(connection, SessionEvents.connectionEpoch(buffer, offset));
        }
        if (connection == runOf && runOffset + runLength == offset) {
            runLength += length;
            return;
        }
        flushRun();
        runOf = connection;
        runBuffer = buffer;
        runOffset = offset;
        runLength = length;
    }

    @Override
    public void onEventsEnd() {
        flushRun();
    }

    private void flushRun() {
        if (runOf == null) {
            return;
        }
        if (runOf.flow() == ClientConnection.Flow.LIVE && !runOf.report(runBuffer, runOffset, runLength)) {
            tally.increment(GatewayCounter.CLIENTS_BEHIND);
        }
        tally.increment(GatewayCounter.REPORTS_SENT);
        runOf = null;
    }

    /** A claim of the client itself, or of somebody else who has the session from now on. */
    private void onEstablished(final ClientConnection connection, final DirectBuffer buffer, final int offset) {
        final long attempt = EventEnvelope.number(buffer, offset);
        final int epoch = SessionEvents.connectionEpoch(buffer, offset);
        if (attempt == connection.attempt()) {
            if (epoch != connection.connectionEpoch()) {
                connection.established(epoch, SessionEvents.lastApplied(buffer, offset));
            }
        } else if (connection.isEstablished() && epoch > connection.connectionEpoch()
            && !ClientLink.isSameClient(-attempt, connection.connectionId())) {
            flushRun();
            tally.increment(GatewayCounter.TAKEN_OVER);
            clients.release(connection, LinkReject.TAKEN_OVER);
        }
    }

    /**
     * The leader has not heard of this connection for its grace, though its client is here: the way was broken, or this
     * gateway stood still. The client reads it too and claims its session once more.
     */
    private void onDisconnected(final ClientConnection connection, final int epoch) {
        if (epoch == connection.connectionEpoch()) {
            tally.increment(GatewayCounter.DISCONNECTED);
            connection.lapsed();
        }
    }

    /**
     * The event that gave the session away may be gone. Nothing may be taken under the old epoch any more: the numbers
     * are somebody else's now, and so would be the answers. A claim of the client that is under way may itself be what
     * raised the epoch; its answer tells.
     */
    @Override
    public void onSessionState(final long session, final int connectionEpoch) {
        final ClientConnection connection = clients.ofSession(session);
        if (connection == null || !connection.isEstablished() || connectionEpoch <= connection.connectionEpoch()) {
            return;
        }
        if (connection.isAttemptPending()) {
            connection.lapsed();
        } else {
            tally.increment(GatewayCounter.TAKEN_OVER);
            clients.release(connection, LinkReject.TAKEN_OVER);
        }
    }

    @Override
    public void onSettled(
        final long session, final int connectionEpoch, final long number, final Resubmission.Outcome outcome) {
        final ClientConnection connection = clients.ofSession(session);
        if (connection == null) {
            return;
        }
        if (number == connection.attempt()) {
            connection.attemptSettled();
            connection.renewDue(outcome != Resubmission.Outcome.ANSWERED);
        } else if (connectionEpoch == connection.connectionEpoch()) {
            connection.commandSettled();
            if (outcome != Resubmission.Outcome.ANSWERED) {
                connection.renewDue(true);
            }
        }
    }

    @Override
    public void onEventsSkipped() {
        for (int slot = 0; slot < clients.end(); slot++) {
            final ClientConnection connection = clients.at(slot);
            if (connection != null && connection.flow() == ClientConnection.Flow.LIVE
                && connection.delivered() < cluster.lastEventSeq()) {
                connection.resume(ClientConnection.Flow.BEHIND, connection.delivered());
            }
        }
    }

    @Override
    public void onLeader() {
        for (int slot = 0; slot < clients.end(); slot++) {
            final ClientConnection connection = clients.at(slot);
            if (connection != null) {
                connection.interruptReplay();
            }
        }
    }

    @Override
    public void onReset() {
        side.closeAll(LinkReject.RESET);
    }

    @Override
    public void onReplayed(final long replayId, final DirectBuffer buffer, final int offset, final int length) {
        if (repeating != null && replayId == repeatId) {
            if (clients.at((int) replayId) == repeating) {
                repeating.repeat(buffer, offset, length);
            }
            return;
        }
        final ClientConnection connection = replaying(replayId);
        if (connection != null && !connection.report(buffer, offset, length)) {
            tally.increment(GatewayCounter.CLIENTS_BEHIND);
        }
    }

    @Override
    public void onReplayGone(final long replayId, final long firstEventSeq) {
        final ClientConnection connection = replaying(replayId);
        if (connection == null || firstEventSeq <= connection.delivered() + 1) {
            return;
        }
        if (connection.tell(ClientLink.GONE, firstEventSeq)) {
            connection.resume(ClientConnection.Flow.REPLAYING, firstEventSeq - 1);
        } else {
            connection.interruptReplay();
        }
    }

    @Override
    public void onReplayEnd(final long replayId, final long nextEventSeq) {
        if (replayId == repeatId) {
            repeating = null;
        }
        final ClientConnection connection = replaying(replayId);
        if (connection == null) {
            return;
        }
        final long delivered = Math.max(connection.delivered(), nextEventSeq - 1);
        connection.resume(cluster.lastEventSeq() <= delivered
            ? ClientConnection.Flow.LIVE : ClientConnection.Flow.BEHIND, delivered);
    }

    /** The answers to a command of this client, as far as they are retained, go to it once more, if that can be now. */
    void answerAgain(final ClientConnection connection, final long number, final long nowNs) {
        final boolean isBusy = repeating != null && nowNs - repeatNs < STALE_NS;
        if (isBusy || connection.flow() != ClientConnection.Flow.LIVE) {
            return;
        }
        final long id = (long) ++replaysStarted << Integer.SIZE | connection.slot();
        if (cluster.replay(id, connection.session(), 1, number)) {
            repeating = connection;
            repeatId = id;
            repeatNs = nowNs;
        }
    }

    /** Looks how many replays are under way; before {@link #catchUp} of the connections. */
    void countReplays() {
        replays = 0;
        for (int slot = 0; slot < clients.end(); slot++) {
            final ClientConnection connection = clients.at(slot);
            if (connection != null && connection.flow() == ClientConnection.Flow.REPLAYING) {
                replays++;
            }
        }
    }

    /** Goes on with a client that is behind, if that can be done now. */
    void catchUp(final ClientConnection connection, final long nowNs) {
        if (connection.flow() == ClientConnection.Flow.REPLAYING && nowNs - connection.replayNs() > STALE_NS) {
            connection.interruptReplay();
        }
        if (connection.flow() != ClientConnection.Flow.BEHIND || connection.isGreetingDue()) {
            return;
        }
        if (cluster.lastEventSeq() <= connection.delivered()) {
            connection.resume(ClientConnection.Flow.LIVE, connection.delivered());
        } else if (replays < MAX_REPLAYS && connection.out().hasRoom()) {
            final long replayId = (long) ++replaysStarted << Integer.SIZE | connection.slot();
            if (cluster.replay(replayId, connection.session(), connection.delivered() + 1, 0)) {
                connection.replaying(replayId, nowNs);
                replays++;
                tally.increment(GatewayCounter.REPLAYS);
            }
        }
    }

    /** Everything for the session up to this event has been sent to the client. */
    long upTo(final ClientConnection connection) {
        return connection.flow() == ClientConnection.Flow.LIVE
            ? Math.max(cluster.lastEventSeq(), connection.delivered()) : connection.delivered();
    }

    /** The connection whose present replay this is, or null. */
    private ClientConnection replaying(final long replayId) {
        final ClientConnection connection = clients.at((int) replayId);
        return connection != null && connection.flow() == ClientConnection.Flow.REPLAYING
            && connection.replayId() == replayId ? connection : null;
    }
}
