package io.muex.load.play;

import io.muex.gateway.client.CommandOutcome;
import org.agrona.DirectBuffer;

/**
 * One session of the exchange, as a player needs it: commands go in and are numbered, events of the session come out.
 * One thread.
 */
public interface OrderPort {
    /** Answer of {@link #submit} when no command can be taken now. */
    long NOT_NOW = -1;

    /** The session, 1 or more. */
    long session();

    /**
     * Hands in a command, which is copied. Once taken it is executed once or not at all, and the sink is told which.
     *
     * @param buffer holds one message of the published schema, header included
     * @param length of the message
     * @return number of the command within the session, or {@link #NOT_NOW}; nothing was taken then
     */
    long submit(DirectBuffer buffer, int offset, int length);

    /**
     * Brings in what has arrived, a bounded amount.
     *
     * @param sink told from within this call
     * @return amount of work done
     */
    int poll(Sink sink);

    /** Told what arrives. */
    interface Sink {
        /**
         * An event of the session, in the order of event numbers, each once.
         *
         * @param buffer holds the event with its {@link io.muex.mu.session.EventEnvelope}; valid during the call
         * @param offset of the envelope
         */
        void onEvent(DirectBuffer buffer, int offset);

        /**
         * A command came to its end. Answered commands: called after their last event.
         *
         * @param number  of the command
         * @param outcome what became of it
         */
        void onSettled(long number, CommandOutcome outcome);
    }
}
