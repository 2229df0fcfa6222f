package io.muex.load.drill.kind;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What can be broken. */
public enum DrillKind {
    /** The leader's process is killed. */
    KILL_LEADER(0, true, "The leader is killed; another takes over; the first starts again and is admitted.",
        "every command answered once, in order; phases of the failover are printed."),
    /** The leader's process stands still for a while. */
    PAUSE_LEADER(2_000, true, "The leader is stopped for 2 s (SIGSTOP) and wakes up believing that it leads.",
        "another leads meanwhile and what the first still writes changes nothing; prints the phases, and how often an "
            + "hour a leader is replaced that was well."),
    /** A follower's process is killed. */
    KILL_FOLLOWER(0, false, "A follower is killed and starts again.",
        "orders go on with the others; prints the longest latency meanwhile."),
    /** A follower's process stands still for a while. */
    PAUSE_FOLLOWER(1_500, false, "A follower is stopped for 1.5 s, seven times, beside seven intervals undisturbed.",
        "the median of disturbed over undisturbed is at most 1.05 for p50 and 1.25 for p99; prints both with their "
            + "spread."),
    /** So many replicas are killed that no majority is left. */
    KILL_MAJORITY(0, true, "Replicas are killed until no majority is left; the cluster is lost with them.",
        "nothing is answered any more, and muex status says MAJORITY LOST; prints when the last answer came."),
    /** All followers stand still until no command is taken any more. */
    PAUSE_ALL_FOLLOWERS(0, true, "All followers are stopped until the rings are full.",
        "orders go on, since memory of stopped processes is still written; then the client is told BUSY; once the "
            + "followers go on all is answered once; prints how many were answered and after how long BUSY came."),
    /** The state machine of a replica stands still while its process lives. */
    STUCK_APPLICATION(1_000, true, "Applying stands still, in the leader and in a follower by turns.",
        "a leader shares its fate: its heartbeat stops and another takes over; a follower disturbs nobody; prints the "
            + "phases."),
    /** Two replicas want to lead at one time. */
    COMPETING_CANDIDATES(250, true, "The leader is killed at the moment when a replica that the others had given up "
        + "wakes up.", "two ask for permission, one leads; prints the time to one leader and the ballots it took."),
    /** Bytes of an entry in the memory of a follower are overwritten. */
    CORRUPT_REPLICA(0, false, "Bytes of a log entry in a follower's memory are overwritten before it has read them.",
        "that replica leaves and names the index; the others go on; prints the index."),
    /** Leadership is handed over on purpose. */
    MOVE_LEADER(0, true, "Leadership is handed over to another replica on purpose.",
        "that replica leads at once, and no other; prints the phases, of which the first is when it began to ask."),
    /** The gateway's process is killed. */
    KILL_GATEWAY(0, false, "The gateway is killed and started again; several, one after another.",
        "the session resumes where it was, through another gateway if there is one; prints the gap that the client"
            + " saw."),
    /** The media driver's process is killed. */
    KILL_DRIVER(0, false, "The media driver is killed and started again.",
        "replicas, gateway and client live on and rebuild their connections; prints the gap that the client saw."),
    /** Every replica is ended in order and started again, one after another. */
    ROLLING_RESTART(0, true, "Every replica is ended in order (SIGTERM) and started again, one after another.",
        "no command is refused; prints the longest latency for each.");

    private final long lengthNs;
    private final boolean changesLeader;
    private final String sentence;
    private final String expectation;

    DrillKind(final long lengthMs, final boolean changesLeader, final String sentence, final String expectation) {
        lengthNs = TimeUnit.MILLISECONDS.toNanos(lengthMs);
        this.changesLeader = changesLeader;
        this.sentence = sentence;
        this.expectation = expectation;
    }

    /** As people write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The kind that people write so. */
    public static Optional<DrillKind> of(final String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    /** How long it lasts unless said otherwise, in nanoseconds; 0 for what has no length. */
    public long lengthNs() {
        return lengthNs;
    }

    /** Whether another leader afterwards is no surprise. */
    public boolean changesLeader() {
        return changesLeader;
    }

    /** What happens. */
    public String sentence() {
        return sentence;
    }

    /** What must hold, and what is printed. */
    public String expectation() {
        return expectation;
    }

    /** Whether the cluster is lost with it. */
    public boolean isTheEnd() {
        return this == KILL_MAJORITY;
    }

    /** Whether a replica can be named as its target. */
    public boolean hasTarget() {
        return switch (this) {
            case KILL_FOLLOWER, PAUSE_FOLLOWER, STUCK_APPLICATION, CORRUPT_REPLICA, MOVE_LEADER -> true;
            default -> false;
        };
    }
}
