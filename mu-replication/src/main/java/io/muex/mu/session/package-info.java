/**
 * Exactly-once sessions over any replicated state machine: commands numbered by their session, events numbered by the
 * machine, and the client half that joins the two across a change of leader. Depends on {@code io.muex.mu} and Agrona
 * only; reads no clock, no random source and no file, and never iterates a hash map.
 * <p>
 * Threads: {@link io.muex.mu.session.SessionedStateMachine} and all it owns belong to the replication thread of one
 * replica; a {@link io.muex.mu.session.Resubmission} belongs to the one thread of the process that drives it.
 * <p>
 * The road of a command: a client offers it to its {@code Resubmission}; whoever leads puts its bytes, a
 * {@link io.muex.mu.session.CommandEnvelope} and a body, into the log; every replica's {@code SessionedStateMachine}
 * checks envelope and session and hands the body to the {@link io.muex.mu.session.SessionApplication}, which emits
 * events into the {@link io.muex.mu.session.EventRing}; any replica's {@link io.muex.mu.session.EventCursor} brings
 * them back to the {@code Resubmission}, which ticks off the command at its event marked LAST.
 */
package io.muex.mu.session;
