package io.muex.gateway;

import io.aeron.logbuffer.ControlledFragmentHandler;
import io.aeron.logbuffer.ControlledFragmentHandler.Action;
import io.aeron.logbuffer.Header;
import io.muex.exchange.protocol.link.LinkHeader;
import io.muex.exchange.protocol.link.LinkSubscription;
import io.muex.exchange.protocol.link.MarketLink;
import io.muex.exchange.protocol.link.MediaConnection;
import io.muex.exchange.protocol.link.ReplicaLink;
import io.muex.exchange.protocol.proof.GatewayProof;
import io.muex.mu.session.EventEnvelope;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/**
 * Reads every event of the cluster from one replica, one that does not lead where there is one, since events are facts
 * that every replica tells alike. Begins with all books as that replica has them. When the replica is gone it reads on
 * from another one; when events were missed that are no longer retained, or the cluster was created anew, it begins
 * again.
 * <p>
 * Sends no commands, and is one more gateway to the replicas: one more cursor into their events, whose place costs
 * nobody else anything. One thread; does not allocate once it reads.
 */
public final class EventStream implements AutoCloseable {
    private static final long SILENCE_NS = TimeUnit.SECONDS.toNanos(1);
    /** How long a replica that does not lead is waited for. */
    private static final long CHOICE_NS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final int POLL_LIMIT = 32;
    private static final int NONE = 0;

    private final Reader reader;
    private final ReplicaPath[] paths;
    private final long[] heardNs;
    private final boolean[] isCurrent;
    private final boolean[] leads;
    private final LinkSubscription egress;
    private final ControlledFragmentHandler handler = this::onMessage;
    private long clusterId;
    private int replica;
    private boolean isAsked;
    private long requestId;
    private boolean isRestoring;
    private long next;
    private boolean hasBooks;
    private long lookingSinceNs;
    private boolean isLooking;
    private long malformed;
    private int events;
    private long nowNs;

    /** Whoever wants the events. Called from within {@link #receive}. */
    public interface Reader {
        /** All books are going to be told; what was known before is void. */
        void onBooksBegin(long clusterId);

        /** An instrument, as a {@link MarketLink#MARKET_INSTRUMENT} message. */
        void onInstrument(DirectBuffer buffer, int offset);

        /** Orders of that instrument, as a {@link MarketLink#MARKET_ORDERS} message. */
        void onOrders(DirectBuffer buffer, int offset);

        /**
         * All books were told; events follow.
         *
         * @param firstAsOf event behind which they begin
         * @param lastAsOf  event from which on the books are all as of one moment
         */
        void onBooksEnd(long firstAsOf, long lastAsOf);

        /** The next event; every event once and in order. */
        void onEvent(DirectBuffer buffer, int offset);
    }

    /**
     * Of nothing yet.
     *
     * @param settings of a gateway of its own: its number is that of no other gateway of the cluster
     */
    public EventStream(final GatewaySettings settings, final MediaConnection media, final Reader reader) {
        this.reader = reader;
        egress = new LinkSubscription(media, settings.egressChannel(), LinkSubscription.FRESH, sender -> { });
        final GatewayProof proofs = new GatewayProof(settings.clusterSecret());
        int largest = 0;
        for (final ReplicaAddress address : settings.replicas()) {
            largest = Math.max(largest, address.id());
        }
        paths = new ReplicaPath[largest + 1];
        heardNs = new long[largest + 1];
        isCurrent = new boolean[largest + 1];
        leads = new boolean[largest + 1];
        for (final ReplicaAddress address : settings.replicas()) {
            paths[address.id()] = new ReplicaPath(address, settings, media, proofs);
        }
    }

    /** Takes what has come, a bounded number of messages; returns the number of events and other work. */
    public int receive(final long now) {
        nowNs = now;
        if (!egress.step(now)) {
            return 0;
        }
        final int stream = egress.stream();
        for (final ReplicaPath path : paths) {
            if (path != null && path.step(now, clusterId, stream)) {
                isCurrent[path.id()] = false;
            }
        }
        events = 0;
        egress.poll(handler, POLL_LIMIT);
        if (replica != NONE && !isHeard(replica)) {
            replica = NONE;
        }
        if (replica == NONE) {
            choose();
        } else if (!isAsked) {
            ask();
        }
        return events;
    }

    /** The replica that is read from, 0 if none is. */
    public int replica() {
        return replica;
    }

    /** True while a replica is heard of. */
    public boolean isFed() {
        return replica != NONE && isHeard(replica);
    }

    /** Messages that were none of this protocol. */
    public long malformed() {
        return malformed;
    }

