package io.muex.gateway;

import io.muex.exchange.config.secret.SessionRole;
import io.muex.exchange.protocol.link.ClientLink;
import io.muex.exchange.protocol.link.LinkHeader;
import io.muex.exchange.protocol.link.LinkPublication;
import io.muex.exchange.protocol.link.LinkReject;
import io.muex.exchange.protocol.link.MediaConnection;
import io.muex.exchange.protocol.proof.Secret;
import io.muex.mu.session.EventEnvelope;
import java.security.MessageDigest;
import org.agrona.DirectBuffer;

/**
 * One client: whom it speaks for, what it may send next, and how far it has been told. It has no queue. A client that
 * does not keep up is left at the last event it took, and served by replay from there when it reads again.
 */
final class ClientConnection implements AutoCloseable {
    /** How reports reach this client. */
    enum Flow {
        /** A replay has to be asked for. */
        BEHIND,
        /** A replay brings what it missed. */
        REPLAYING,
        /** It gets every event as it comes. */
        LIVE
    }

    private static final byte[] NO_PROOF = new byte[Secret.LENGTH];

    private final int slot;
    private final int gatewayId;
    private final long session;
    private final long connectionId;
    private final LinkPublication out;
    private final CommandRate rate;
    private final SessionRole role;
    private byte[] gatewayProof = NO_PROOF;
    private byte[] attachProof = NO_PROOF;
    private boolean attached;
    private long sender;
    private long heardNs;
    private long readNs;

    private Flow flow = Flow.BEHIND;
    private long delivered;
    private long replayId;
    private long replayNs;

    private int connectionEpoch;
    private long attempt;
    private boolean attemptPending;
    private long expected;
    private int unanswered;

    private boolean greetingDue = true;
    private boolean renewDue;
    private LinkReject closing;

    ClientConnection(final int slot, final GatewaySettings settings, final MediaConnection media, final long session,
        final long connectionId, final SessionRole role) {
        this.slot = slot;
        this.gatewayId = settings.gatewayId();
        this.session = session;
        this.connectionId = connectionId;
        this.role = role;
        this.out = new LinkPublication(media, settings.termLengthBytes());
        this.rate = new CommandRate(settings.terms().commandsPerSecond(), settings.terms().commandBurst());
    }

    int slot() {
        return slot;
    }

    long session() {
        return session;
    }

    long connectionId() {
        return connectionId;
    }

    LinkPublication out() {
        return out;
    }

    /** What the session may do. */
    SessionRole role() {
        return role;
    }

    /** By what this gateway proves itself, and what the client must show on the data stream. */
    void proofs(final byte[] ofGateway, final byte[] ofAttach) {
        gatewayProof = ofGateway;
        attachProof = ofAttach;
    }

    /** Whether 32 bytes are what the client must show, and it has not shown them before. */
    boolean mayAttach(final DirectBuffer buffer, final int offset) {
        final byte[] shown = new byte[Secret.LENGTH];
        buffer.getBytes(offset, shown);
        return !attached && attachProof != NO_PROOF && MessageDigest.isEqual(attachProof, shown);
    }

    boolean isAttachedBy(final long from) {
        return attached && sender == from;
    }

    boolean isAttached() {
        return attached;
    }

    void attach(final long from) {
        attached = true;
        sender = from;
    }

    long heardNs() {
        return heardNs;
    }

    void heard(final long nowNs) {
        heardNs = nowNs;
    }

    /** When it was last seen to take what is for it. */
    long readNs() {
        return readNs;
    }

    void read(final long nowNs) {
        readNs = nowNs;
    }

    /** What it has sent of that which counts. */
    CommandRate rate() {
        return rate;
    }

    Flow flow() {
        return flow;
    }

    /** The last event that this client has been told, or that was not for it. */
    long delivered() {
        return delivered;
    }

    /** Everything up to {@code eventSeq} is with the client; it goes on from there. */
    void resume(final Flow next, final long eventSeq) {
        flow = next;
        delivered = eventSeq;
    }

    long replayId() {
        return replayId;
    }

    /** When the present replay was asked for. */
    long replayNs() {
        return replayNs;
    }

    void replaying(final long newReplayId, final long nowNs) {
        flow = Flow.REPLAYING;
        replayId = newReplayId;
        replayNs = nowNs;
    }

    /** The replay that was under way is void. */
    void interruptReplay() {
        if (flow == Flow.REPLAYING) {
            flow = Flow.BEHIND;
        }
    }

    int connectionEpoch() {
        return connectionEpoch;
    }

    boolean isEstablished() {
        return connectionEpoch != 0;
    }

    /** The session is this client's under a new epoch. */
    void established(final int epoch, final long lastApplied) {
        connectionEpoch = epoch;
        expected = lastApplied + 1;
        unanswered = 0;
    }

