package io.muex.load.bench.order;

import io.muex.exchange.protocol.link.StageStamps;
import java.util.Locale;

/** A part of a command's road, up to a point that is stamped; in their order they are the whole of it. */
enum Stage {
    /** From when the command was due to when the client sends it. */
    CLIENT_WAITS("client waits"),
    /** To when the gateway takes it off the client's stream. */
    CLIENT_TO_GATEWAY("client->gateway"),
    /** To when the leader takes it off the gateway's stream. */
    GATEWAY_TO_LEADER("gateway->leader"),
    /** To when the leader has seen its commit. */
    PROPOSE_TO_COMMIT("propose->commit"),
    /** To when the leader has applied it. */
    APPLY("apply"),
    /** To when the gateway has read its last event. */
    EGRESS("egress"),
    /** To when the client has been given its last report. */
    GATEWAY_TO_CLIENT("gateway->client");

    private final String text;

    Stage(final String text) {
        this.text = text;
    }

    /** Point at which the stage ends, of {@link StageStamps}; the client itself stamps the first and the last. */
    int point() {
        return ordinal();
    }

    @Override
    public String toString() {
        return text.toLowerCase(Locale.ROOT);
    }
}
