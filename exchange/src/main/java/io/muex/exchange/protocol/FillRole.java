package io.muex.exchange.protocol;

/** Part that an order had in a trade. */
public enum FillRole {
    /** It entered the book, or it was an all-or-none order that became fillable: the taker. */
    ACTIVE(1),
    /** It was resting: the maker. */
    PASSIVE(2);

    private static final FillRole[] BY_CODE = {null, ACTIVE, PASSIVE};
    private final int code;

    FillRole(final int code) {
        this.code = code;
    }

    /** The number that stands for this value in a message. */
    public int code() {
        return code;
    }

    /** The value that a number stands for, or null for a number that stands for none. */
    public static FillRole of(final int code) {
        return code < 0 || code >= BY_CODE.length ? null : BY_CODE[code];
    }
}
