package io.muex.exchange.node;

/** What a replica process counts. */
public enum NodeCounter {
    /** Commands proposed. */
    COMMANDS_PROPOSED,
    /** Commands that came while this replica did not lead, and were left to whoever does. */
    COMMANDS_NOT_LEADING,
    /** Times that a command had to wait because followers had not applied enough. */
    COMMANDS_BACK_PRESSURED,
    /** Messages or commands that were not well-formed. */
    MALFORMED,
    /** Commands longer than the log takes. */
    OVERSIZED,
    /** Greetings and connections of somebody who did not show that he knows the secret of the cluster. */
    NOT_PROVEN,
    /** Messages over connections that were not opened, for instance right after a restart. */
    NOT_OPEN,
    /** Greetings of gateways for which there was no place. */
    GATEWAYS_REFUSED,
    /** Messages with events sent to gateways. */
    EVENT_BATCHES,
    /** Events sent once more to gateways, for clients that came back. */
    EVENTS_REPLAYED,
    /** Times that a gateway asked for events no longer retained. */
    EVENTS_GONE,
    /** Commands of the leader's own: GENESIS, the expiry of orders, the end of connections. */
    OWN_COMMANDS,
    /** Proposals to end a connection that nobody holds any more. */
    CONNECTIONS_ENDED
}
