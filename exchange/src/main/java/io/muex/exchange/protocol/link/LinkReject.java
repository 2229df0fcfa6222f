package io.muex.exchange.protocol.link;

/**
 * Why a gateway turned something away before it could reach the log. The code is stable and travels in messages of
 * {@link ClientLink}. Nothing that was turned away changed anything.
 */
public enum LinkReject {
    /** No well-formed message or command. */
    MALFORMED(1),
    /** Longer than a command may be. */
    OVERSIZED(2),
    /** Meant for another cluster. */
    WRONG_CLUSTER(3),
    /** The gateway has found no leader yet: try again. */
    NOT_READY(4),
    /** The gateway serves as many connections as it may: try another one. */
    TOO_MANY_CONNECTIONS(5),
    /** The channel on which the client wants to be answered is none that is allowed. */
    BAD_CHANNEL(6),
    /** The command names another session than its connection. */
    WRONG_SESSION(7),
    /** The session is not established on this connection, or under another connection epoch. */
    NOT_ESTABLISHED(8),
    /** A command before this one is missing; the reject names the number that is expected. */
    NOT_APPLIED(9),
    /** No client may send a command of this kind, or none whose session has this role. */
    NOT_PERMITTED(10),
    /** Another connection has the session now. */
    TAKEN_OVER(11),
    /** The cluster was created anew; nothing of the old one remains. */
    RESET(12),
    /** The client gave no sign of life. */
    TIMED_OUT(13),
    /** The gateway ends. */
    CLOSING(14),
    /** Whoever asks did not show that he knows the secret of the session; it need not even exist. */
    NOT_AUTHENTICATED(15),
    /** That was the case too often of late, for this session: try again in a moment. */
    LOCKED_OUT(16),
    /** A command of this number was taken before. What answered it follows, if that is still retained. */
    REPEATED(20),
    /** The session sends more than it may: the same command again, a little later. */
    THROTTLED(21),
    /** The client left its reports unread for too long. They can be read by another connection. */
    TOO_SLOW(22);

    private static final LinkReject[] BY_CODE = byCode();
    private final int code;

    LinkReject(final int code) {
        this.code = code;
    }

    /** Stable number, 1 or more. */
    public int code() {
        return code;
    }

    /** The reason with this code, or null for a number that is none. */
    public static LinkReject of(final int code) {
        return code < 1 || code >= BY_CODE.length ? null : BY_CODE[code];
    }

    private static LinkReject[] byCode() {
        final LinkReject[] all = values();
        final LinkReject[] table = new LinkReject[all[all.length - 1].code + 1];
        for (final LinkReject reject : all) {
            table[reject.code] = reject;
        }
        return table;
    }
}
