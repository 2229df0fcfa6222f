package io.muex.load.report;

import io.muex.load.check.Ledger;
import io.muex.load.cluster.Agreement;
import io.muex.load.drill.DrillResult;
import io.muex.load.drill.Failover;
import io.muex.load.play.PlayResult;
import java.util.ArrayList;
import java.util.List;

/**
 * The figures of one run; as JSON the names of the components are the keys.
 *
 * @param commandsSubmitted     commands that carry out operations of the flow
 * @param commandsAnswered      how many of them were answered to the last report
 * @param unansweredAtKill      commands that had been sent and not answered when a leader was killed or paused, summed
 * @param lost                  commands of which the client never learned what became of them
 * @param duplicated            reports that came again, or for nothing
 * @param reordered             reports not in the order of their commands or events
 * @param notExecuted           commands that the client was told were not executed
 * @param stateHashesAgree      whether all live replicas ended at the same index in the same state
 * @param replicas              at the end, by id
 * @param failovers             changes of leader
 * @param latency               from the time an operation was due to its last report
 * @param throughputPerSecond   operations answered per second
 * @param durationSeconds       of the flow, without the time it was held
 * @param heldSeconds           how long the flow was held so that the cluster was whole before the next fault
 * @param flow                  what was played
 * @param problems              everything that did not hold, in words; empty if the run held
 * @param environment           where the figures come from
 */
public record RunReport(long commandsSubmitted, long commandsAnswered, long unansweredAtKill, long lost,
    long duplicated, long reordered, long notExecuted, boolean stateHashesAgree, List<ReplicaEntry> replicas,
    List<Failover> failovers, Latency latency, double throughputPerSecond, double durationSeconds, double heldSeconds,
    FlowFigures flow, List<String> problems, Environment environment) {
    private static final double SECOND_NS = 1e9;

    /**
     * Puts a report together.
     *
     * @param source    name of the flow
     * @param rate      at which it was played
     * @param play      what the player says
     * @param ledger    what the ledger found
     * @param agreement of the replicas at the end
     * @param drill     what was broken
     * @param failures  what else went wrong, in words
     */
    public static RunReport of(final String source, final int rate, final PlayResult play, final Ledger ledger,
                               final Agreement agreement, final DrillResult drill,
                               final List<String> failures) {
        final List<String> problems = new ArrayList<>(failures);
        problems.addAll(problems(play, ledger, agreement, drill));
        return new RunReport(ledger.commandsSubmitted(), ledger.commandsAnswered(), drill.unansweredAtKill(),
            ledger.lost(), ledger.duplicated(), ledger.reordered(), ledger.notExecuted(), agreement.hashesAgree(),
            agreement.replicas().stream().map(ReplicaEntry::of).toList(), drill.failovers(),
            Latency.ofNanoseconds(play.latency()), play.throughputPerSecond(), play.playedNs() / SECOND_NS,
            play.heldNs() / SECOND_NS,
            FlowFigures.of(source, play.operations(), play.flow(), rate, play.lateSends()),
            List.copyOf(problems), Environment.here());
    }

    private static List<String> problems(
        final PlayResult play, final Ledger ledger, final Agreement agreement, final DrillResult drill) {
        final List<String> problems = new ArrayList<>();
        if (play.flow().malformedLines() > 0) {
            problems.add(play.flow().malformedLines() + " lines of the input could not be read");
        }
        if (!play.isComplete()) {
            problems.add("the flow was not played to its end; " + play.unanswered() + " commands were not settled");
        }
        if (!ledger.holds()) {
            problems.add(ledger.lost() + " lost, " + ledger.duplicated() + " duplicated, " + ledger.reordered()
                + " reordered");
            problems.addAll(ledger.findings());
        }
        if (!agreement.sameIndex()) {
            problems.add("live replicas did not come to the same index: " + agreement.replicas());
        } else if (!agreement.hashesAgree()) {
            problems.add("replicas do not agree on their state: " + agreement.replicas());
        }
        if (drill.happened() != drill.planned()) {
            problems.add(drill.happened() + " of " + drill.planned() + " faults happened");
        }
        problems.addAll(drill.problems());
        return problems;
    }

    /** Whether everything held. */
    public boolean holds() {
        return problems.isEmpty();
    }
}
