package io.muex.gateway.tcp;

/** What a TCP port counts. */
public enum TcpCounter {
    /** Connections now. */
    CONNECTIONS,
    /** Connections taken. */
    TAKEN,
    /** Connections turned away because there were as many as may be. */
    TOO_MANY,
    /** Messages carried from clients. */
    MESSAGES_IN,
    /** Messages carried to clients. */
    MESSAGES_OUT,
    /** Connections ended for a length that no message has, or a first message that is no greeting. */
    MALFORMED,
    /** Connections ended because they did not log on in time. */
    NOT_LOGGED_ON,
    /** Connections ended because their client read nothing for too long. */
    TOO_SLOW,
    /** Times that a client had to wait because the gateway took nothing from it. */
    PUSHED_BACK
}
