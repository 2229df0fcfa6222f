package io.muex.exchange.book;

/** Conditions of an order: a set of two independent bits. */
public final class Conditions {
    /** No condition: what is not filled rests. */
    public static final int NONE = 0;
    /** All or none: trades its whole open quantity within one operation, or does not trade. */
    public static final int AON = 1;
    /** Immediate or cancel: what is left after matching is cancelled; it never rests. */
    public static final int IOC = 2;
    /** Fill or kill: both of the above. */
    public static final int FOK = AON | IOC;

    private Conditions() {
    }
}
