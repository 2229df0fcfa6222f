package io.muex.exchange.protocol;

/** Whether an instrument can be traded. */
public enum InstrumentStatus {
    /** Orders are accepted and matched. */
    OPEN(1),
    /** Orders can only be cancelled or reduced; nothing trades. */
    HALTED(2);

    private static final InstrumentStatus[] BY_CODE = {null, OPEN, HALTED};
    private final int code;

    InstrumentStatus(final int code) {
        this.code = code;
    }

    /** The number that stands for this value in a message. */
    public int code() {
        return code;
    }

    /** The value that a number stands for, or null for a number that stands for none. */
    public static InstrumentStatus of(final int code) {
        return code < 0 || code >= BY_CODE.length ? null : BY_CODE[code];
    }
}
