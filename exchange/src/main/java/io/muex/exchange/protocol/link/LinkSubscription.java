package io.muex.exchange.protocol.link;

import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.exceptions.AeronException;
import io.aeron.logbuffer.ControlledFragmentHandler;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * One subscription that comes back after every restart of the driver, on a data stream with a fresh number each time.
 * Nothing here blocks.
 */
public final class LinkSubscription implements AutoCloseable {
    /** {@code stream} of a subscription that takes a fresh number whenever it is made. */
    public static final int FRESH = -1;
    private static final long RETRY_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long NONE = -1;

    private final MediaConnection media;
    private final String channel;
    private final int fixedStream;
    private final IntConsumer onGone;
    private int stream;
    private Subscription subscription;
    private long registration = NONE;
    private long generation;
    private long nextTryNs;

    /**
     * Made when {@link #step} is called.
     *
     * @param media   steps before this
     * @param channel to listen on
     * @param stream  its number, or {@link #FRESH}
     * @param onGone  told the Aeron session of a publication that is gone; nothing more will come from it. Called from
     *                within {@link MediaConnection#step}; not called when the whole subscription is made anew
     */
    public LinkSubscription(
        final MediaConnection media, final String channel, final int stream, final IntConsumer onGone) {
        this.media = media;
        this.channel = channel;
        this.fixedStream = stream;
        this.onGone = onGone;
        nextTryNs = System.nanoTime();
    }

    /**
     * Keeps the subscription alive.
     *
     * @return true if it is there
     */
    public boolean step(final long nowNs) {
        if (!media.isAttached()) {
            return false;
        }
        if (generation != media.generation()) {
            subscription = null;
            registration = NONE;
            generation = media.generation();
            stream = 0;
        }
        if (subscription == null) {
            acquire(nowNs);
        }
        return subscription != null;
    }

    private void acquire(final long nowNs) {
        if (registration == NONE && nowNs - nextTryNs < 0) {
            return;
        }
        try {
            if (registration == NONE) {
                nextTryNs = nowNs + RETRY_NS;
                stream = fixedStream == FRESH ? MediaConnection.freshStream() : fixedStream;
                registration = media.aeron().asyncAddSubscription(channel, stream, null, this::onUnavailable);
                return;
            }
            subscription = media.aeron().getSubscription(registration);
            if (subscription != null) {
                registration = NONE;
            }
        } catch (final AeronException refused) {
            media.onFault(refused);
            registration = NONE;
        }
    }

    private void onUnavailable(final Image image) {
        onGone.accept(image.sessionId());
    }

    /** True if it is there: what is sent to {@link #stream()} from now on arrives. */
    public boolean isReady() {
        return subscription != null && media.isAttached() && generation == media.generation();
    }

    /** Number of the stream; only if {@link #isReady()}. Another number means another subscription. */
    public int stream() {
        return stream;
    }

    /** Gives at most {@code limit} messages to {@code handler} and says how many. */
    public int poll(final ControlledFragmentHandler handler, final int limit) {
        return isReady() ? subscription.controlledPoll(handler, limit) : 0;
    }

    @Override
    public void close() {
        if (isReady()) {
            subscription.close();
        } else if (registration != NONE && media.isAttached() && generation == media.generation()) {
            media.aeron().asyncRemoveSubscription(registration);
        }
        subscription = null;
        registration = NONE;
    }
}
