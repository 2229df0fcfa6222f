package io.muex.gateway.client;

import org.agrona.DirectBuffer;

/**
 * Hears everything that concerns one session, in the order of the events. Called from within
 * {@link ExchangeClient#poll()} on the thread that polls. May give commands to the client; must not poll or close it.
 * {@link ReportDispatcher} turns reports into one typed call each.
 */
public interface ClientListener {
    /**
     * A report: something that happened, exactly once and in order.
     *
     * @param buffer holds the event, its {@link io.muex.mu.session.EventEnvelope} first; valid only during this call
     * @param offset of the envelope
     */
    void onReport(DirectBuffer buffer, int offset);

    /** What became of a command. In the order of the numbers; with ANSWERED right after its last report. */
    default void onSettled(final long number, final CommandOutcome outcome) {
    }

    /**
     * The gateway did not take a command because the session sends faster than it may. It, and what was given after it,
     * is sent again in a moment; nothing is lost.
     */
    default void onThrottled(final long number) {
    }

    /** The client came into another state. */
    default void onState(final ClientState state) {
    }

    /** Reports below {@code firstEventSeq} that had not been read are no longer retained. */
    default void onReportsGone(final long firstEventSeq) {
    }

    /** The cluster was created anew: orders, instruments and numbers of the old one are no more. */
    default void onClusterReset() {
    }
}
