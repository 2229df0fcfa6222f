package io.muex.exchange.node;

import io.muex.exchange.protocol.link.LinkHeader;
import io.muex.exchange.protocol.link.LinkPublication;
import io.muex.exchange.protocol.link.MediaConnection;
import io.muex.exchange.protocol.link.ReplicaLink;
import io.muex.exchange.protocol.link.Tally;
import io.muex.exchange.protocol.proof.GatewayProof;
import io.muex.exchange.protocol.proof.Secret;
import io.muex.mu.ReplicaView;
import io.muex.mu.session.EventCursor;
import io.muex.mu.session.EventRing;
import java.util.concurrent.TimeUnit;

/**
 * Everything that goes to one gateway: signs of life and announcements, and the events from wherever it reads. One
 * cursor into the ring and no queue, so a gateway that falls behind simply has an older cursor. Replication thread.
 */
final class GatewayLink implements AutoCloseable {
    private static final long PRESENT_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int BATCH_LIMIT = 32;
    private static final int REPLAYS = 16;
    private static final int SCAN_LIMIT = 512;

    private static final byte[] NO_PROOF = new byte[Secret.LENGTH];

    private final int gatewayId;
    private final int egressStream;
    private final long ofCluster;
    private final long bornNs;
    private final ReplicaEngine engine;
    private final int replica;
    private final EventRing ring;
    private final EventCursor cursor;
    private final SessionStates states;
    private final MarketState market;
    private final SessionReplay[] replays = new SessionReplay[REPLAYS];
    private final LinkPublication out;
    private final Tally<NodeCounter> tally;
    private byte[] nonce = Secret.nonce();
    private byte[] proof = NO_PROOF;
    private long connectionId;
    private long sender;
    private boolean reading;
    private boolean presentDue;
    private long nextPresentNs;
    private long greetedNs;
    private int nextReplay;

    GatewayLink(final int gatewayId, final int egressStream, final NodeConfig config, final ReplicaEngine engine,
        final MediaConnection media, final Tally<NodeCounter> tally, final long nowNs) {
        this.gatewayId = gatewayId;
        this.egressStream = egressStream;
        this.ofCluster = config.clusterId();
        this.bornNs = nowNs;
        this.engine = engine;
        this.replica = engine.view().id();
        this.ring = engine.machine().events();
        this.cursor = new EventCursor(ring, 1);
        this.states = new SessionStates(ring, engine.machine().sessions(), replica);
        this.market = new MarketState(engine);
        this.out = new LinkPublication(media, config.termLengthBytes());
        this.tally = tally;
        for (int i = 0; i < REPLAYS; i++) {
            replays[i] = new SessionReplay(ring, replica, tally);
        }
    }

    int gatewayId() {
        return gatewayId;
    }

    /** The gateway is answered there. */
    void answerOn(final String channel) {
        out.open(channel, egressStream);
        presentDue = true;
    }

    /** A greeting came. */
    void onHello(final long nowNs) {
        greetedNs = nowNs;
    }

    boolean isOf(final int otherGatewayId, final int stream) {
        return gatewayId == otherGatewayId && egressStream == stream;
    }

    /** When it was first greeted. */
    long bornNs() {
        return bornNs;
    }

    long greetedNs() {
        return greetedNs;
    }

    boolean isConnected() {
        return connectionId != 0;
    }

    /** The connection that a gateway wants to open. */
    GatewayProof.Connection asked(final long newConnectionId, final int dataStream) {
        return new GatewayProof.Connection(
            gatewayId, replica, egressStream, dataStream, ofCluster, newConnectionId);
    }

    /** What the next opening must answer; for one use. */
    byte[] nonce() {
        return nonce;
    }

    boolean isConnectedBy(final long from) {
        return connectionId != 0 && sender == from;
    }

    /**
     * The gateway opened a connection and proved that it may; whatever it asked for over an earlier one is void.
     *
     * @param answer by which this replica proves the same
     */
    void onOpen(final long from, final long newConnectionId, final byte[] answer) {
        disconnect();
        nonce = Secret.nonce();
        proof = answer;
        connectionId = newConnectionId;
        sender = from;
    }

    /** The connection is gone. */
    void disconnect() {
        connectionId = 0;
        proof = NO_PROOF;
        reading = false;
        states.stop();
        market.stop();
        for (final SessionReplay replay : replays) {
            replay.stop();
        }
        presentDue = true;
    }

