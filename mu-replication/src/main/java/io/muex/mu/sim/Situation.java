package io.muex.mu.sim;

/** What a run should get into, so that the checkers see it: counted, never provoked by force. */
public enum Situation {
    /** A log was granted anew whose ring had gone round at least once. */
    GRANT_OF_WRAPPED_RING,
    /** A new leader took over from an inheritance of a ring that had gone round. */
    TAKEOVER_OF_WRAPPED_RING,
    /** A new leader found undecided entries. */
    ADOPTION,
    /** A new leader found undecided entries of at least two ballots. */
    ADOPTION_FROM_TWO_BALLOTS,
    /** A new leader found an index at which the confirmed replicas hold different values. */
    ADOPTION_OF_CONFLICT,
    /** A new leader brought itself up to the largest base from somebody's inheritance. */
    BASE_REACHED_BY_HISTORY,
    /** A new leader found an admission not yet decided. */
    ADMISSION_DURING_TAKEOVER,
    /** An incarnation that came back was admitted. */
    ADMISSION,
    /** A snapshot was loaded. */
    SNAPSHOT_LOADED,
    /** A snapshot was loaded while nobody led or somebody prepared. */
    SNAPSHOT_DURING_LEADER_CHANGE,
    /** A log was granted to an incarnation that was dead by then. */
    GRANT_TO_DEAD_HOLDER,
    /** A replica joined a ballot whose leader had begun without it. */
    LATE_JOIN,
    /** A store of a former holder landed after its log had been revoked. */
    STORE_AFTER_REVOKE,
    /** A target was written that had died. */
    WRITE_TO_DEAD_TARGET,
    /** A replica died between revoking and granting its log. */
    DEATH_WHILE_GRANTING,
    /** A replica died while it prepared. */
    DEATH_WHILE_PREPARING,
    /** A replica died while it gave or awaited a snapshot. */
    DEATH_WHILE_SNAPSHOT,
    /** Two live replicas took themselves for the leader at the same time. */
    TWO_LEADERS,
    /** A leader stopped leading because it was asked to hand over. */
    HANDED_OVER,
    /** A leader had no room to propose. */
    BACK_PRESSURE,
    /** A replica met a damaged entry and stopped. */
    DAMAGE_MET,
    /** A replica was found to have another state than a majority and stopped. */
    DIVERGENCE_FOUND,
    /** Replicas differed and nobody could say who is wrong, until an operator started that one anew. */
    DISPUTE_DECIDED_BY_OPERATOR,
    /** Damage was found in an inheritance by the one who was to read it. */
    DAMAGE_READ_BY_PEER,
    /** A command that was already executed came out of the log once more and was passed over. */
    REPEAT_PASSED_OVER,
    /** A command was refused because its predecessor was missing. */
    GAP_REFUSED,
    /** A command of a connection that had lost its session was refused. */
    STALE_CONNECTION_REFUSED,
    /** A client was told that a command was not executed. */
    NOT_EXECUTED_TOLD,
    /** A client fell off the events and went on by the states of sessions. */
    EVENTS_GONE,
    /** A client learned behind a gap that its command was executed. */
    DETAILS_GONE,
    /** A client took its session back. */
    SESSION_TAKEN_BACK,
    /** A replica was not eligible because its clock was off, or its attempts had failed. */
    NOT_ELIGIBLE,
    /** A majority committed while the others stayed cut off or dead. */
    COMMIT_BY_BARE_MAJORITY
}
