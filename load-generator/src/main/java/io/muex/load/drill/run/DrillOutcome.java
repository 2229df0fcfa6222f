package io.muex.load.drill.run;

import io.muex.load.check.Ledger;
import io.muex.load.cluster.Agreement;
import io.muex.load.cluster.TakeOver;
import io.muex.load.drill.Failover;
import io.muex.load.drill.kind.Account;
import io.muex.load.drill.kind.DrillStep;
import io.muex.load.drill.kind.FaultEntry;
import io.muex.load.play.PlayResult;
import io.muex.load.play.Player;
import io.muex.load.report.Environment;
import io.muex.load.report.Latency;
import io.muex.load.report.ReplicaEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a drill comes to. The drill's thread, but for {@link #problem}, which is any thread's. */
final class DrillOutcome {
    private static final double SECOND_NS = 1e9;
    private static final double HOUR_SECONDS = 3_600;

    private final DrillPlan plan;
    private final Ledger ledger;
    private final EventCheck events;
    private final List<FaultEntry> faults = new ArrayList<>();
    private final List<FaultWindow> windows = new ArrayList<>();
    private final List<Failover> failovers = new ArrayList<>();
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private int kills;
    private long beganNs;

    DrillOutcome(final DrillPlan plan, final Ledger ledger, final EventCheck events) {
        this.plan = plan;
        this.ledger = ledger;
        this.events = events;
    }

    void began(final long nowNs) {
        beganNs = nowNs;
    }

    void problem(final String what) {
        problems.add(what);
    }

    int faults() {
        return faults.size();
    }

    int kills() {
        return kills;
    }

    FaultEntry add(final Account account, final DrillStep step, final long nowNs) {
        final FaultEntry entry = account.entry(beganNs);
        faults.add(entry);
        windows.add(new FaultWindow(account.beganNs(nowNs), nowNs, step.kind().changesLeader()));
        failovers.addAll(account.failovers());
        problems.addAll(account.problems());
        kills += account.kills();
        return entry;
    }

    /**
     * The report; the run is over.
     *
     * @param isEnd whether the cluster was lost on purpose: then what is unanswered stays so
     */
    DrillReport report(final Player player, final Agreement agreement, final List<TakeOver> changes,
                       final boolean isEnd) throws IOException {
        final PlayResult played = player.result();
        final long open = played.unanswered();
        final long lost = ledger.lost() - (isEnd ? open : 0);
        final OptionalLong parts = events.partsFrom(played.operations(), open == 0);
        judge(lost, isEnd ? 0 : open, parts);
        compare(agreement, isEnd);
        final long suspicions = FaultWindow.unexplained(changes, windows);
        final double seconds = (System.nanoTime() - beganNs) / SECOND_NS;
        return new DrillReport(plan.title(), plan.seed(), ledger.commandsSubmitted(), ledger.commandsAnswered(),
            faults.stream().mapToLong(FaultEntry::unanswered).sum(), lost, ledger.duplicated(), ledger.reordered(),
            ledger.notExecuted(), open, player.counters().refusals(), events.lines(), parts.isEmpty(),
            agreement.hashesAgree(), agreement.replicas().stream().map(ReplicaEntry::of).toList(),
            List.copyOf(faults), counts(), kills, List.copyOf(failovers), PhaseLatency.of(failovers), suspicions,
            suspicions * HOUR_SECONDS / seconds, Latency.ofNanoseconds(played.latency()), plan.rate(),
            played.lateSends(), played.throughputPerSecond(), played.playedNs() / SECOND_NS, List.copyOf(problems),
            Environment.here());
    }

    private void judge(final long lost, final long open, final OptionalLong parts) {
        if (lost != 0 || ledger.duplicated() != 0 || ledger.reordered() != 0) {
            problems.add(lost + " lost, " + ledger.duplicated() + " duplicated, " + ledger.reordered()
                + " reordered");
            problems.addAll(ledger.findings());
        }
        if (ledger.notExecuted() != 0) {
            problems.add(ledger.notExecuted() + " commands were not executed");
        }
        if (open != 0) {
            problems.add(open + " commands were not settled");
        }
        if (parts.isPresent()) {
            problems.add("what the client saw is not what the order book says, from about report "
                + parts.getAsLong() + " on");
        }
        if (faults.isEmpty() && problems.isEmpty()) {
            problems.add("nothing was broken");
        }
    }

    /** Without a majority nobody can bring the others to its index, so only replicas at one index are comparable. */
    private void compare(final Agreement agreement, final boolean isEnd) {
        if (!agreement.sameIndex() && isEnd) {
            return;
        }
        if (!agreement.sameIndex()) {
            problems.add("live replicas did not come to the same index: " + agreement.replicas());
        } else if (!agreement.hashesAgree()) {
            problems.add("replicas do not agree on their state: " + agreement.replicas());
        }
    }

    private Map<String, Long> counts() {
        final Map<String, Long> counts = new TreeMap<>();
        faults.forEach(fault -> counts.merge(fault.kind(), 1L, Long::sum));
        return counts;
    }
}
