package io.muex.mu.session;

import io.muex.mu.SnapshotReader;
import io.muex.mu.SnapshotWriter;
import org.agrona.DirectBuffer;

/**
 * The deterministic application that {@link SessionedStateMachine} wraps. Every method depends on nothing but the calls
 * before it, runs on the replication thread, must not block and must be total: decode and check everything before the
 * first change, and say what is wrong by an event. A method that throws is a bug and stops the replica.
 * <p>
 * Commands come in order and once: repeats, gaps and strangers have been dealt with.
 */
public interface SessionApplication {
    /**
     * The application's part of GENESIS: its limits and whatever else may change a result. Called before
     * anything else and, unless it refuses, once; the sessions of GENESIS are opened right after it.
     *
     * @return false if the bytes are not what the application understands; then nothing may have been changed or
     *     claimed, and the log waits for another GENESIS
     */
    boolean onGenesis(long timestampNs, DirectBuffer buffer, int offset, int length, EventSink sink);

    /**
     * Executes a command of a session.
     *
     * @param session     that sent it, 1 or more, open
     * @param number      of the command within its session, 1, 2, 3, ...
     * @param timestampNs stamp of the leader, nanoseconds since the epoch, never decreasing
     * @param buffer      holds the body; valid only during this call
     * @param offset      of the body
     * @param length      of the body in bytes, 0 or more
     * @param sink        takes the events
     */
    void onCommand(
        long session, long number, long timestampNs, DirectBuffer buffer, int offset, int length, EventSink sink);

    /**
     * Executes a command that the leader proposed on its own, for instance the expiry of orders. Two leaders may have
     * proposed the same: it must be harmless to execute it again.
     */
    void onInternal(long timestampNs, DirectBuffer buffer, int offset, int length, EventSink sink);

    /**
     * A session was opened.
     *
     * @param session 1 or more; may have existed before and been closed
     * @param role    role word; bits 0 and 1 are those of {@link SessionCommands}, the others the application's
     */
    void onSessionOpened(long session, long role, long timestampNs, EventSink sink);

    /** A session is being removed by its operator; it will send nothing more. */
    void onSessionClosed(long session, long timestampNs, EventSink sink);

    /**
     * The connection of a session has ended without another one taking its place. Called again, for the same end, until
     * the leader finds nothing left to be done: it must be harmless to execute it again, and what one call does must be
     * bounded.
     */
    default void onSessionDisconnected(final long session, final long timestampNs, final EventSink sink) {
    }

    /** Writes the complete state; see {@link io.muex.mu.StateMachine#writeSnapshot}. Never called before GENESIS. */
    void writeSnapshot(SnapshotWriter out);

    /** Replaces the complete state, that of GENESIS included, by what {@link #writeSnapshot} wrote. */
    void loadSnapshot(SnapshotReader in);
}