    /** The epoch is over, and it is not known yet who has the next. */
    void lapsed() {
        connectionEpoch = 0;
        unanswered = 0;
    }

    long attempt() {
        return attempt;
    }

    boolean isAttemptPending() {
        return attemptPending;
    }

    void attempting(final long number) {
        attempt = number;
        attemptPending = true;
    }

    void attemptSettled() {
        attemptPending = false;
    }

    /** The number that its next command must have. */
    long expected() {
        return expected;
    }

    int unanswered() {
        return unanswered;
    }

    void commandTaken() {
        expected++;
        unanswered++;
    }

    void commandSettled() {
        unanswered = Math.max(0, unanswered - 1);
    }

    boolean isGreetingDue() {
        return greetingDue;
    }

    void greetingDue(final boolean due) {
        greetingDue = due;
    }

    boolean isRenewDue() {
        return renewDue;
    }

    void renewDue(final boolean due) {
        renewDue = due;
    }

    /** Why this connection is to end, or null. */
    LinkReject closing() {
        return closing;
    }

    void closing(final LinkReject code) {
        closing = code;
    }

    /**
     * Hands over events of this session that lie back to back, those already delivered left out; a client that cannot
     * take them falls behind.
     *
     * @return true if all were handed over
     */
    boolean report(final DirectBuffer buffer, final int offset, final int length) {
        int from = offset;
        final int end = offset + length;
        while (from < end && EventEnvelope.eventSeq(buffer, from) <= delivered) {
            from += EventEnvelope.length(buffer, from);
        }
        if (from == end) {
            return true;
        }
        final long first = EventEnvelope.eventSeq(buffer, from);
        if (!out.claim(LinkHeader.LENGTH + end - from)) {
            resume(Flow.BEHIND, first - 1);
            return false;
        }
        LinkHeader.encode(out.buffer(), out.offset(), ClientLink.REPORTS, gatewayId);
        out.buffer().putBytes(out.offset() + LinkHeader.LENGTH, buffer, from, end - from);
        out.commit();
        long last = first;
        for (int at = from; at < end; at += EventEnvelope.length(buffer, at)) {
            last = EventEnvelope.eventSeq(buffer, at);
        }
        delivered = last;
        return true;
    }

    /** Hands over, once more, what it has been told already; left out if there is no room. */
    void repeat(final DirectBuffer buffer, final int offset, final int length) {
        if (out.claim(LinkHeader.LENGTH + length)) {
            LinkHeader.encode(out.buffer(), out.offset(), ClientLink.REPORTS, gatewayId);
            out.buffer().putBytes(out.offset() + LinkHeader.LENGTH, buffer, offset, length);
            out.commit();
        }
    }

    /** Tells a short message; false if there is no room now. */
    boolean tell(final int type, final long value) {
        if (!out.claim(ClientLink.SHORT_LENGTH)) {
            return false;
        }
        ClientLink.encodeShort(out.buffer(), out.offset(), type, gatewayId, value);
        out.commit();
        return true;
    }

    /** Tells REFUSED or CLOSED. */
    boolean tell(final int type, final LinkReject code) {
        if (!out.claim(ClientLink.CODE_LENGTH)) {
            return false;
        }
        ClientLink.encodeCode(out.buffer(), out.offset(), type, gatewayId, connectionId, code);
        out.commit();
        return true;
    }

    /** Tells a sign of life. */
    boolean tellOnline(final long upTo, final int leader) {
        if (!out.claim(ClientLink.ONLINE_LENGTH)) {
            return false;
        }
        ClientLink.encodeOnline(out.buffer(), out.offset(), gatewayId, connectionId, upTo, leader);
        out.commit();
        return true;
    }

    /** Tells that a command was turned away. */
    boolean tellReject(final long number, final LinkReject code) {
        if (!out.claim(ClientLink.REJECT_LENGTH)) {
            return false;
        }
        ClientLink.encodeReject(out.buffer(), out.offset(), gatewayId, session, number, code, expected);
        out.commit();
        return true;
    }

    /** Answers the greeting. */
    boolean tellNegotiated(final long clusterId, final int dataStream, final int maxCommandLength,
        final int maxUnanswered) {
        if (!out.claim(ClientLink.NEGOTIATED_LENGTH)) {
            return false;
        }
        ClientLink.encodeNegotiated(
            out.buffer(), out.offset(), gatewayId, connectionId, session, clusterId, delivered);
        ClientLink.encodeTerms(out.buffer(), out.offset(), dataStream, maxCommandLength, maxUnanswered);
        ClientLink.negotiatedProof(out.buffer(), out.offset(), gatewayProof);
        out.commit();
        return true;
    }

    @Override
    public void close() {
        out.close();
    }
}
