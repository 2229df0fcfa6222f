package io.muex.gateway.marketdata;

/**
 * Where a publisher is heard.
 *
 * @param gateway        number of its gateway, 1 or more
 * @param channel        Aeron channel of its public streams, as configured there
 * @param requestChannel Aeron channel on which it takes requests
 */
public record MarketDataSource(int gateway, String channel, String requestChannel) {
    private static final String IPC = "aeron:ipc";

    /** Checks the number. */
    public MarketDataSource {
        if (gateway < 1) {
            throw new IllegalArgumentException("gateways are numbered from 1, not " + gateway);
        }
    }

    /** The publisher of a gateway of this host with the usual channels. */
    public static MarketDataSource ofLocal(final int gateway) {
        return new MarketDataSource(gateway, IPC, IPC);
    }

    /** The channel as a reader opens it: one that does not read any more shall not hold up the publisher. */
    String readerChannel() {
        return channel.equals(IPC) ? IPC + "?tether=false" : channel;
    }
}
