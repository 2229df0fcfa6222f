package io.muex.exchange.protocol;

/** Why an order is gone without being filled. */
public enum CancelReason {
    /** CancelOrder, or ReduceOrder by all that was open. */
    REQUESTED(1),
    /** Left over from an IOC or FOK order. */
    IMMEDIATE_OR_CANCEL(2),
    /** ReplaceOrder left nothing open. */
    REPLACED_TO_NOTHING(3),
    /** MassCancel. */
    MASS_CANCEL(4),
    /** The session lost its client and wants its orders cancelled then. */
    DISCONNECTED(5),
    /** Its time was over. */
    EXPIRED(6),
    /** It would have traded with an order of the same owner. */
    SELF_TRADE(7),
    /** The session was closed. */
    SESSION_CLOSED(8);

    private static final CancelReason[] BY_CODE = {
        null, REQUESTED, IMMEDIATE_OR_CANCEL, REPLACED_TO_NOTHING, MASS_CANCEL, DISCONNECTED, EXPIRED, SELF_TRADE,
        SESSION_CLOSED};
    private final int code;

    CancelReason(final int code) {
        this.code = code;
    }

    /** The number that stands for this value in a message. */
    public int code() {
        return code;
    }

    /** The value that a number stands for, or null for a number that stands for none. */
    public static CancelReason of(final int code) {
        return code < 0 || code >= BY_CODE.length ? null : BY_CODE[code];
    }
}
