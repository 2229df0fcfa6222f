package io.muex.exchange.protocol.link;

import io.aeron.ChannelUri;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.exceptions.AeronException;
import io.aeron.logbuffer.BufferClaim;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * One exclusive publication that comes back after every restart of the driver. Nothing here blocks: {@link #step} asks
 * for the publication and looks whether it is there.
 */
public final class LinkPublication implements AutoCloseable {
    private static final long RETRY_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long NONE = -1;

    private final MediaConnection media;
    private final int termLengthBytes;
    private final BufferClaim claim = new BufferClaim();
    private String channel;
    private int stream;
    private ExclusivePublication publication;
    private long registration = NONE;
    private long generation;
    private long nextTryNs;
    private long openings;

    /**
     * Of nothing yet.
     *
     * @param media           steps before this
     * @param termLengthBytes of its three terms, a power of two from 64 KiB; half a term may be on its way
     */
    public LinkPublication(final MediaConnection media, final int termLengthBytes) {
        this.media = media;
        this.termLengthBytes = termLengthBytes;
        nextTryNs = System.nanoTime();
    }

    /** Publishes on another stream from now on. */
    public void open(final String newChannel, final int newStream) {
        close();
        final ChannelUri uri = ChannelUri.parse(newChannel);
        if (uri.get("term-length") == null) {
            uri.put("term-length", Integer.toString(termLengthBytes));
        }
        uri.put("sparse", "true");
        // Without it the driver would bind every address of the host to hear what the receiver says.
        if (uri.isUdp() && media.sendingHost() != null && uri.get("interface") == null) {
            uri.put("interface", media.sendingHost());
        }
        channel = uri.toString();
        stream = newStream;
        nextTryNs = System.nanoTime();
    }

    /** True between {@link #open} and {@link #close}, whether or not anybody listens yet. */
    public boolean isOpen() {
        return channel != null;
    }

    /**
     * Keeps the publication alive.
     *
     * @return true if somebody listens
     */
    public boolean step(final long nowNs) {
        if (channel == null || !media.isAttached()) {
            return false;
        }
        if (generation != media.generation()) {
            publication = null;
            registration = NONE;
            generation = media.generation();
        }
        if (publication != null && publication.isClosed()) {
            publication = null;
        }
        if (publication == null) {
            acquire(nowNs);
        }
        return publication != null && publication.isConnected();
    }

    private void acquire(final long nowNs) {
        if (registration == NONE && nowNs - nextTryNs < 0) {
            return;
        }
        try {
            if (registration == NONE) {
                nextTryNs = nowNs + RETRY_NS;
                registration = media.aeron().asyncAddExclusivePublication(channel, stream);
                return;
            }
            publication = media.aeron().getExclusivePublication(registration);
            if (publication != null) {
                registration = NONE;
                openings++;
            }
        } catch (final AeronException refused) {
            media.onFault(refused);
            registration = NONE;
        }
    }

    /** True if somebody listens now. */
    public boolean isConnected() {
        return publication != null && generation == media.generation() && publication.isConnected();
    }

    /** Rises whenever a new publication came to be: nothing that was sent before need have arrived. */
    public long openings() {
        return openings;
    }

    /** Longest message in bytes; 0 while there is no publication. */
    public int maxLength() {
        return publication == null ? 0 : publication.maxPayloadLength();
    }

    /** True when at least half of what may be on its way is free. */
    public boolean hasRoom() {
        return isConnected() && publication.availableWindow() >= termLengthBytes / 4;
    }

    /**
     * Claims room for a message, to be written to {@link #buffer} from {@link #offset} and then committed.
     *
     * @return false if it cannot be sent now; nothing was claimed
     */
    public boolean claim(final int length) {
        if (publication == null || !media.isAttached() || generation != media.generation()) {
            return false;
        }
        long result = publication.tryClaim(length, claim);
        if (result == Publication.ADMIN_ACTION) {
            result = publication.tryClaim(length, claim);
        }
        return result > 0;
    }

    /** Memory of the claimed message. */
    public MutableDirectBuffer buffer() {
        return claim.buffer();
    }

    /** Where the claimed message begins. */
    public int offset() {
        return claim.offset();
    }

    /** Sends the claimed message. */
    public void commit() {
        claim.commit();
    }

    /** Sends a message that is ready elsewhere. */
    public boolean send(final DirectBuffer source, final int offset, final int length) {
        if (!claim(length)) {
            return false;
        }
        claim.buffer().putBytes(claim.offset(), source, offset, length);
        claim.commit();
        return true;
    }

    /** Publishes nothing from now on. */
    @Override
    public void close() {
        channel = null;
        if (generation == media.generation() && media.isAttached()) {
            if (publication != null) {
                publication.close();
            } else if (registration != NONE) {
                media.aeron().asyncRemovePublication(registration);
            }
        }
        publication = null;
        registration = NONE;
    }
}
