package io.muex.load.drill.run;

import io.muex.load.drill.Failover;
import io.muex.load.drill.kind.FaultEntry;
import io.muex.load.report.Environment;
import io.muex.load.report.Latency;
import io.muex.load.report.ReplicaEntry;
import java.util.List;
import java.util.Map;

/**
 * The figures of one drill; as JSON the names of the components are the keys.
 *
 * @param drill                   what it was
 * @param seed                    of the flow and of every choice
 * @param commandsSubmitted       commands that carry out operations of the flow
 * @param commandsAnswered        how many of them were answered to the last report
 * @param unansweredAtKill        commands that had been sent and not answered when a fault began, summed
 * @param lost                    commands of which the client never learned what became of them, although a majority
 *                                of the replicas lives
 * @param duplicated              reports that came again, or for nothing
 * @param reordered               reports not in the order of their commands or events
 * @param notExecuted             commands that the client was told were not executed
 * @param unansweredAtEnd         commands still open when the drill ended: where the majority was killed they stay so
 * @param refusals                how often the client was told BUSY; nothing is dropped then, but sent late
 * @param reportsCompared         reports of the client that were compared with those of the order book alone
 * @param reportsAgree            whether they are the same
 * @param stateHashesAgree        whether all live replicas ended at the same index in the same state
 * @param replicas                at the end, by id
 * @param faults                  everything that was broken, in order
 * @param counts                  how often each kind happened
 * @param kills                   processes killed
 * @param failovers               changes of leader that faults caused
 * @param percentiles             of each phase over all failovers
 * @param falseSuspicions         changes of leader that no fault explains
 * @param falseSuspicionsPerHour  the same per hour of the drill
 * @param latency                 from the time an operation was due to its last report
 * @param ratePerSecond           at which operations were due
 * @param lateSends               operations that were sent more than a millisecond after they were due
 * @param throughputPerSecond     operations answered per second
 * @param durationSeconds         of the flow
 * @param problems                everything that did not hold, in words; empty if the drill held
 * @param environment             where the figures come from
 */
public record DrillReport(String drill, long seed, long commandsSubmitted, long commandsAnswered,
    long unansweredAtKill, long lost, long duplicated, long reordered, long notExecuted, long unansweredAtEnd,
    long refusals, long reportsCompared, boolean reportsAgree, boolean stateHashesAgree, List<ReplicaEntry> replicas,
    List<FaultEntry> faults, Map<String, Long> counts, int kills, List<Failover> failovers,
    List<PhaseLatency> percentiles, long falseSuspicions, double falseSuspicionsPerHour, Latency latency,
    int ratePerSecond, long lateSends, double throughputPerSecond, double durationSeconds, List<String> problems,
    Environment environment) {
    /** Whether everything held. */
    public boolean holds() {
        return problems.isEmpty();
    }
}
