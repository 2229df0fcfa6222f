package io.muex.exchange.node;

import io.muex.exchange.protocol.link.LinkPublication;
import io.muex.exchange.protocol.link.ReplicaLink;
import io.muex.exchange.protocol.link.Tally;
import io.muex.mu.session.EventEnvelope;
import io.muex.mu.session.EventRing;

/**
 * Sends one session's retained events once more, scanning the ring a bounded stretch at a time, until it has caught up
 * with the reader of the link; from there on that reader brings everything. Replication thread.
 */
final class SessionReplay {
    private final EventRing ring;
    private final int replica;
    private final Tally<NodeCounter> tally;
    private long replayId;
    private long session;
    private long number;
    private long next;
    private boolean active;

    SessionReplay(final EventRing ring, final int replica, final Tally<NodeCounter> tally) {
        this.ring = ring;
        this.replica = replica;
        this.tally = tally;
    }

    boolean isActive() {
        return active;
    }

    boolean isOf(final long wantedSession) {
        return active && session == wantedSession;
    }

    /** Begins anew; {@code onlyNumber} 0 means everything that the session was told. */
    void start(final long newReplayId, final long newSession, final long fromEventSeq, final long onlyNumber) {
        number = onlyNumber;
        replayId = newReplayId;
        session = newSession;
        next = Math.max(1, fromEventSeq);
        active = true;
    }

    void stop() {
        active = false;
    }

    /**
     * Scans on.
     *
     * @param until number of the event that the reader of the link will send next
     * @param limit events to look at
     * @return events looked at
     */
    int step(final LinkPublication out, final long until, final int limit) {
        if (next < ring.firstRetained()) {
            if (!mark(out, ReplicaLink.REPLAY_GONE, ring.firstRetained())) {
                return 0;
            }
            next = ring.firstRetained();
        }
        int scanned = 0;
        while (next < until && scanned < limit) {
            final int offset = ring.offset(next);
            if (isWanted(offset) && !replay(out, offset)) {
                return scanned;
            }
            next++;
            scanned++;
        }
        if (next >= until && mark(out, ReplicaLink.REPLAY_END, next)) {
            active = false;
        }
        return scanned;
    }

    private boolean isWanted(final int offset) {
        return EventEnvelope.session(ring.buffer(), offset) == session
            && (number == 0 || EventEnvelope.number(ring.buffer(), offset) == number);
    }

    private boolean replay(final LinkPublication out, final int offset) {
        final int length = EventEnvelope.length(ring.buffer(), offset);
        if (!out.claim(ReplicaLink.REPLAYED_HEADER_LENGTH + length)) {
            return false;
        }
        ReplicaLink.encodeReplayed(out.buffer(), out.offset(), replica, replayId);
        out.buffer().putBytes(out.offset() + ReplicaLink.REPLAYED_HEADER_LENGTH, ring.buffer(), offset, length);
        out.commit();
        tally.increment(NodeCounter.EVENTS_REPLAYED);
        return true;
    }

    private boolean mark(final LinkPublication out, final int type, final long eventSeq) {
        if (!out.claim(ReplicaLink.REPLAY_MARK_LENGTH)) {
            return false;
        }
        ReplicaLink.encodeReplayMark(out.buffer(), out.offset(), type, replica, replayId, eventSeq);
        out.commit();
        return true;
    }
}
