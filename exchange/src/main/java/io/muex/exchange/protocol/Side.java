package io.muex.exchange.protocol;

/** Side of an order. Has no zero, so that a forgotten side is noticed. */
public enum Side {
    /** Wants to buy. */
    BUY(1),
    /** Wants to sell. */
    SELL(2);

    private static final Side[] BY_CODE = {null, BUY, SELL};
    private final int code;

    Side(final int code) {
        this.code = code;
    }

    /** The number that stands for this value in a message. */
    public int code() {
        return code;
    }

    /** The value that a number stands for, or null for a number that stands for none. */
    public static Side of(final int code) {
        return code < 0 || code >= BY_CODE.length ? null : BY_CODE[code];
    }
}
