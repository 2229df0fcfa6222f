package io.muex.gateway.client;

import io.muex.exchange.protocol.link.ClientLink;
import io.muex.exchange.protocol.link.LinkReject;
import io.muex.exchange.protocol.link.MediaConnection;
import io.muex.exchange.protocol.link.PacedIdle;
import io.muex.mu.session.EventEnvelope;
import io.muex.mu.session.SessionEvents;
import io.muex.mu.session.SessionReject;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;

/**
 * One session of the exchange. Commands are given by the methods of {@link CommandSender}; reports come to the
 * {@link ClientListener} while {@link #poll()} runs. Everything happens on the thread that polls; nothing allocates
 * once the session is established.
 * <p>
 * It survives by itself whatever can die: when the leader changes, gateways see to it that nothing is lost or doubled;
 * when the gateway or the media driver dies, this client finds another, establishes its session again, reads on after
 * the last event it knows, learns which commands were applied and sends the rest under their old numbers. Meanwhile
 * commands are taken until {@code maxUnanswered} of them wait.
 * <p>
 * Every command that was given a number is settled exactly once. Commands of one session are executed in the order in
 * which they were given, and their reports come in that order.
 */
public final class ExchangeClient extends CommandSender implements AutoCloseable {
    private final ClientConfig config;
    private final ClientListener listener;
    private final MediaConnection media;
    private final boolean ownsMedia;
    private final GatewayPath path;
    private final CommandQueue queue;
    private final Outgoing outgoing;
    private final Throttle throttle = new Throttle();
    private final PacedIdle idle = new PacedIdle();
    private final long identity = ClientLink.freshClient();
    private ClientState state = ClientState.SEEKING;
    private String failure = "";
    private boolean wasEstablished;
    /** Reports were lost since this client was established: among them may be that somebody else had the session. */
    private boolean reportsGone;
    /** Its epoch was another one when this client claimed it again. */
    private boolean epochMoved;
    private long clusterId;
    private long lastEventSeq;
    private int connectionEpoch;
    private long attempt;
    private int attempts;
    private boolean claimToSend;
    private boolean polling;

    /** A client with a connection of its own to the media driver. Finds its gateway while it is polled. */
    public ExchangeClient(final ClientConfig config, final ClientListener listener) {
        this(config, listener, new MediaConnection(
            config.aeronDirectory(), "client-" + config.session(), config.egressChannel()), true);
    }

    /** A client that shares a connection with others of its thread; whoever made that steps and closes it. */
    public ExchangeClient(final ClientConfig config, final ClientListener listener, final MediaConnection shared) {
        this(config, listener, shared, false);
    }

    private ExchangeClient(final ClientConfig config, final ClientListener listener, final MediaConnection media,
        final boolean ownsMedia) {
        this.config = config;
        this.listener = Objects.requireNonNull(listener);
        this.media = media;
        this.ownsMedia = ownsMedia;
        this.queue = new CommandQueue(config.maxUnanswered());
        this.path = new GatewayPath(config, media, identity, new Arrivals());
        this.outgoing = new Outgoing(config.session(), path, queue);
        this.lastEventSeq = config.afterEventSeq();
    }

    /**
     * Makes a client and waits until its session is established.
     *
     * @throws IllegalStateException if that did not happen in time or cannot happen; says why
     */
    public static ExchangeClient connect(
        final ClientConfig config, final ClientListener listener, final long timeoutNs) {
        final ExchangeClient client = new ExchangeClient(config, listener);
        if (!client.awaitEstablished(timeoutNs)) {
            final String reason = client.state.isFinal() ? client.failure
                : "state " + client.state + ", media driver: " + client.media.condition();
            client.close();
            throw new IllegalStateException("session " + config.session() + " was not established: " + reason);
        }
        return client;
    }

    /**
     * One bounded duty cycle: keeps the connection, sends what waits, hands reports to the listener.
     *
     * @return amount of work done; 0 if the caller may idle
     */
    public int poll() {
        if (polling) {
            throw new IllegalStateException("polled from within a callback");
        }
        if (state.isFinal()) {
            return 0;
        }
        polling = true;
        try {
            final long nowNs = System.nanoTime();
            if (ownsMedia) {
                media.step(nowNs);
            }
            path.step(nowNs);
            final long before = lastEventSeq;
            path.poll(nowNs);
            return flush() + (lastEventSeq == before ? 0 : 1);
        } finally {
            polling = false;
        }
    }

