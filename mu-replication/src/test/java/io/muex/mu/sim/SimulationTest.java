package io.muex.mu.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulationTest {
    private static final int SEEDS = Integer.getInteger("muex.sim.seeds", 200);
    private static final double SECOND_NS = 1e9;

    @Test
    void shouldKeepEveryInvariantUnderSeededFaultsAndMeetEverySituation() {
        // New seeds at every build; a failing one is printed and gives the same run again.
        final long first = Long.getLong("muex.sim.first", System.currentTimeMillis() / 1000 % 1_000_000_000);
        System.out.println("simulated seeds " + first + " to " + (first + SEEDS - 1));
        final Coverage coverage = new Coverage();
        long leaderChanges = 0;
        long commands = 0;
        int tooLittle = 0;
        final List<Outcome> outcomes = LongStream.range(first, first + SEEDS).parallel()
            .mapToObj(seed -> Simulation.run(seed, Profile.of(seed))).toList();
        for (final Outcome outcome : outcomes) {
            hold(outcome);
            leaderChanges += outcome.leaderChanges();
            commands += outcome.commands();
            tooLittle += outcome.commands() < 200 || outcome.leaderChanges() < 3 ? 1 : 0;
            coverage.add(outcome.coverage());
        }
        assertTrue(leaderChanges > 3 * SEEDS, "leaders hardly changed: " + leaderChanges);
        assertTrue(commands > SEEDS * 200, "hardly anything was settled: " + commands);
        assertTrue(tooLittle <= SEEDS / 10, "too little happened in " + tooLittle + " seeds");
        assertEquals(List.of(), neverHappened(coverage), "from seed " + first);
    }

    private static List<Enum<?>> neverHappened(final Coverage coverage) {
        final List<Enum<?>> never = new ArrayList<>();
        coverage.faults().forEach((kind, count) -> {
            if (count == 0) {
                never.add(kind);
            }
        });
        coverage.situations().forEach((situation, count) -> {
            if (count == 0) {
                never.add(situation);
            }
        });
        return never;
    }

    @Test
    void shouldBeAsRoughAsTheHarshProfileSays() {
        long simulatedNs = 0;
        long switches = 0;
        final Coverage coverage = new Coverage();
        long crashes = 0;
        for (final Outcome outcome : LongStream.rangeClosed(1, 30).parallel()
            .mapToObj(seed -> hold(Simulation.run(seed, Profile.HARSH))).toList()) {
            simulatedNs += outcome.simulatedNs();
            switches += outcome.permissionSwitches();
            crashes += outcome.crashes();
            coverage.add(outcome.coverage());
        }
        final double seconds = simulatedNs / SECOND_NS;
        assertTrue(switches > 100 * seconds, "permission switches: " + switches + " in " + seconds + " s");
        assertTrue(coverage.of(FaultKind.PAUSE) > 10 * seconds, "pauses: " + coverage.of(FaultKind.PAUSE));
        assertTrue(coverage.of(FaultKind.BROKEN_CONNECTION) > 5 * seconds,
            "broken connections: " + coverage.of(FaultKind.BROKEN_CONNECTION));
        assertTrue(crashes > seconds, "crashes: " + crashes);
    }

    /** Seeds that once failed, each for a reason of its own. */
    @ParameterizedTest
    @CsvSource({
        "185, mild", // an inheritance ended at its base instead of where copying ended
        "212, asymmetric", // a target that followed a newer leader was started beyond what the old one knew as chosen
        "398, asymmetric", // the same, seen as a chosen value written again
        "1026, harsh", // a learner whose grant was lost was never asked again
        "6020, mild", // undecided entries below what was applied from a peer were handed out as chosen
        "6022, harsh", // the same with three replicas
        "6043, mild", // the same
        "21773, asymmetric", // a learner that was fed again was taken for starved and never admitted
        "701889, contended", // an inherited entry that was never chosen was handed out as history
        "5006, asymmetric" // a follower that had promised more to a failed candidate was never regained
    })
    void shouldHoldWhatOnceFailed(final long seed, final String profile) {
        hold(Simulation.run(seed, Profile.named(profile)));
    }

    @Test
    void shouldGiveTheSameRunForTheSameSeed() {
        for (final String profile : Profile.names()) {
            final Outcome first = hold(Simulation.run(7, Profile.named(profile)));
            final Outcome again = hold(Simulation.run(7, Profile.named(profile)));
            assertEquals(first.traceHash(), again.traceHash());
            assertEquals(first.commands(), again.commands());
            assertEquals(first.operations(), again.operations());
            assertEquals(first.coverage().situations(), again.coverage().situations());
        }
    }

    private static Outcome hold(final Outcome outcome) {
        if (!outcome.held()) {
            throw new AssertionError("again: muex simulate --seeds " + outcome.seed() + ".." + outcome.seed()
                + " --profile " + outcome.profile().name(), outcome.failure());
        }
        return outcome;
    }
}