    /** What was told does not add up: begin again with all books. */
    public void restart() {
        hasBooks = false;
        isRestoring = false;
        isAsked = false;
    }

    private boolean isHeard(final int id) {
        return isCurrent[id] && paths[id].isOpen() && nowNs - heardNs[id] < SILENCE_NS;
    }

    private void choose() {
        if (!isLooking) {
            isLooking = true;
            lookingSinceNs = nowNs;
        }
        int chosen = NONE;
        for (int id = paths.length - 1; id > 0; id--) {
            if (paths[id] != null && isHeard(id) && (!leads[id] || nowNs - lookingSinceNs > CHOICE_NS)
                && (chosen == NONE || leads[chosen])) {
                chosen = id;
            }
        }
        if (chosen != NONE) {
            replica = chosen;
            isLooking = false;
            isAsked = false;
            isRestoring = false;
            for (int id = 1; id < paths.length; id++) {
                if (paths[id] != null && id != chosen) {
                    paths[id].stopReading();
                }
            }
        }
    }

    private void ask() {
        if (hasBooks) {
            isAsked = paths[replica].read(next);
            return;
        }
        if (paths[replica].market(requestId + 1)) {
            requestId++;
            isAsked = true;
        }
    }

    private Action onMessage(final DirectBuffer buffer, final int offset, final int length, final Header header) {
        final int type = LinkHeader.type(buffer, offset, length);
        if (!ReplicaLink.check(type, buffer, offset, length)) {
            malformed++;
            return Action.CONTINUE;
        }
        final int sender = LinkHeader.sender(buffer, offset);
        if (type == ReplicaLink.PRESENT) {
            onPresent(sender, buffer, offset, LinkSubscription.sender(header));
        } else if (sender == replica && isAsked && paths[replica].isSentBy(LinkSubscription.sender(header))) {
            onReading(type, buffer, offset, length);
        }
        return Action.CONTINUE;
    }

    private void onPresent(final int sender, final DirectBuffer buffer, final int offset, final long publication) {
        if (sender < 1 || sender >= paths.length || paths[sender] == null) {
            malformed++;
            return;
        }
        final boolean current = paths[sender].onPresent(nowNs, buffer, offset, publication);
        final long cluster = ReplicaLink.presentClusterId(buffer, offset);
        leads[sender] = ReplicaLink.presentBallot(buffer, offset) != 0;
        if (current && leads[sender] && cluster != 0 && cluster != clusterId) {
            clusterId = cluster;
            hasBooks = false;
            replica = NONE;
        }
        if (!isCurrent[sender] && sender == replica) {
            isAsked = false;
        }
        isCurrent[sender] = current && cluster == clusterId && cluster != 0;
        heardNs[sender] = nowNs;
    }

    private void onReading(final int type, final DirectBuffer buffer, final int offset, final int length) {
        switch (type) {
            case ReplicaLink.EVENTS -> onEvents(buffer, offset + LinkHeader.LENGTH, offset + length);
            case ReplicaLink.EVENTS_GONE -> restart();
            case MarketLink.MARKET_INSTRUMENT, MarketLink.MARKET_ORDERS, MarketLink.MARKET_END -> {
                if (MarketLink.requestId(buffer, offset) == requestId && !hasBooks) {
                    onBooks(type, buffer, offset);
                }
            }
            default -> {
                // Of the sessions, which do not concern the public.
            }
        }
    }

    private void onBooks(final int type, final DirectBuffer buffer, final int offset) {
        if (!isRestoring) {
            isRestoring = true;
            reader.onBooksBegin(clusterId);
        }
        events++;
        if (type == MarketLink.MARKET_INSTRUMENT) {
            reader.onInstrument(buffer, offset);
        } else if (type == MarketLink.MARKET_ORDERS) {
            reader.onOrders(buffer, offset);
        } else {
            isRestoring = false;
            hasBooks = true;
            next = MarketLink.firstAsOf(buffer, offset) + 1;
            reader.onBooksEnd(next - 1, MarketLink.lastAsOf(buffer, offset));
        }
    }

    private void onEvents(final DirectBuffer buffer, final int from, final int end) {
        int at = from;
        while (hasBooks && end - at >= EventEnvelope.HEADER_LENGTH) {
            final int length = EventEnvelope.length(buffer, at);
            if (length < EventEnvelope.HEADER_LENGTH || length > end - at) {
                malformed++;
                return;
            }
            final long eventSeq = EventEnvelope.eventSeq(buffer, at);
            if (eventSeq == next) {
                next++;
                events++;
                reader.onEvent(buffer, at);
            } else if (eventSeq > next) {
                isAsked = false;
                return;
            }
            at += length;
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
