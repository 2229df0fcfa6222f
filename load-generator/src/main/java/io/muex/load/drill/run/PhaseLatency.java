package io.muex.load.drill.run;

import io.muex.load.drill.Failover;
import io.muex.load.report.Latency;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;

/**
 * One phase over all failovers of a drill, cumulative from just before the fault.
 *
 * @param name    of the phase, as in a failover
 * @param reached how many failovers reached it; the others are not in the distribution
 * @param latency its distribution
 */
public record PhaseLatency(String name, long reached, Latency latency) {
    private static final int DIGITS = 3;
    private static final long MICRO_NS = 1_000;

    /** All phases over those failovers in which there was a successor. */
    static List<PhaseLatency> of(final List<Failover> failovers) {
        final List<PhaseLatency> phases = new ArrayList<>();
        phases.add(of("detectMicros", failovers, Failover::detectMicros));
        phases.add(of("switchMicros", failovers, Failover::switchMicros));
        phases.add(of("catchUpMicros", failovers, Failover::catchUpMicros));
        phases.add(of("firstCommitMicros", failovers, Failover::firstCommitMicros));
        phases.add(of("firstClientCommitMicros", failovers, Failover::firstClientCommitMicros));
        phases.add(of("clientGapMicros", failovers, Failover::clientGapMicros));
        return phases;
    }

    private static PhaseLatency of(
        final String name, final List<Failover> failovers, final ToLongFunction<Failover> phase) {
        final Histogram histogram = new Histogram(DIGITS);
        histogram.setAutoResize(true);
        failovers.stream().filter(failover -> failover.newLeader() != 0).mapToLong(phase)
            .filter(micros -> micros != Failover.NOT_REACHED)
            .forEach(micros -> histogram.recordValue(Math.max(0, micros) * MICRO_NS));
        return new PhaseLatency(name, histogram.getTotalCount(), Latency.ofNanoseconds(histogram));
    }
}
