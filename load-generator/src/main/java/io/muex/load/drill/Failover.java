package io.muex.load.drill;

import io.muex.load.cluster.TakeOver;
import io.muex.load.play.KillWatch;

/**
 * One change of leader under load. All times count from just before the fault, on one monotonic clock, and are
 * cumulative; -1 = not reached.
 *
 * @param killed                   id of the leader that was killed or paused
 * @param newLeader                id of its successor; 0 if there was none
 * @param detectMicros             the successor suspects the leader
 * @param switchMicros             it holds the write permission of a majority
 * @param catchUpMicros            it has adopted what earlier leaders left
 * @param firstCommitMicros        its LEAD entry is committed
 * @param firstClientCommitMicros  the first command of a client is committed under it
 * @param clientGapMicros          the client sees the first report for a command that was due after the fault
 * @param unanswered               commands that had been sent and not answered when the fault began
 */
public record Failover(int killed, int newLeader, long detectMicros, long switchMicros, long catchUpMicros,
    long firstCommitMicros, long firstClientCommitMicros, long clientGapMicros, long unanswered) {
    /** Stands for a phase that was not reached. */
    public static final long NOT_REACHED = -1;

    private static final long MICRO_NS = 1_000;

    /**
     * Puts together what replicas and client saw.
     *
     * @param killed   the leader that was
     * @param takeOver of its successor; null if there was none
     * @param watch    the client's side
     */
    public static Failover of(final int killed, final TakeOver takeOver, final KillWatch watch) {
        final long gap = watch.isOver() ? watch.gapNs() / MICRO_NS : NOT_REACHED;
        if (takeOver == null) {
            return new Failover(killed, 0, NOT_REACHED, NOT_REACHED, NOT_REACHED, NOT_REACHED, NOT_REACHED, gap,
                watch.unanswered());
        }
        final long atNs = watch.atNs();
        return new Failover(killed, takeOver.leader(), micros(takeOver.suspectedNs(), atNs),
            micros(takeOver.switchedNs(), atNs), micros(takeOver.caughtUpNs(), atNs), micros(takeOver.ledNs(), atNs),
            micros(takeOver.firstClientNs(), atNs), gap, watch.unanswered());
    }

    private static long micros(final long phaseNs, final long faultNs) {
        return phaseNs == 0 ? NOT_REACHED : (phaseNs - faultNs) / MICRO_NS;
    }

    /** Whether every phase was reached. */
    public boolean isComplete() {
        return newLeader != 0 && detectMicros != NOT_REACHED && switchMicros != NOT_REACHED
            && catchUpMicros != NOT_REACHED && firstCommitMicros != NOT_REACHED
            && firstClientCommitMicros != NOT_REACHED && clientGapMicros != NOT_REACHED;
    }
}
