package io.muex.mu.session;

import org.agrona.MutableDirectBuffer;

/**
 * Where an application writes the events of the command it is executing. An event is claimed, and its body filled in
 * place before the next claim; there is nothing to commit, because events become visible all together when the command
 * is done. Replication thread, and only during a callback of {@link SessionApplication}.
 * <p>
 * LAST is set by the session layer on the last answer claimed, whatever unsolicited events follow it; a command of a
 * session for which no answer was claimed is answered by DONE.
 */
public interface EventSink {
    /**
     * Claims an event that answers the running command: addressed to its session, carrying its number. During an
     * INTERNAL command, which has no sender, the event is addressed to nobody in particular.
     *
     * @param kind       template id, 1 to {@link SessionEvents#FIRST_KIND} - 1
     * @param bodyLength in bytes, 0 to {@link EventEnvelope#MAX_BODY_LENGTH}
     * @return offset of the body in {@link #buffer()}, a multiple of 8; the body is zeroed
     * @throws IllegalArgumentException if kind or length is out of range, which is a bug of the application
     */
    int claimAnswer(int kind, int bodyLength);

    /**
     * Claims an event that answers nothing: a fill of somebody's resting order, a trade for the public feed.
     *
     * @param session    addressed; {@link CommandEnvelope#NO_SESSION} for nobody in particular
     * @param kind       template id, 1 to {@link SessionEvents#FIRST_KIND} - 1
     * @param bodyLength in bytes, 0 to {@link EventEnvelope#MAX_BODY_LENGTH}
     * @return offset of the body in {@link #buffer()}, a multiple of 8; the body is zeroed
     * @throws IllegalArgumentException if kind or length is out of range, which is a bug of the application
     */
    int claimUnsolicited(long session, int kind, int bodyLength);

    /** The memory of the events; the same object for the life of the machine. Write within the claimed body only. */
    MutableDirectBuffer buffer();
}
