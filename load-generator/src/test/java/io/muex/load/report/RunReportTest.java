package io.muex.load.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.load.EventsForTests;
import io.muex.load.check.Ledger;
import io.muex.load.cluster.Agreement;
import io.muex.load.cluster.ReplicaStatus;
import io.muex.load.drill.DrillResult;
import io.muex.load.drill.Failover;
import io.muex.load.flow.FlowCounts;
import io.muex.load.play.PlayResult;
import io.muex.mu.Role;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReportTest {
    private static final Failover FAILOVER = new Failover(1, 2, 300, 500, 600, 700, 900, 1_100, 3);
    private final Histogram latency = new Histogram(3);
    private final Ledger ledger = new Ledger();

    @Test
    void shouldHaveTheKeysThatProgramsRelyOn() {
        assertTrue(keys(RunReport.class).containsAll(List.of("commandsSubmitted", "commandsAnswered",
            "unansweredAtKill", "lost", "duplicated", "reordered", "stateHashesAgree", "replicas", "failovers",
            "environment")));
        assertTrue(keys(ReplicaEntry.class).containsAll(List.of("id", "role", "appliedIndex", "stateHash")));
        assertTrue(keys(Failover.class).containsAll(List.of("killed", "newLeader", "detectMicros", "switchMicros",
            "catchUpMicros", "firstCommitMicros", "firstClientCommitMicros", "clientGapMicros")));
        assertEquals(List.of("cpu", "cores", "jdk", "gc", "flags", "commit"), keys(Environment.class));
        assertTrue(keys(Latency.class).containsAll(List.of("unit", "count", "p50", "p90", "p99", "p999", "max")));
    }

    @Test
    void shouldHoldWhenEverythingDid() {
        final RunReport report = report(play(true, 0), agreement(5, 5), drill(1, 1));
        assertTrue(report.holds(), report::toString);
        assertEquals(3, report.unansweredAtKill());
        assertEquals("LEADER", report.replicas().getFirst().role());
        assertEquals("0000000000000005", report.replicas().getFirst().stateHash());
    }

    @Test
    void shouldSayWhatDidNotHold() {
        expect(report(play(true, 2), agreement(5, 5), drill(1, 1)), "2 lines of the input");
        expect(report(play(false, 0), agreement(5, 5), drill(1, 1)), "not played to its end");
        expect(report(play(true, 0), agreement(5, 6), drill(1, 1)), "do not agree");
        expect(report(play(true, 0), new Agreement(false, false, List.of()), drill(1, 1)), "same index");
        expect(report(play(true, 0), agreement(5, 5), drill(2, 1)), "1 of 2 faults");
        final RunReport failed = RunReport.of(
            "test", 1, play(true, 0), ledger, agreement(5, 5), drill(1, 1), List.of("no good"));
        assertEquals(List.of("no good"), failed.problems());
        ledger.onReport(EventsForTests.report(1, 7, 1, true));
        expect(report(play(true, 0), agreement(5, 5), drill(1, 1)), "1 duplicated");
    }

    @Test
    void shouldDrawAPicture() {
        for (int i = 1; i <= 1_000; i++) {
            latency.recordValue(i * 1_000L);
        }
        final String picture =
            RunPicture.draw(report(play(true, 0), agreement(5, 5), drill(1, 1)), new BookView(), true);
        assertTrue(picture.contains("failover 1: leader 1 -> 2, 3 commands unanswered"), picture);
        assertTrue(picture.lines().anyMatch(line -> line.matches("  suspected            #+ +300")), picture);
        assertTrue(picture.lines().anyMatch(line -> line.matches("  client gap           #{40} +1,100")), picture);
        assertTrue(picture.contains("p50 500.2") || picture.contains("p50 500.0"), picture);
        assertTrue(picture.lines().allMatch(line -> line.length() <= 80), picture);
        assertTrue(picture.contains("\nheld\n"), picture);
        assertTrue(picture.chars().allMatch(character -> character < 0x7F), picture);
    }

    @Test
    void shouldReadTheCommitWithoutGit(@TempDir final Path git) throws Exception {
        final String hash = "0123456789abcdef0123456789abcdef01234567";
        Files.writeString(git.resolve("HEAD"), "ref: refs/heads/main\n");
        Files.writeString(git.resolve("packed-refs"), "# pack-refs\n" + hash + " refs/heads/main\n");
        assertEquals("0123456789ab", Environment.head(git).orElseThrow());
        Files.createDirectories(git.resolve("refs/heads"));
        Files.writeString(git.resolve("refs/heads/main"), "f" + hash.substring(1) + "\n");
        assertEquals("f123456789ab", Environment.head(git).orElseThrow());
        Files.writeString(git.resolve("HEAD"), hash + "\n");
        assertEquals("0123456789ab", Environment.head(git).orElseThrow());
        assertTrue(Environment.head(git.resolve("nowhere")).isEmpty());
        assertTrue(Environment.here().cores() > 0);
    }

    private RunReport report(final PlayResult play, final Agreement agreement, final DrillResult drill) {
        return RunReport.of("test", 2_000, play, ledger, agreement, drill, List.of());
    }

    private PlayResult play(final boolean isComplete, final long malformed) {
        return new PlayResult(
            new FlowCounts(10, 0, 0, malformed), 10, 11, 0, isComplete, latency, 0, 1_000_000_000L, 0);
    }

    private static Agreement agreement(final long first, final long second) {
        return Agreement.of(List.of(
            new ReplicaStatus(1, 1, true, Role.LEADER, 9, true, 9, 40, 40, 40, first, 0),
            new ReplicaStatus(2, 1, true, Role.FOLLOWER, 0, true, 9, 40, 40, 40, second, 0)));
    }

    private static DrillResult drill(final int planned, final int happened) {
        return new DrillResult(planned, happened, List.of(FAILOVER), List.of());
    }

    private static void expect(final RunReport report, final String problem) {
        assertFalse(report.holds());
        assertTrue(report.problems().stream().anyMatch(text -> text.contains(problem)), report.problems()::toString);
    }

    private static List<String> keys(final Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
    }
}