    @Override
    long take(final int kind, final DirectBuffer buffer, final int offset, final int length) {
        if (state.isFinal()) {
            return CLOSED;
        } else if (!wasEstablished) {
            return NOT_ESTABLISHED;
        } else if (queue.isFull()) {
            return BUSY;
        }
        final long number = queue.add(kind, buffer, offset, length);
        flush();
        return number;
    }

    /** Sends what may be sent, as far as there is room. */
    private int flush() {
        if (throttle.isPausing()) {
            return 0;
        }
        if (claimToSend && path.isUp()) {
            claimToSend = !outgoing.claim(attempt, clusterId, connectionEpoch);
        }
        if (state != ClientState.ESTABLISHED) {
            return 0;
        }
        int sent = 0;
        while (queue.hasToSend() && outgoing.send(queue.toSend(), clusterId, connectionEpoch)) {
            queue.sent();
            sent++;
        }
        return sent;
    }

    private void establish() {
        attempt = -ClientLink.nth(identity, attempts++);
        claimToSend = true;
        become(ClientState.ESTABLISHING);
    }

    private boolean isMine(final long otherAttempt) {
        return ClientLink.isSameClient(-otherAttempt, identity);
    }

    private void onSessionEvent(final int kind, final DirectBuffer buffer, final int offset) {
        final long number = EventEnvelope.number(buffer, offset);
        if (kind == SessionEvents.ESTABLISHED) {
            final long lastApplied = SessionEvents.lastApplied(buffer, offset);
            if (number == attempt && state == ClientState.ESTABLISHING) {
                onEstablished(SessionEvents.connectionEpoch(buffer, offset), lastApplied);
            } else if (!isMine(number) && wasEstablished) {
                onTakenOver(lastApplied);
            }
        } else if (kind == SessionEvents.DISCONNECTED) {
            onConnectionEnded(SessionEvents.connectionEpoch(buffer, offset));
        } else if (kind != SessionEvents.REJECTED) {
            report(buffer, offset, number);
        } else if (number < 0) {
            onClaimRefused(number, buffer, offset);
        } else if (SessionEvents.reason(buffer, offset).isApplied()) {
            report(buffer, offset, number);
        } else if (SessionEvents.refusedEpoch(buffer, offset) == connectionEpoch
            && SessionEvents.refusedClusterId(buffer, offset) == clusterId) {
            onRefused(number, buffer, offset);
        }
    }

    private void onClaimRefused(final long number, final DirectBuffer buffer, final int offset) {
        if (number != attempt || state != ClientState.ESTABLISHING) {
            return;
        }
        final SessionReject reason = SessionEvents.reason(buffer, offset);
        if (reason == SessionReject.STALE_CONNECTION) {
            final int present = SessionEvents.presentEpoch(buffer, offset);
            epochMoved |= present != connectionEpoch;
            connectionEpoch = present;
            establish();
        } else {
            fail(ClientState.FAILED, "the exchange refuses session " + config.session() + ": " + reason);
        }
    }

    /** Out of order is the gateway's to mend; everything else that was not applied ends a session that was closed. */
    private void onRefused(final long number, final DirectBuffer buffer, final int offset) {
        final SessionReject reason = SessionEvents.reason(buffer, offset);
        if (reason == SessionReject.STALE_CONNECTION
            && SessionEvents.presentEpoch(buffer, offset) == connectionEpoch) {
            onConnectionEnded(connectionEpoch);
        } else if (reason == SessionReject.STALE_CONNECTION) {
            onTakenOver(SessionEvents.expectedNumber(buffer, offset) - 1);
        } else if (reason == SessionReject.UNKNOWN_SESSION) {
            fail(ClientState.FAILED, "session " + config.session() + " was closed");
        } else if (reason != SessionReject.NOT_APPLIED) {
            report(buffer, offset, number);
        }
    }

    /** The exchange took this client for dead; nobody else has the session. */
    private void onConnectionEnded(final int epoch) {
        if (epoch == connectionEpoch && state == ClientState.ESTABLISHED) {
            establish();
        }
    }

