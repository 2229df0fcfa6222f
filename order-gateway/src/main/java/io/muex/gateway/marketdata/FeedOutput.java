package io.muex.gateway.marketdata;

import org.agrona.DirectBuffer;

/** One stream to all readers, or to a publisher. */
interface FeedOutput {
    /** True if somebody listens. */
    boolean isConnected();

    /** Sends a packet, or says that it cannot be sent now. */
    boolean send(DirectBuffer buffer, int offset, int length);
}
