package io.muex.exchange.protocol.link;

import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.exceptions.AeronException;
import io.aeron.logbuffer.ControlledFragmentHandler;
import io.aeron.logbuffer.Header;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * One stream that is listened to, again after every restart of the driver and then, if it is a data stream, under a
 * fresh number. Whoever listens by UDP hears the processes of its own host by IPC on a stream of the same number.
 * Nothing here blocks.
 */
public final class LinkSubscription implements AutoCloseable {
    /** {@code stream} of a subscription that takes a fresh number whenever it is made. */
    public static final int FRESH = -1;
    private static final long RETRY_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long NONE = -1;

    private final MediaConnection media;
    private final List<String> channels;
    private final int fixedStream;
    private final LongConsumer onGone;
    private final Subscription[] subscriptions;
    private final long[] registrations;
    private int stream;
    private int there;
    private int nextPolled;
    private long generation;
    private long nextTryNs;

    /**
     * Made when {@link #step} is called.
     *
     * @param media   steps before this
     * @param channel to listen on; if it is UDP, IPC is listened to as well
     * @param stream  its number, or {@link #FRESH}
     * @param onGone  told the {@link #sender} whose publication is gone; nothing more will come from it. Called from
     *                within {@link MediaConnection#step}; not called when the whole subscription is made anew
     */
    public LinkSubscription(
        final MediaConnection media, final String channel, final int stream, final LongConsumer onGone) {
        this.media = media;
        this.channels = LinkChannel.listening(channel);
        this.fixedStream = stream;
        this.onGone = onGone;
        subscriptions = new Subscription[channels.size()];
        registrations = new long[channels.size()];
        forget();
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
            forget();
            generation = media.generation();
            stream = fixedStream == FRESH ? MediaConnection.freshStream() : fixedStream;
        }
        if (there < subscriptions.length) {
            acquire(nowNs);
        }
        return there == subscriptions.length;
    }

    private void acquire(final long nowNs) {
        final boolean mayTry = nowNs - nextTryNs >= 0;
        for (int i = 0; i < subscriptions.length; i++) {
            if (subscriptions[i] == null && (mayTry || registrations[i] != NONE)) {
                acquire(i, nowNs);
            }
        }
    }

    private void acquire(final int i, final long nowNs) {
        try {
            if (registrations[i] == NONE) {
                nextTryNs = nowNs + RETRY_NS;
                registrations[i] =
                    media.aeron().asyncAddSubscription(channels.get(i), stream, null, this::onUnavailable);
                return;
            }
            subscriptions[i] = media.aeron().getSubscription(registrations[i]);
            if (subscriptions[i] != null) {
                registrations[i] = NONE;
                there++;
            }
        } catch (final AeronException refused) {
            media.onFault(refused);
            registrations[i] = NONE;
        }
    }

    private void onUnavailable(final Image image) {
        onGone.accept(image.correlationId());
    }

    /**
     * Whose publication a message comes from: a number that the driver of this host gave, so that no two publications
     * have the same, whichever host or channel they are of.
     */
    public static long sender(final Header header) {
        return ((Image) header.context()).correlationId();
    }

    /** True if it is there: what is sent to {@link #stream()} from now on arrives. */
    public boolean isReady() {
        return there == subscriptions.length && media.isAttached() && generation == media.generation();
    }

    /** Number of the stream; only if {@link #isReady()}. Another number means another subscription. */
    public int stream() {
        return stream;
    }

    /** Gives at most {@code limit} messages to {@code handler} and says how many. */
    public int poll(final ControlledFragmentHandler handler, final int limit) {
        if (!isReady()) {
            return 0;
        }
        if (subscriptions.length == 1) {
            return subscriptions[0].controlledPoll(handler, limit);
        }
        // In turns, so that neither those near nor those far can keep the others from being heard.
        nextPolled ^= 1;
        final int messages = subscriptions[nextPolled].controlledPoll(handler, limit);
        return messages < limit
            ? messages + subscriptions[nextPolled ^ 1].controlledPoll(handler, limit - messages) : messages;
    }

    @Override
    public void close() {
        if (media.isAttached() && generation == media.generation()) {
            for (int i = 0; i < subscriptions.length; i++) {
                if (subscriptions[i] != null) {
                    subscriptions[i].close();
                } else if (registrations[i] != NONE) {
                    media.aeron().asyncRemoveSubscription(registrations[i]);
                }
            }
        }
        forget();
    }

    private void forget() {
        Arrays.fill(subscriptions, null);
        Arrays.fill(registrations, NONE);
        there = 0;
    }
}
