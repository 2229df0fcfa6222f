package io.muex.gateway.marketdata;

/** Aeron stream numbers of a publisher: a base that follows from the number of its gateway, and these. */
final class FeedStreams {
    static final int INCREMENTS = 0;
    static final int RECOVERY = 1;
    static final int CONFLATED = 2;
    static final int REQUESTS = 3;

    private static final int FIRST = 3_000;
    private static final int APART = 8;

    private FeedStreams() {
    }

    /** Of the gateway with this number, 1 or more. */
    static int base(final int gateway) {
        return FIRST + APART * gateway;
    }
}
