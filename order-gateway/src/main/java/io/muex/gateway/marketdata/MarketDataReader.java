package io.muex.gateway.marketdata;

import io.aeron.logbuffer.ControlledFragmentHandler;
import io.aeron.logbuffer.ControlledFragmentHandler.Action;
import io.muex.exchange.protocol.link.LinkPublication;
import io.muex.exchange.protocol.link.LinkSubscription;
import io.muex.exchange.protocol.link.MediaConnection;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Follows the public feed: keeps the book of every instrument, exactly as the replicas have it, and tells a listener
 * what happens. Join at any time; give several publishers and the death of one is not noticed; what is lost on the way
 * is asked for, and what cannot be had again is replaced by snapshots.
 * <pre>{@code
 * try (MarketDataReader reader = new MarketDataReader(aeronDirectory,
 *         List.of(MarketDataSource.ofLocal(1), MarketDataSource.ofLocal(2)), listener)) {
 *     while (running) {
 *         idle.idle(reader.poll(System.nanoTime()));
 *     }
 * }
 * }</pre>
 * Never blocks, reads no clock. Belongs to the thread that polls it. Allocates for new instruments, and when there are
 * more price levels than ever before.
 */
public final class MarketDataReader implements AutoCloseable {
    private static final int POLL_LIMIT = 64;
    private static final int REQUEST_TERM_BYTES = 64 << 10;

    private final MediaConnection media;
    private final Source[] sources;
    private final FeedReader feed;
    private final BooleanSupplier isLost;
    private long nowNs;

    /**
     * Reads nothing yet.
     *
     * @param aeronDirectory of the media driver of this host; it need not run yet
     * @param sources        publishers of the same cluster, at least one
     * @param listener       called from within {@link #poll}
     */
    public MarketDataReader(
        final Path aeronDirectory, final List<MarketDataSource> sources, final MarketDataListener listener) {
        this(aeronDirectory, sources, listener, () -> false);
    }

    /**
     * A reader that loses packets, as a network would, to see that it ends with the same books.
     *
     * @param isLost asked for every packet that came
     */
    public MarketDataReader(final Path aeronDirectory, final List<MarketDataSource> sources,
        final MarketDataListener listener, final BooleanSupplier isLost) {
        this.isLost = isLost;
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("at least one publisher");
        }
        media = new MediaConnection(aeronDirectory, "marketdata-reader");
        this.sources = new Source[sources.size()];
        for (int i = 0; i < this.sources.length; i++) {
            this.sources[i] = new Source(i, sources.get(i));
        }
        feed = new FeedReader(this.sources, listener);
    }

    /**
     * Takes what has come, a bounded number of packets, and asks for what is missing.
     *
     * @param now monotonic time in nanoseconds
     * @return number of packets
     */
    public int poll(final long now) {
        nowNs = now;
        media.step(now);
        int packets = 0;
        for (final Source source : sources) {
            packets += source.poll();
        }
        feed.step(now);
        return packets;
    }

    /** True while every book is known and, as far as this reader can tell, up to date. */
    public boolean isLive() {
        return feed.isLive();
    }

    /** Everything up to this sequence number, which is the number of an event, was applied; -1: nothing yet. */
    public long seq() {
        return feed.seq();
    }

    /** True if a command of the exchange ended at {@link #seq()}: only then do the levels of a book belong together. */
    public boolean isConsistent() {
        return feed.isConsistent();
    }

    /** The cluster, 0 before the first packet. */
    public long clusterId() {
        return feed.clusterId();
    }

    /** The book of an instrument, or null if nothing was heard of it yet. */
    public PublicBook book(final int instrumentId) {
        return feed.market().find(instrumentId);
    }

    /** One more than the largest instrument id that there can be a book of now. */
    public int instrumentsEnd() {
        return feed.market().end();
    }

    /** Times that something was missing at first. */
    public long gaps() {
        return feed.gaps();
    }

    /** Times that what was missing could not be had, so that snapshots took its place. */
    public long losses() {
        return feed.losses();
    }

    /** For people: where this reader stands. Allocates. */
    public String condition() {
        return feed + "; " + media.condition();
    }

    @Override
    public void close() {
        for (final Source source : sources) {
            source.close();
        }
        media.close();
    }

    /** The streams of one publisher. */
    private final class Source implements FeedOutput {
        private final LinkSubscription increments;
        private final LinkSubscription recovery;
        private final LinkPublication requests;
        private final UnsafeBuffer packet = new UnsafeBuffer(0, 0);
        private final ControlledFragmentHandler handler;

        Source(final int number, final MarketDataSource source) {
            final int base = FeedStreams.base(source.gateway());
            increments = new LinkSubscription(
                media, source.readerChannel(), base + FeedStreams.INCREMENTS, sender -> { });
            recovery = new LinkSubscription(
                media, source.readerChannel(), base + FeedStreams.RECOVERY, sender -> { });
            requests = new LinkPublication(media, REQUEST_TERM_BYTES);
            requests.open(source.requestChannel(), base + FeedStreams.REQUESTS);
            handler = (buffer, offset, length, header) -> onPacket(number, buffer, offset, length);
        }

        private Action onPacket(final int number, final DirectBuffer buffer, final int offset, final int length) {
            if (!isLost.getAsBoolean()) {
                packet.wrap(buffer, offset, length);
                feed.onPacket(number, packet, 0, length, nowNs);
            }
            return Action.CONTINUE;
        }

        private int poll() {
            increments.step(nowNs);
            recovery.step(nowNs);
            requests.step(nowNs);
            return increments.poll(handler, POLL_LIMIT) + recovery.poll(handler, POLL_LIMIT);
        }

        @Override
        public boolean isConnected() {
            return requests.isConnected();
        }

        @Override
        public boolean send(final DirectBuffer buffer, final int offset, final int length) {
            return requests.isConnected() && requests.send(buffer, offset, length);
        }

        private void close() {
            increments.close();
            recovery.close();
            requests.close();
        }
    }
}
