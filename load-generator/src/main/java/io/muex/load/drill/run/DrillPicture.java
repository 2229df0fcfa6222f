package io.muex.load.drill.run;

import io.muex.load.drill.Failover;
import io.muex.load.drill.kind.FaultEntry;
import io.muex.load.report.Latency;
import io.muex.load.report.ReplicaEntry;
import java.util.List;
import java.util.Locale;

/** A drill in words and figures for people: a line or two for each fault while it goes on, and a summary. */
public final class DrillPicture {
    private static final int WIDTH = 10;

    private DrillPicture() {
    }

    /** One fault. */
    public static String line(final FaultEntry fault, final List<Failover> failovers) {
        final StringBuilder text = new StringBuilder(format("%4d  %7.1f s  %s, %s: %,d unanswered, client gap %s",
            fault.number(), fault.atSeconds(), fault.kind(), fault.target(), fault.unanswered(),
            micros(fault.clientGapMicros())));
        text.append(format(", longest latency %,.0f us", fault.maxLatencyMicros()));
        text.append(fault.wholeAfterSeconds() < 0 ? ", not whole again"
            : format(", whole after %.1f s", fault.wholeAfterSeconds()));
        for (final Failover failover : failovers) {
            text.append(format("%n                 leader %d -> %s: suspected %s, switched %s, caught up %s, leads %s, "
                    + "first client commit %s",
                failover.killed(), failover.newLeader() == 0 ? "nobody" : failover.newLeader(),
                micros(failover.detectMicros()), micros(failover.switchMicros()), micros(failover.catchUpMicros()),
                micros(failover.firstCommitMicros()), micros(failover.firstClientCommitMicros())));
        }
        if (fault.ratios() != null) {
            text.append(format("%n                 disturbed over undisturbed, %d pairs: p50 %s, p99 %s",
                fault.ratios().pairs(), spread(fault.ratios().p50()), spread(fault.ratios().p99())));
        }
        fault.notes().forEach(note -> text.append(format("%n                 %s", note)));
        return text.toString();
    }

    /** The whole drill, without the lines of its faults. */
    public static String summary(final DrillReport report) {
        final StringBuilder text = new StringBuilder();
        text.append(format("%n%s, seed %d: %d faults, %d processes killed, in %.0f s%n", report.drill(),
            report.seed(), report.faults().size(), report.kills(), report.durationSeconds()));
        if (report.counts().size() > 1) {
            report.counts().forEach((kind, count) -> text.append(format("  %-22s %,6d%n", kind, count)));
        }
        phases(text, report.percentiles());
        text.append(format("commands   %,d submitted, %,d answered, %,d unanswered at faults, %,d at the end%n",
            report.commandsSubmitted(), report.commandsAnswered(), report.unansweredAtKill(),
            report.unansweredAtEnd()));
        text.append(format("           %,d lost, %,d duplicated, %,d reordered, %,d not executed, BUSY %,d times%n",
            report.lost(), report.duplicated(), report.reordered(), report.notExecuted(), report.refusals()));
        text.append(format("reports    %,d compared with those of the order book alone: %s%n",
            report.reportsCompared(), report.reportsAgree() ? "the same" : "NOT THE SAME"));
        text.append(format("leaders    %,d replaced although no fault was the reason: %.1f an hour%n",
            report.falseSuspicions(), report.falseSuspicionsPerHour()));
        final Latency latency = report.latency();
        text.append(format("latency    us, since due: p50 %,.1f  p90 %,.1f  p99 %,.1f  p99.9 %,.1f  max %,.1f%n",
            latency.p50(), latency.p90(), latency.p99(), latency.p999(), latency.max()));
        text.append(format("rate       %,d/s due, %,.0f/s answered, %,d sent late%n", report.ratePerSecond(),
            report.throughputPerSecond(), report.lateSends()));
        for (final ReplicaEntry replica : report.replicas()) {
            text.append(format("replica %d  %-9s applied %,d, state %s, start %d%n", replica.id(), replica.role(),
                replica.appliedIndex(), replica.stateHash(), replica.incarnation()));
        }
        text.append(report.stateHashesAgree() ? "replicas   agree\n" : "replicas   DO NOT AGREE\n");
        text.append(report.holds() ? "held" : "DID NOT HOLD");
        report.problems().forEach(problem -> text.append("\n  ").append(problem));
        return text.toString();
    }

    private static void phases(final StringBuilder text, final List<PhaseLatency> phases) {
        if (phases.stream().allMatch(phase -> phase.reached() == 0)) {
            return;
        }
        text.append(format("%-26s %6s %" + WIDTH + "s %" + WIDTH + "s %" + WIDTH + "s%n",
            "since the fault, us", "count", "p50", "p99", "max"));
        for (final PhaseLatency phase : phases) {
            text.append(format("  %-24s %,6d %," + WIDTH + ".0f %," + WIDTH + ".0f %," + WIDTH + ".0f%n",
                phase.name().replace("Micros", ""), phase.reached(), phase.latency().p50(), phase.latency().p99(),
                phase.latency().max()));
        }
    }

    private static String spread(final FaultEntry.Spread spread) {
        return format("%.3f (%.3f to %.3f)", spread.median(), spread.min(), spread.max());
    }

    private static String micros(final long micros) {
        return micros == Failover.NOT_REACHED ? "not reached" : format("%,d us", micros);
    }

    private static String format(final String format, final Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
