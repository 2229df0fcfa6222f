package io.muex.gateway;

/** What a gateway counts. */
public enum GatewayCounter {
    /** Commands taken from clients. */
    COMMANDS_TAKEN,
    /** Commands sent to a leader, those that were sent again included. */
    COMMANDS_SENT,
    /** Events read from replicas. */
    EVENTS_READ,
    /** Events handed to clients. */
    REPORTS_SENT,
    /** Announcements of a leader that were new to this gateway. */
    LEADERS,
    /** Connections of clients now. */
    CONNECTIONS,
    /** Commands taken and not settled now. */
    UNANSWERED,
    /** Messages that were no message of this protocol, or commands that were not well-formed. */
    MALFORMED,
    /** Messages or commands that were too long. */
    OVERSIZED,
    /** Greetings handed to the log-on desk, repeated ones included; its own counters say what became of them. */
    GREETINGS,
    /** Proofs handed to the log-on desk. */
    PROOFS,
    /** Data streams that a client attached. */
    ATTACHED,
    /** Signs of life of clients. */
    SIGNS_OF_LIFE,
    /** Clients that said goodbye. */
    GOODBYES,
    /** Commands over connections that are being closed; their clients have been told why. */
    TOO_LATE,
    /** Messages over connections that nobody attached. */
    NOT_ATTACHED,
    /** Commands for a session that is not the one of the connection. */
    WRONG_SESSION,
    /** Commands or clients for another cluster. */
    WRONG_CLUSTER,
    /** Commands without an established session, or under an old epoch. */
    NOT_ESTABLISHED,
    /** Commands before which one is missing. */
    OUT_OF_SEQUENCE,
    /** Commands whose number had been used. */
    REPEATED,
    /** Commands and claims that came faster than the session may send. */
    THROTTLED,
    /** Clients let go because they did not read. */
    CLIENTS_TOO_SLOW,
    /** Messages in the name of a replica that did not show that it knows the secret of the cluster. */
    NOT_PROVEN,
    /** Commands that no client may send, or none of the session's role. */
    NOT_PERMITTED,
    /** Clients that came before a leader was known, or beyond the limit. */
    CLIENTS_NOT_TAKEN,
    /** Connections that ended because a newer one has the session. */
    TAKEN_OVER,
    /** Connections that the log ended though their client was here. */
    DISCONNECTED,
    /** Clients given up for their silence. */
    CLIENTS_TIMED_OUT,
    /** Times that a client had to wait because too much was unanswered. */
    CLIENTS_PUSHED_BACK,
    /** Times that a client could not take its reports as fast as they came, and was served by replay. */
    CLIENTS_BEHIND,
    /** Replays asked for. */
    REPLAYS,
    /** Times that this gateway itself had fallen off what replicas retain. */
    EVENTS_GONE,
    /** Times that a reject could not be told because the client did not read. */
    REJECTS_UNTOLD
}
