package io.muex.mu.sim;

/** What can go wrong in a simulated cluster. */
public enum FaultKind {
    /** One plane of a replica stands still for a while, at any memory operation. */
    PAUSE(1, "stands still", Group.PLANES),
    /** Both planes of a replica stand still. */
    PROCESS_PAUSE(3, "stands still with all its threads", Group.PLANES),
    /** A replica dies at any memory operation and comes back later as a new incarnation. */
    CRASH(1, "dies", Group.CRASHES),
    /** A replica dies again and again, as soon as it has been asked to grant or to take a snapshot. */
    RESTART_STORM(4, "dies again and again", Group.CRASHES),
    /** A one-sided connection is broken in one direction: words stay old, mail is lost, writes land with errors. */
    BROKEN_CONNECTION(1, "reaches the other no more", Group.LINKS),
    /** Writes land and are never reported, until the connection is made anew or the time is over. */
    LOST_COMPLETIONS(2, "hears of no completion from the other", Group.LINKS),
    /** A replica takes another one for dead and alive and dead again. */
    FALSE_SUSPICION(1, "suspects the other in bursts", Group.DETECTORS),
    /** A request for permission waits at a background plane that does not run. */
    LATE_GRANT(1, "grants late", Group.DETECTORS),
    /** Not a fault: the operator asks the leader to hand over to the target. */
    PLANNED_MOVE(1, "is to lead", Group.DETECTORS),
    /** The state machine does not return from a command for a while. */
    STUCK_APPLICATION(3, "is stuck in its application", Group.APPLICATIONS),
    /** A replica does everything several times more slowly for a while. */
    SLOW_REPLICA(2, "is slow", Group.APPLICATIONS),
    /** Bytes of a log slot change. The replica is to stop when it meets them; it counts as lost. */
    CORRUPTED_BYTES(2, "has its log memory damaged", Group.CRASHES),
    /**
     * The state is another one from now on. The others are to notice, and this replica is to stop; it counts as lost.
     */
    DIVERGED_STATE(1, "has its state changed", Group.CRASHES),
    /** A wall clock jumps. */
    CLOCK_JUMP(2, "sees its wall clock jump", Group.DETECTORS),
    /** A connection between a client and a replica breaks; what was under way is lost from some point on. */
    REQUESTS_LOST(1, "loses its connection", Group.CLIENTS),
    /** A command that was sent earlier arrives once more, late. */
    REQUEST_DUPLICATED(1, "has a command arrive twice", Group.CLIENTS),
    /** Several commands sent earlier arrive once more, late and in the wrong order. */
    REQUESTS_REORDERED(2, "has commands arrive out of order", Group.CLIENTS),
    /** A client stands still. */
    CLIENT_PAUSE(2, "stands still", Group.CLIENTS),
    /** Another connection takes the client's session over; the old one may take it back. */
    SESSION_TAKEOVER(3, "has its session taken over", Group.CLIENTS),
    /** A command arrives that is malformed, meant for another cluster or for an unknown session. */
    BAD_COMMAND(3, "sends what is no command", Group.CLIENTS),
    /** A replication plane stands still half-way through something that others may undo meanwhile. */
    UNTIMELY_PAUSE(2, "stands still half-way", Group.PLANES),
    /** While one copies a snapshot, somebody else asks its donor for the next one. */
    SNAPSHOT_ASKED_AGAIN(4, "has its donor asked again", Group.PLANES),
    /** Some events on their way to a client are lost while its connection stays. */
    EVENTS_LOST(1, "loses events", Group.CLIENTS),
    /** A voter dies after a candidate has its grant, and is admitted anew before that candidate takes over. */
    VOTER_ADMITTED_ANEW(1, "asks a voter that is then admitted anew", Group.SCENARIOS),
    /** A leader that lost a follower writes to it once more, while that one copies its log for the next leader. */
    WRITTEN_WHILE_COPIED(1, "writes to a log that is being copied", Group.SCENARIOS),
    /** A follower promises more than the leader's ballot to a candidate that dies at once. */
    PROMISE_TO_NOBODY(1, "is promised something and dies", Group.SCENARIOS),
    /** A leader lacks what a learner needs next, until a late grant brings it. */
    HISTORY_FOUND_LATE(1, "needs what only a late grant brings", Group.SCENARIOS),
    /** A leader whose other followers stand firm grants its own log to a candidate. */
    OWN_LOG_GRANTED_AWAY(1, "asks the leader only", Group.SCENARIOS),
    /** Undecided entries in an inheritance are damaged when a candidate is about to read them. */
    DAMAGE_AT_TAKEOVER(1, "reads a damaged inheritance", Group.SCENARIOS),
    /** A deposed leader comes back while its own log and a follower's hold different entries at one index. */
    VALUES_IN_CONFLICT(1, "leads between two times of a leader that kept an entry to itself", Group.SCENARIOS);

    /** Kinds that a profile gives the same mean time. */
    enum Group { PLANES, CRASHES, LINKS, DETECTORS, APPLICATIONS, CLIENTS, SCENARIOS }

    private final int rarity;
    private final String text;
    private final Group group;

    FaultKind(final int rarity, final String text, final Group group) {
        this.rarity = rarity;
        this.text = text;
        this.group = group;
    }

    /** How many times the mean time of its group lies between two of this kind. */
    int rarity() {
        return rarity;
    }

    String text() {
        return text;
    }

    Group group() {
        return group;
    }

    /** Whether it is something between two replicas. */
    boolean hitsTwo() {
        return group == Group.LINKS || this == FALSE_SUSPICION;
    }

    /** Whether it is a chain of faults that wait for each other. */
    boolean isScenario() {
        return group == Group.SCENARIOS;
    }

    /** How many replicas it takes: for some a majority must be left when two others are busy. */
    int leastReplicas() {
        return switch (this) {
            case PROMISE_TO_NOBODY, HISTORY_FOUND_LATE, OWN_LOG_GRANTED_AWAY -> 5;
            default -> 3;
        };
    }

    /** Whether the target is a client. */
    boolean hitsClient() {
        return group == Group.CLIENTS;
    }
}