    private void onEstablished(final int epoch, final long lastApplied) {
        connectionEpoch = epoch;
        // If somebody else had the session meanwhile, who may have used these numbers, that could have been read.
        settleThrough(lastApplied, reportsGone && epochMoved ? CommandOutcome.UNKNOWN : CommandOutcome.DETAILS_GONE);
        reportsGone = false;
        epochMoved = false;
        if (queue.first() != lastApplied + 1) {
            settleThrough(Long.MAX_VALUE, CommandOutcome.UNKNOWN);
            queue.continueAt(lastApplied + 1);
        }
        queue.sendAgain();
        wasEstablished = true;
        become(ClientState.ESTABLISHED);
        flush();
    }

    private void onTakenOver(final long lastApplied) {
        settleThrough(lastApplied, reportsGone ? CommandOutcome.UNKNOWN : CommandOutcome.DETAILS_GONE);
        settleThrough(Long.MAX_VALUE, CommandOutcome.NOT_EXECUTED);
        fail(ClientState.TAKEN_OVER, "another connection has session " + config.session());
    }

    /** The gateway took nothing of it: the same again, a little later. */
    private void onThrottled(final long number) {
        if (number < 0 && number == attempt && state == ClientState.ESTABLISHING) {
            claimToSend = true;
        } else if (number >= queue.first() && number < queue.toSend() && state == ClientState.ESTABLISHED) {
            throttle.onRefused(System.nanoTime(), number, queue.toSend());
            queue.sendAgainFrom(number);
            listener.onThrottled(number);
            return;
        }
        throttle.onRefused(System.nanoTime(), number, number);
    }

    private void report(final DirectBuffer buffer, final int offset, final long number) {
        listener.onReport(buffer, offset);
        // Behind a gap a number may be that of whoever had the session meanwhile: the next claim will tell.
        final boolean isOwn = state == ClientState.ESTABLISHED || !reportsGone;
        if (isOwn && number >= queue.first() && number < queue.next() && EventEnvelope.isLast(buffer, offset)) {
            settleThrough(number - 1, CommandOutcome.DETAILS_GONE);
            settleThrough(number, CommandOutcome.ANSWERED);
            throttle.onAnswer();
        }
    }

    private void settleThrough(final long number, final CommandOutcome outcome) {
        while (queue.first() <= number && queue.first() < queue.next()) {
            final long settled = queue.first();
            queue.removeFirst();
            listener.onSettled(settled, outcome);
        }
    }

    private void become(final ClientState next) {
        if (state != next) {
            state = next;
            listener.onState(next);
        }
    }

    private void fail(final ClientState end, final String reason) {
        failure = reason;
        settleThrough(Long.MAX_VALUE, CommandOutcome.UNKNOWN);
        become(end);
    }

    /** How far this client has come. */
    public ClientState state() {
        return state;
    }

    /** Why the client came to its end; empty before that. */
    public String failure() {
        return failure;
    }

    /** Session that this client speaks for. */
    public long session() {
        return config.session();
    }

    /** Commands given and not settled. */
    public int unanswered() {
        return queue.unanswered();
    }

    /** Number that the next command will get; only once established. */
    public long nextNumber() {
        return queue.next();
    }

    /** Everything for this session up to this event has been read; a later client can resume here. */
    public long lastEventSeq() {
        return lastEventSeq;
    }

    /** Replica that leads as far as the gateway knows, 0 if none. */
    public int leader() {
        return path.leader();
    }

    /** Polls until the session is established. False after {@code timeoutNs}, or if it cannot be any more. */
    public boolean awaitEstablished(final long timeoutNs) {
        await(() -> state == ClientState.ESTABLISHED, timeoutNs);
        return state == ClientState.ESTABLISHED;
    }

    /** Polls until a command is settled. False after {@code timeoutNs}. */
    public boolean awaitSettled(final long number, final long timeoutNs) {
        await(() -> queue.first() > number, timeoutNs);
        return queue.first() > number;
    }

    /** Polls until every command is settled. False after {@code timeoutNs}. */
    public boolean awaitAllSettled(final long timeoutNs) {
        await(() -> queue.unanswered() == 0, timeoutNs);
        return queue.unanswered() == 0;
    }

