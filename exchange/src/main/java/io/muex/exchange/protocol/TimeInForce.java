package io.muex.exchange.protocol;

/** When an order that rests or waits expires. */
public enum TimeInForce {
    /** Good till cancelled: never. */
    GTC(0),
    /** At the next end of the trading day of its instrument, after the stamp of the command that entered it. */
    DAY(1),
    /** Good till date: at the expiry that the order names. */
    GTD(2);

    private static final TimeInForce[] BY_CODE = {GTC, DAY, GTD};
    private final int code;

    TimeInForce(final int code) {
        this.code = code;
    }

    /** The number that stands for this value in a message. */
    public int code() {
        return code;
    }

    /** The value that a number stands for, or null for a number that stands for none. */
    public static TimeInForce of(final int code) {
        return code < 0 || code >= BY_CODE.length ? null : BY_CODE[code];
    }
}
