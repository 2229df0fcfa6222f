package io.muex.exchange.protocol;

/**
 * What the role word of a session allows in the exchange. Bits 0 (operator) and 1 (gateway) are those of the session
 * layer: an operator may send every operator command, a gateway may report that a client is gone. Without any bit a
 * session trades.
 */
public final class SessionRoles {
    /** Bit of the session layer: may open and close sessions there, and send operator commands here. */
    public static final long OPERATOR = 1;
    /** Bit of the session layer: may open sessions of traders there, and send {@code SessionDisconnected} here. */
    public static final long GATEWAY = 2;
    /** May not enter or change orders; may ask. */
    public static final long READ_ONLY = 4;

    private SessionRoles() {
    }
}
