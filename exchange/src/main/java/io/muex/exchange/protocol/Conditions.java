package io.muex.exchange.protocol;

/** Conditions of an order. The code is a set of bits: 1 = all or none, 2 = immediate or cancel. */
public enum Conditions {
    /** What is not filled rests. */
    NONE(0),
    /** All or none: trades its whole open quantity within one command, or does not trade. */
    AON(1),
    /** Immediate or cancel: what is left after matching is cancelled; it never rests. */
    IOC(2),
    /** Fill or kill: trades completely at once or is cancelled completely. */
    FOK(3);

    private static final Conditions[] BY_CODE = {NONE, AON, IOC, FOK};
    private final int code;

    Conditions(final int code) {
        this.code = code;
    }

    /** The number that stands for this value in a message. */
    public int code() {
        return code;
    }

    /** The value that a number stands for, or null for a number that stands for none. */
    public static Conditions of(final int code) {
        return code < 0 || code >= BY_CODE.length ? null : BY_CODE[code];
    }
}
