package io.muex.mu;

import org.agrona.DirectBuffer;

/**
 * A deterministic state machine that Mu replicates. Every replica owns one and feeds it the same commands in the same
 * order, so every method must depend on nothing but the commands before it: no clock, no randomness, no map iteration
 * of unspecified order, no floating point.
 * <p>
 * All methods run on the replication thread of one replica and must not block. A method that throws is a bug: the
 * replica fail-stops, because a state half changed can no longer be trusted.
 */
public interface StateMachine {
    /**
     * Applies one committed command.
     *
     * @param index       position of the command in the replicated log; strictly increasing, not necessarily dense,
     *                    because the log also carries entries of Mu's own
     * @param timestampNs time of the command, nanoseconds since the epoch: the stamp given once by the leader that
     *                    first proposed it, or the largest one before it where that is larger. Never decreases along
     *                    the log
     * @param buffer      holds the command; owned by Mu and valid only during this call
     * @param offset      of the first byte of the command
     * @param length      of the command in bytes, at least 1
     */
    void onCommand(long index, long timestampNs, DirectBuffer buffer, int offset, int length);

    /**
     * Writes the complete state, between two commands. What {@link #loadSnapshot} of another instance reads back must
     * behave identically for every later command, iteration orders included.
     *
     * @param out sequential output, valid only during this call
     */
    void writeSnapshot(SnapshotWriter out);

    /**
     * Replaces the complete state by a snapshot.
     *
     * @param in sequential input, valid only during this call
     */
    void loadSnapshot(SnapshotReader in);

    /**
     * A 64-bit hash over everything this machine ever did (for instance over the bytes of its events). Replicas that
     * applied the same index must answer the same value.
     */
    long stateHash();
}
