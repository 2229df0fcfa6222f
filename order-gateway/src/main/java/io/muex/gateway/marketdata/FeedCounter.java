package io.muex.gateway.marketdata;

/** What a publisher of market data counts. */
public enum FeedCounter {
    /** Events read from replicas. */
    EVENTS_READ,
    /** Increments made. */
    INCREMENTS,
    /** Increments that were not sent because the stream did not move; readers ask for them. */
    INCREMENTS_DROPPED,
    /** Packets of snapshots sent. */
    SNAPSHOTS,
    /** Packets of the conflated stream sent. */
    CONFLATED,
    /** Requests taken. */
    REQUESTS,
    /** Requests above the rate of their reader, or of more readers than are kept apart. */
    REQUESTS_LIMITED,
    /** Requests for gaps that found the queue full. */
    REQUESTS_REFUSED,
    /** Packets that were no request of this protocol. */
    MALFORMED,
    /** Increments sent once more. */
    REPEATED,
    /** Requests for increments that are no longer retained. */
    NOT_RETAINED,
    /** Times that the books were restored from a replica. */
    RESTORED,
    /** Times that events contradicted the books, which were then restored. */
    CONTRADICTIONS,
    /** Times that another replica was chosen to read from. */
    REPLICAS_CHOSEN,
    /** Live orders now. */
    ORDERS,
    /** Instruments now. */
    INSTRUMENTS
}