    void onRead(final long fromEventSeq) {
        reading = fromEventSeq > 0;
        states.stop();
        market.stop();
        if (reading) {
            cursor.seek(fromEventSeq);
        } else {
            for (final SessionReplay replay : replays) {
                replay.stop();
            }
        }
    }

    /** All books are wanted, and the events from there on. */
    void onMarket(final long requestId) {
        reading = true;
        states.stop();
        market.start(requestId);
    }

    /** A replay of the same session takes the place of the former. Beyond the limit it is not taken. */
    void onReplay(final long replayId, final long session, final long fromEventSeq, final long number) {
        SessionReplay chosen = null;
        for (final SessionReplay replay : replays) {
            if (replay.isOf(session)) {
                chosen = replay;
                break;
            } else if (!replay.isActive()) {
                chosen = replay;
            }
        }
        if (chosen != null) {
            chosen.start(replayId, session, fromEventSeq, number);
        }
    }

    /** Where this replica stands is to be told at once. */
    void presentDue() {
        presentDue = true;
    }

    /** Sends what is due and what the gateway reads, a bounded amount. */
    int publish(final long nowNs, final int dataStream) {
        if (!out.step(nowNs)) {
            return 0;
        }
        if (presentDue || nowNs - nextPresentNs >= 0) {
            present(nowNs, dataStream);
        }
        if (!reading) {
            return 0;
        }
        if (market.isActive()) {
            if (market.step(out)) {
                cursor.seek(market.firstAsOf() + 1);
            }
            return 1;
        }
        int work = 0;
        if (!states.isActive()) {
            work = sendEvents();
        }
        if (states.isActive()) {
            work++;
            if (states.step(out)) {
                cursor.seek(states.first());
            }
        } else {
            work += sendReplays();
        }
        return work;
    }

    private void present(final long nowNs, final int dataStream) {
        if (!out.claim(ReplicaLink.PRESENT_LENGTH)) {
            return;
        }
        final ReplicaView view = engine.view();
        ReplicaLink.encodePresent(out.buffer(), out.offset(), replica, connectionId);
        ReplicaLink.presentState(out.buffer(), out.offset(), engine.machine().clusterId(), view.leadingBallot(),
            ring.firstRetained(), ring.lastEventSeq());
        ReplicaLink.presentReplica(out.buffer(), out.offset(), dataStream, view.role().code(),
            engine.proposer().maxCommandLength(), engine.leader());
        ReplicaLink.presentProof(out.buffer(), out.offset(), ofCluster, nonce, proof);
        out.commit();
        presentDue = false;
        nextPresentNs = nowNs + PRESENT_NS;
    }

    private int sendEvents() {
        int batches = 0;
        while (batches < BATCH_LIMIT) {
            if (cursor.isGone()) {
                tally.increment(NodeCounter.EVENTS_GONE);
                states.start();
                break;
            }
            if (!cursor.hasNext() || !sendBatch()) {
                break;
            }
            batches++;
        }
        tally.add(NodeCounter.EVENT_BATCHES, batches);
        return batches;
    }

    /** As many events as fit into one message and lie one behind the other in the ring. */
    private boolean sendBatch() {
        final int room = out.maxLength() - LinkHeader.LENGTH;
        final int start = cursor.offset();
        long next = cursor.next();
        int length = 0;
        while (ring.isRetained(next) && ring.offset(next) == start + length && length + ring.length(next) <= room) {
            length += ring.length(next);
            next++;
        }
        if (!out.claim(LinkHeader.LENGTH + length)) {
            return false;
        }
        LinkHeader.encode(out.buffer(), out.offset(), ReplicaLink.EVENTS, replica);
        out.buffer().putBytes(out.offset() + LinkHeader.LENGTH, ring.buffer(), start, length);
        out.commit();
        cursor.seek(next);
        return true;
    }

    private int sendReplays() {
        int scanned = 0;
        for (int i = 0; i < REPLAYS && scanned < SCAN_LIMIT; i++) {
            final SessionReplay replay = replays[nextReplay];
            nextReplay = (nextReplay + 1) % REPLAYS;
            if (replay.isActive()) {
                scanned += replay.step(out, cursor.next(), SCAN_LIMIT - scanned);
            }
        }
        return scanned;
    }

    @Override
    public void close() {
        out.close();
    }
}
