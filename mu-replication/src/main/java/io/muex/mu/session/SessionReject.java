package io.muex.mu.session;

/**
 * Why the session layer refused a command. The code is stable and travels in {@link SessionEvents#REJECTED}.
 * <p>
 * Where {@link #isApplied()} says no, nothing at all changed and the number is still free. {@link #NOT_APPLIED} is the
 * only one that is no final answer (its event carries no LAST): the same bytes sent again after their predecessor will
 * be applied.
 */
public enum SessionReject {
    /** No well-formed command of a known kind and version. */
    MALFORMED(1, false),
    /** Meant for another cluster. */
    WRONG_CLUSTER(2, false),
    /** No such session is open. */
    UNKNOWN_SESSION(3, false),
    /** Another connection has taken the session over, or this one has ended, or none was ever established; the event
     * names the present epoch. */
    STALE_CONNECTION(4, false),
    /** A command before this one is missing; the event names the number that is expected. */
    NOT_APPLIED(5, false),
    /** The log has had its GENESIS. */
    ALREADY_CREATED(6, false),
    /** The session's role does not allow it. */
    NOT_PERMITTED(7, true),
    /** As many sessions are open as GENESIS allows. */
    SESSION_TABLE_FULL(8, true),
    /** The session to open is open. */
    ALREADY_OPEN(9, true),
    /** The session to remove is not open. */
    NOT_OPEN(10, true),
    /** No higher connection epoch exists (after two thousand million takeovers). */
    EPOCHS_EXHAUSTED(11, false);

    private static final SessionReject[] BY_CODE = values();
    private final int code;
    private final boolean applied;

    SessionReject(final int code, final boolean applied) {
        this.code = code;
        this.applied = applied;
    }

    /** Stable number, 1 or more. */
    public int code() {
        return code;
    }

    /** True when the command was executed and this is its result; its number is used up. */
    public boolean isApplied() {
        return applied;
    }

    /** The reason with this code, or null for a number that is none. */
    public static SessionReject of(final int code) {
        return code < 1 || code > BY_CODE.length ? null : BY_CODE[code - 1];
    }
}
