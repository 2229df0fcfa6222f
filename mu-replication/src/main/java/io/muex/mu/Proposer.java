package io.muex.mu;

import org.agrona.DirectBuffer;

/**
 * The leader's entrance to the replicated log. Called on the replication thread only, between two duty cycles of the
 * replica that owns it.
 */
public interface Proposer {
    /** This replica does not lead: send the command to whoever does. Nothing was written. */
    long NOT_LEADER = -1;
    /**
     * The log has no room until followers have applied more, or this leader is handing over, or replicas differ and an
     * operator has to decide: keep the command and try again. Nothing was written.
     */
    long BACK_PRESSURED = -2;
    /** The command is longer than {@link #maxCommandLength()} or empty. Nothing was written. */
    long BAD_LENGTH = -3;

    /**
     * Proposes one command. A non-negative result says only that the command was written under the present ballot; it
     * is executed when the state machine is given this index <em>under the same leadership</em>, and its outcome is
     * unknown if leadership is lost before.
     *
     * @param buffer holds the command; copied before this method returns
     * @param offset of the first byte
     * @param length in bytes, 1 to {@link #maxCommandLength()}
     * @return the index in the log, or one of the negative codes of this interface
     */
    long propose(DirectBuffer buffer, int offset, int length);

    /** True when {@link #propose} would not answer {@link #NOT_LEADER}. */
    boolean isLeading();

    /** The longest command in bytes: slot length less the entry header. */
    int maxCommandLength();
}