    private void await(final BooleanSupplier done, final long timeoutNs) {
        final long deadlineNs = System.nanoTime() + timeoutNs;
        while (!done.getAsBoolean() && !state.isFinal() && System.nanoTime() - deadlineNs < 0) {
            idle.idle(poll());
        }
    }

    /** Ends this client; commands that are not settled are settled as UNKNOWN. The session stays open. */
    @Override
    public void close() {
        if (state == ClientState.CLOSED) {
            return;
        }
        path.close();
        if (ownsMedia) {
            media.close();
        }
        settleThrough(Long.MAX_VALUE, CommandOutcome.UNKNOWN);
        become(ClientState.CLOSED);
    }

    /** What comes along the path. */
    private final class Arrivals implements GatewayPath.Traveller {
        @Override
        public void onNegotiated(final long cluster, final long afterEventSeq) {
            if (clusterId != 0 && clusterId != cluster) {
                settleThrough(Long.MAX_VALUE, CommandOutcome.UNKNOWN);
                queue.continueAt(1);
                connectionEpoch = 0;
                reportsGone = false;
                epochMoved = false;
                lastEventSeq = ClientLink.FROM_NOW;
                listener.onClusterReset();
            }
            clusterId = cluster;
            if (lastEventSeq < afterEventSeq) {
                readUpTo(afterEventSeq);
            }
        }

        @Override
        public void onUp() {
            establish();
        }

        @Override
        public void onDown() {
            claimToSend = false;
            throttle.reset();
            become(ClientState.SEEKING);
        }

        @Override
        public void onReports(final DirectBuffer buffer, final int offset, final int length) {
            int at = offset;
            final int end = offset + length;
            while (end - at >= EventEnvelope.HEADER_LENGTH && !state.isFinal()) {
                final int eventLength = EventEnvelope.length(buffer, at);
                if (eventLength < EventEnvelope.HEADER_LENGTH || eventLength > end - at) {
                    return;
                }
                final long eventSeq = EventEnvelope.eventSeq(buffer, at);
                if (eventSeq > lastEventSeq) {
                    readUpTo(eventSeq);
                    onEvent(buffer, at);
                }
                at += eventLength;
            }
        }

        private void onEvent(final DirectBuffer buffer, final int offset) {
            final int kind = EventEnvelope.kind(buffer, offset);
            if (kind >= SessionEvents.FIRST_KIND) {
                onSessionEvent(kind, buffer, offset);
            } else {
                report(buffer, offset, EventEnvelope.number(buffer, offset));
            }
        }

        @Override
        public void onReject(final long number, final LinkReject code, final long expected) {
            if (code == LinkReject.THROTTLED) {
                onThrottled(number);
            } else if (code == LinkReject.NOT_APPLIED && throttle.explains(number, expected)
                || code == LinkReject.REPEATED) {
                return;
            } else if (code == LinkReject.NOT_ESTABLISHED || code == LinkReject.NOT_APPLIED) {
                onRenew();
            } else {
                fail(ClientState.FAILED, "the gateway rejects command " + number + ": " + code);
            }
        }

        @Override
        public void onGone(final long firstEventSeq) {
            if (firstEventSeq > lastEventSeq + 1) {
                readUpTo(firstEventSeq - 1);
                reportsGone = true;
                listener.onReportsGone(firstEventSeq);
            }
        }

        @Override
        public void onReadUpTo(final long eventSeq) {
            if (eventSeq > lastEventSeq) {
                readUpTo(eventSeq);
            }
        }

        @Override
        public void onRenew() {
            if (state == ClientState.ESTABLISHED) {
                establish();
            }
        }

        @Override
        public void onTurnedAway(final LinkReject code) {
            if (code == LinkReject.TAKEN_OVER) {
                fail(ClientState.TAKEN_OVER, "another connection has session " + config.session());
            } else {
                fail(ClientState.FAILED, "the gateway refuses session " + config.session() + ": " + code
                    + (code == LinkReject.NOT_AUTHENTICATED ? " (there is none, or its secret is another one)" : ""));
            }
        }

        private void readUpTo(final long eventSeq) {
            lastEventSeq = eventSeq;
            path.resumeAfter(eventSeq, clusterId);
        }
    }
}
