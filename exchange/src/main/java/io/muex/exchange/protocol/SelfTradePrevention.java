package io.muex.exchange.protocol;

/**
 * What happens when an order would trade with an order of the same owner. The incoming order decides; a triggered stop
 * order is an incoming order without prevention.
 */
public enum SelfTradePrevention {
    /** They trade. */
    NONE(0),
    /** What is left of the incoming order is cancelled. */
    EXPIRE_TAKER(1),
    /** The resting order is cancelled and the incoming order goes on. */
    EXPIRE_MAKER(2),
    /** The resting order and what is left of the incoming order are cancelled. */
    EXPIRE_BOTH(3);

    private static final SelfTradePrevention[] BY_CODE = {NONE, EXPIRE_TAKER, EXPIRE_MAKER, EXPIRE_BOTH};
    private final int code;

    SelfTradePrevention(final int code) {
        this.code = code;
    }

    /** The number that stands for this value in a message. */
    public int code() {
        return code;
    }

    /** The value that a number stands for, or null for a number that stands for none. */
    public static SelfTradePrevention of(final int code) {
        return code < 0 || code >= BY_CODE.length ? null : BY_CODE[code];
    }
}
