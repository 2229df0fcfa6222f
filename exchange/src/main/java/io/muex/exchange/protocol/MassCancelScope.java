package io.muex.exchange.protocol;

/** Whose orders a mass cancel is about. */
public enum MassCancelScope {
    /** Those of the sending session. */
    OWN(1),
    /** Those of the target session; for operators. */
    SESSION(2),
    /** Those of all sessions in one instrument; for operators. */
    INSTRUMENT(3),
    /** Those of a session that lost its client; only in answers. */
    DISCONNECTED(4);

    private static final MassCancelScope[] BY_CODE = {null, OWN, SESSION, INSTRUMENT, DISCONNECTED};
    private final int code;

    MassCancelScope(final int code) {
        this.code = code;
    }

    /** The number that stands for this value in a message. */
    public int code() {
        return code;
    }

    /** The value that a number stands for, or null for a number that stands for none. */
    public static MassCancelScope of(final int code) {
        return code < 0 || code >= BY_CODE.length ? null : BY_CODE[code];
    }
}
