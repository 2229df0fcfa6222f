package io.muex.load.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.exchange.config.ClusterConfig;
import io.muex.exchange.trace.TraceReplay;
import io.muex.load.access.ClusterAccess;
import io.muex.load.cluster.ClusterObserver;
import io.muex.load.drill.Failover;
import io.muex.load.drill.FaultPlan;
import io.muex.load.flow.FlowProfile;
import io.muex.load.play.PlayCounters;
import io.muex.load.play.PlayPlan;
import io.muex.load.report.RunPicture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs on real processes, killed for real. */
@Timeout(120)
class ClusterRunSystemTest {
    private static final int RATE = 2_000;

    @TempDir
    private Path directory;
    private Path memory;
    private ClusterConfig config;
    private LocalCluster cluster;
    private final List<String> story = new ArrayList<>();

    private final RunProgress progress = new RunProgress() {
        @Override
        public void onStage(final String stage) {
            story.add(stage);
        }

        @Override
        public void onProgress(final PlayCounters counters, final long operations) {
            // Nobody watches.
        }

        @Override
        public void onMalformedLine(final String file, final long line, final String problem) {
            story.add(file + ":" + line + ": " + problem);
        }
    };

    @BeforeEach
    void start() throws Exception {
        memory = Files.createTempDirectory(
            Files.isDirectory(Path.of("/dev/shm")) ? Path.of("/dev/shm") : directory, "muex-test-");
        config = ClusterProcess.config(directory.resolve("home"), memory.resolve("cluster"), 3);
        cluster = LocalCluster.start(config, ClusterProcess.commands(config), story::add);
    }

    @AfterEach
    void close() throws IOException {
        if (cluster != null) {
            cluster.close();
        }
        assertFalse(Files.exists(config.memory()), "the cluster leaves nothing in memory");
        assertFalse(Files.exists(config.home()), "nor on disk");
        Files.delete(memory);
    }

    @Test
    void shouldLoseNothingWhenLeadersAreKilled() throws Exception {
        final Path events = directory.resolve("events");
        final FlowProfile profile = FlowProfile.of(9, 6_000);
        final RunOutcome outcome = run(FlowSource.generated(profile), FaultPlan.parse("kill", 2), events);
        final String picture = RunPicture.draw(outcome.report(), outcome.book(), true);
        assertTrue(outcome.report().holds(), () -> picture + story);
        assertEquals(6_001, outcome.report().commandsAnswered());
        assertEquals(2, outcome.report().failovers().size());
        for (final Failover failover : outcome.report().failovers()) {
            assertTrue(failover.isComplete(), picture);
        }
        assertTrue(outcome.report().unansweredAtKill() > 0, picture);
        assertEquals(List.of(), cluster.unexpectedEnds());
    }

    @Test
    void shouldSayTheSameWithAndWithoutKills() throws Exception {
        final Path input = directory.resolve("flow.ops");
        Files.writeString(input, """
            > BOOK 5
            > MARKET 100
            """ + numbered(1, 400, "> ADD %d B 10 %d 0 -") + """
            > DUMP
            not a line
            """ + numbered(401, 800, "> ADD %d S 13 %d 0 -") + numbered(1, 300, "> CANCEL %d") + """
            > BOOK 3
            > ADD 1 B 5 7 0 -
            > ADD 2 S 5 7 0 -
            """);
        final Path broken = directory.resolve("broken");
        final RunOutcome outcome = run(FlowSource.file(input), FaultPlan.parse("kill", 1), broken);
        assertEquals(List.of("1 lines of the input could not be read"), outcome.report().problems(), story::toString);
        assertTrue(story.contains("flow.ops:404: neither operation, event nor comment"), story::toString);
        assertEquals(expected(Files.readString(input)), Files.readString(broken));
    }

    @Test
    void shouldSurvivePausesAndStoppedFollowers() throws Exception {
        final RunOutcome paused =
            run(FlowSource.generated(FlowProfile.of(3, 3_000)), FaultPlan.parse("pause:500ms", 1), null);
        assertTrue(paused.report().holds(), () -> paused.report() + " " + story);
        assertTrue(paused.report().failovers().getFirst().newLeader() > 0);
        final RunOutcome stopped =
            run(FlowSource.generated(FlowProfile.of(4, 3_000)), FaultPlan.parse("stop-follower", 1), null);
        assertTrue(stopped.report().holds(), () -> stopped.report() + " " + story);
        assertEquals(List.of(), stopped.report().failovers());
    }

    private RunOutcome run(final FlowSource source, final FaultPlan fault, final Path events) throws Exception {
        try (ClusterObserver observer = cluster.observer()) {
            final RunTarget target = new RunTarget(observer, cluster, List.of(
                ClusterAccess.client(config, 1).withMaxUnanswered(4_096)));
            return new ClusterRun(new RunPlan(source, PlayPlan.ofRate(RATE), fault, events), target, progress).run();
        }
    }

    /** Lines about the orders of these ids, at prices that meet in the middle. */
    private static String numbered(final int from, final int to, final String line) {
        final StringBuilder text = new StringBuilder();
        for (int id = from; id <= to; id++) {
            text.append(String.format(line, id, 80 + id * 7 % 41)).append('\n');
        }
        return text.toString();
    }

    private static String expected(final String input) throws IOException {
        final StringBuilder trace = new StringBuilder();
        TraceReplay.replay("input", new ByteArrayInputStream(input.getBytes(StandardCharsets.US_ASCII)), trace,
            new StringBuilder());
        return trace.toString().lines()
            .filter(line -> !line.matches("(DEPTH|BBO|ROW|END|>|#).*")).collect(Collectors.joining("\n", "", "\n"));
    }
}
