package io.muex.load.drill.abuse;

import io.muex.load.report.Environment;
import io.muex.load.report.ReplicaEntry;
import java.util.List;
import java.util.Map;

/**
 * The figures of the drill; as JSON the names of the components are the keys.
 *
 * @param drill             what it was
 * @param seed              of every choice
 * @param seconds           how long processes were killed and paused
 * @param sessions          that traded
 * @param gateways          in the cluster
 * @param faults            everything that was done, in order
 * @param counts            how often each kind happened
 * @param longestGapMillis  for each kind the longest time without an answer that a session had around such a fault
 * @param commands          sent
 * @param commandsAnswered  to the last report
 * @param lost              never answered
 * @param duplicated        reports that came twice, or for nothing
 * @param reordered         reports out of order
 * @param sentAgain         commands that a new client sent again because the exchange had not executed them
 * @param reports           that sessions heard
 * @param established       times that a client was established
 * @param clientLives       times that a client process began
 * @param moves             sessions that their clients moved to another gateway
 * @param foreignAttempts   changes of orders of other sessions that were tried, and refused as unknown
 * @param booksOfReplicas   books as replicas answered that were compared with those made of reports
 * @param booksOfFeed       books made of the feed that were compared with those made of reports
 * @param booksThreeWay     books that were compared in all three forms as of the same event
 * @param feedPackets       that came to the reader of the feed
 * @param feedDropped       that it threw away
 * @param feedGaps          times that it missed something
 * @param feedLosses        times that this could not be had again, so that snapshots took its place
 * @param stateHashesAgree  whether all replicas ended at the same index in the same state
 * @param replicas          at the end, by id
 * @param problems          everything that did not hold, in words; empty if the drill held
 * @param environment       where the figures come from
 */
public record AbuseReport(String drill, long seed, int seconds, int sessions, int gateways, List<AbuseFault> faults,
    Map<String, Long> counts, Map<String, Long> longestGapMillis, long commands, long commandsAnswered, long lost,
    long duplicated, long reordered, long sentAgain, long reports, long established, long clientLives, long moves,
    long foreignAttempts, long booksOfReplicas, long booksOfFeed, long booksThreeWay, long feedPackets,
    long feedDropped, long feedGaps, long feedLosses, boolean stateHashesAgree, List<ReplicaEntry> replicas,
    List<String> problems, Environment environment) {
    /** Whether everything held. */
    public boolean holds() {
        return problems.isEmpty();
    }

    /** The report for people, several lines. */
    public String summary() {
        final StringBuilder text = new StringBuilder();
        text.append("%d faults in %d s (seed %d)%n".formatted(faults.size(), seconds, seed));
        counts.forEach((kind, count) -> text.append("  %-15s %3d   longest gap of a session %,6d ms%n".formatted(
            kind, count, longestGapMillis.get(kind))));
        text.append("%,d commands of %d sessions: %,d answered, %d lost, %d duplicated, %d reordered, %,d sent again%n"
            .formatted(commands, sessions, commandsAnswered, lost, duplicated, reordered, sentAgain));
        text.append("%,d reports; clients established %,d times, %d client processes, %d moves to another gateway%n"
            .formatted(reports, established, clientLives, moves));
        text.append("%,d attempts on orders of other sessions, all refused as unknown%n".formatted(foreignAttempts));
        text.append(("books compared with those made of reports: %,d of replicas, %,d of the feed, %,d of all three;"
            + " feed: %,d packets, %,d dropped, %,d gaps, %,d losses%n").formatted(booksOfReplicas, booksOfFeed,
            booksThreeWay, feedPackets, feedDropped, feedGaps, feedLosses));
        text.append("replicas ").append(stateHashesAgree ? "agree" : "DO NOT AGREE").append(": ").append(replicas)
            .append(System.lineSeparator());
        problems.forEach(problem -> text.append("PROBLEM: ").append(problem).append(System.lineSeparator()));
        return text.append(holds() ? "held" : "DID NOT HOLD").toString();
    }
}
