package io.muex.gateway.auth;

/** What a gateway counts of clients that log on. */
public enum LogOnCounter {
    /** Clients that were asked to prove who they are. */
    CHALLENGED,
    /** Clients that did. */
    PROVEN,
    /** Clients that gave a wrong proof, or named a session that this gateway does not know. */
    NOT_AUTHENTICATED,
    /** Clients that came while their session was locked after wrong proofs. */
    LOCKED_OUT,
    /** Sessions locked after wrong proofs. */
    LOCKS,
    /** Clients that gave no proof in time. */
    EXPIRED,
    /** Proofs that nobody had been asked for, or that came a second time. */
    UNEXPECTED_PROOFS,
    /** Clients that were not answered because too many were asked at once; they repeat themselves. */
    NO_PLACE,
    /** Clients that had to give their place to another before they gave a proof. */
    DISPLACED,
    /** Clients that proved who they are and found no free connection. */
    TOO_MANY_CONNECTIONS,
    /** Data streams that were opened without a proof, or with a wrong one. */
    WRONG_ATTACHMENTS,
    /** Times that other keys of sessions were read. */
    KEYS_READ
}
