package io.muex.gateway.client;

/** How far a client has come. Commands may be given in every state after the first {@link #ESTABLISHED}. */
public enum ClientState {
    /** Looks for a gateway that answers. */
    SEEKING,
    /** A gateway answered; the session's claim is on its way through the log. Waits for a leader if there is none. */
    ESTABLISHING,
    /** Commands go out and reports come in. */
    ESTABLISHED,
    /** For good: another connection has the session. */
    TAKEN_OVER,
    /** For good: a gateway or the exchange refuses this client; {@link ExchangeClient#failure()} says why. */
    FAILED,
    /** For good: closed by its owner. */
    CLOSED;

    /** True when nothing will ever change again. */
    public boolean isFinal() {
        return ordinal() >= TAKEN_OVER.ordinal();
    }
}
