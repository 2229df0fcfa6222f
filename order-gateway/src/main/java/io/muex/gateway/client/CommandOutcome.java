package io.muex.gateway.client;

/** What became of a command that a client took. Every one is settled once. */
public enum CommandOutcome {
    /** The report just given was its last answer, a reject included. */
    ANSWERED,
    /** Executed; its answers are among the events that are no longer retained. Ask for the open orders. */
    DETAILS_GONE,
    /** Never executed and never will be: another connection took the session over first. */
    NOT_EXECUTED,
    /**
     * Not known: the client was closed or refused before an answer came, reports were lost while another connection
     * had the session, or the cluster was created anew.
     */
    UNKNOWN
}
