package io.muex.gateway.marketdata;

import io.aeron.logbuffer.ControlledFragmentHandler;
import io.aeron.logbuffer.ControlledFragmentHandler.Action;
import io.aeron.logbuffer.Header;
import io.muex.exchange.protocol.InstrumentAddedFlyweight;
import io.muex.exchange.protocol.InstrumentStatus;
import io.muex.exchange.protocol.Side;
import io.muex.exchange.protocol.link.LinkPublication;
import io.muex.exchange.protocol.link.LinkSubscription;
import io.muex.exchange.protocol.link.MarketLink;
import io.muex.exchange.protocol.link.MediaConnection;
import io.muex.exchange.protocol.link.Tally;
import io.muex.gateway.EventStream;
import io.muex.gateway.GatewaySettings;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;

/**
 * The duty cycle of a publisher: events from a replica, packets to whoever listens, requests from readers. Has its own
 * attachment to the driver and its own way to the replicas, so that the road of an order knows nothing of it.
 */
public final class PublisherAgent implements Agent, EventStream.Reader, AutoCloseable {
    /** To the replicas a publisher is one more gateway, with a number this much larger than its gateway's. */
    public static final int NUMBER_BASE = 1_000;

    private static final int REQUEST_LIMIT = 16;

    private final Tally<FeedCounter> tally = new Tally<>(FeedCounter.class);
    private final MediaConnection media;
    private final Stream increments;
    private final Stream recovery;
    private final Stream conflated;
    private final LinkSubscription requests;
    private final ControlledFragmentHandler requestHandler = this::onRequest;
    private final EventStream events;
    private final FeedPublisher feed;
    private final InstrumentAddedFlyweight definition = new InstrumentAddedFlyweight();
    private final String roleName;
    private PublicBook restored;
    private long clusterId;
    private long completeFrom;
    private boolean isComplete;
    private int lastReplica;
    private long nowNs;

    /**
     * A publisher that has not begun.
     *
     * @param gateway of which it is a part
     */
    public PublisherAgent(final GatewaySettings gateway, final MarketDataConfig config) {
        roleName = "marketdata-" + gateway.gatewayId();
        media = new MediaConnection(gateway.aeronDirectory(), roleName);
        final int base = FeedStreams.base(gateway.gatewayId());
        increments = new Stream(config.channel(), base + FeedStreams.INCREMENTS, gateway.termLengthBytes());
        recovery = new Stream(config.channel(), base + FeedStreams.RECOVERY, gateway.termLengthBytes());
        conflated = new Stream(config.channel(), base + FeedStreams.CONFLATED, gateway.termLengthBytes());
        requests = new LinkSubscription(
            media, config.requestChannel(), base + FeedStreams.REQUESTS, sender -> { });
        events = new EventStream(
            gateway.withNumber(NUMBER_BASE + gateway.gatewayId()), media, this);
        feed = new FeedPublisher(gateway.gatewayId(),
            new FeedPublisher.Outputs(increments, recovery, conflated), config, tally);
    }

    @Override
    public int doWork() {
        nowNs = System.nanoTime();
        media.step(nowNs);
        increments.publication.step(nowNs);
        recovery.publication.step(nowNs);
        conflated.publication.step(nowNs);
        int work = 0;
        if (!feed.isBehind()) {
            work = events.receive(nowNs);
            tally.add(FeedCounter.EVENTS_READ, work);
            lookAtReplica();
        }
        if (requests.step(nowNs)) {
            requests.poll(requestHandler, REQUEST_LIMIT);
        }
        return work + feed.step(nowNs, events.isFed());
    }

    private void lookAtReplica() {
        if (events.replica() != 0 && events.replica() != lastReplica) {
            lastReplica = events.replica();
            tally.increment(FeedCounter.REPLICAS_CHOSEN);
        }
        if (feed.tracker().contradictions() != 0) {
            tally.add(FeedCounter.CONTRADICTIONS, feed.tracker().contradictions());
            isComplete = false;
            feed.begin(clusterId, 1);
            events.restart();
        }
    }

    /** True once the books are known and the feed is complete from here on. */
    public boolean isReady() {
        return feed.isReady();
    }

    /** What was counted. Any thread. */
    public Tally<FeedCounter> tally() {
        return tally;
    }

    private Action onRequest(final DirectBuffer buffer, final int offset, final int length, final Header header) {
        feed.onRequest((int) LinkSubscription.sender(header), buffer, offset, length, nowNs);
        return Action.CONTINUE;
    }

    @Override
    public void onBooksBegin(final long newClusterId) {
        clusterId = newClusterId;
        isComplete = false;
        feed.begin(clusterId, 1);
    }

    @Override
    public void onInstrument(final DirectBuffer buffer, final int offset) {
        final InstrumentStatus status = InstrumentStatus.of(MarketLink.status(buffer, offset));
        restored = status == null ? null : feed.tracker().restoreInstrument(
            definition.wrap(buffer, offset + MarketLink.DEFINITION), status, MarketLink.marketPrice(buffer, offset),
            MarketLink.asOf(buffer, offset));
    }

    @Override
    public void onOrders(final DirectBuffer buffer, final int offset) {
        if (restored == null || restored.instrumentId() != MarketLink.ordersInstrumentId(buffer, offset)) {
            return;
        }
        for (int i = 0; i < MarketLink.ordersCount(buffer, offset); i++) {
            final Side side = Side.of(MarketLink.orderSide(buffer, offset, i));
            if (side != null) {
                feed.tracker().restoreOrder(restored, MarketLink.orderId(buffer, offset, i), side,
                    MarketLink.orderPrice(buffer, offset, i), MarketLink.orderOpen(buffer, offset, i),
                    MarketLink.isOrderWaiting(buffer, offset, i));
            }
        }
    }

    @Override
    public void onBooksEnd(final long firstAsOf, final long lastAsOf) {
        tally.increment(FeedCounter.RESTORED);
        feed.tracker().continueBehind(firstAsOf);
        completeFrom = lastAsOf;
        completeIfSo();
    }

    @Override
    public void onEvent(final DirectBuffer buffer, final int offset) {
        feed.tracker().onEvent(buffer, offset);
        if (!isComplete) {
            completeIfSo();
        }
    }

    private void completeIfSo() {
        if (feed.tracker().eventSeq() >= completeFrom && feed.tracker().isAtEnd()) {
            isComplete = true;
            feed.ready();
        }
    }

    @Override
    public String roleName() {
        return roleName;
    }

    @Override
    public void onClose() {
        close();
    }

    @Override
    public void close() {
        events.close();
        requests.close();
        increments.publication.close();
        recovery.publication.close();
        conflated.publication.close();
        media.close();
    }

    /** One of the public streams. */
    private final class Stream implements FeedOutput {
        private final LinkPublication publication;

        Stream(final String channel, final int stream, final int termLengthBytes) {
            publication = new LinkPublication(media, termLengthBytes);
            publication.open(channel, stream);
        }

        @Override
        public boolean isConnected() {
            return publication.isConnected();
        }

        @Override
        public boolean send(final DirectBuffer buffer, final int offset, final int length) {
            return publication.send(buffer, offset, length);
        }
    }
}
