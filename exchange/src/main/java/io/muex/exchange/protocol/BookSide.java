package io.muex.exchange.protocol;

/** Which sides of a book a command is about. */
public enum BookSide {
    /** Buy and sell orders. */
    BOTH(0),
    /** Buy orders only. */
    BUY(1),
    /** Sell orders only. */
    SELL(2);

    private static final BookSide[] BY_CODE = {BOTH, BUY, SELL};
    private final int code;

    BookSide(final int code) {
        this.code = code;
    }

    /** The number that stands for this value in a message. */
    public int code() {
        return code;
    }

    /** The value that a number stands for, or null for a number that stands for none. */
    public static BookSide of(final int code) {
        return code < 0 || code >= BY_CODE.length ? null : BY_CODE[code];
    }
}
