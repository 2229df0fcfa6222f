package io.muex.deploy.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.exchange.config.ClusterConfig;
import io.muex.exchange.node.GenesisCommand;
import io.muex.exchange.protocol.link.PacedIdle;
import io.muex.load.access.ClusterAccess;
import io.muex.load.cluster.ClusterObserver;
import io.muex.load.cluster.TakeOver;
import io.muex.load.flow.FlowProfile;
import io.muex.load.flow.GeneratedFlow;
import io.muex.load.local.ClusterCommands;
import io.muex.load.local.LocalCluster;
import io.muex.load.play.ClientPort;
import io.muex.load.play.PlayPlan;
import io.muex.load.play.Player;
import io.muex.load.process.JvmCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Between the death of a leader and the first commit of a client a replica that has rehearsed loads no class: loading
 * one takes a millisecond, and nobody can be answered meanwhile. What the JVM loaded, and when, it writes down itself.
 */
@Timeout(120)
class TakeOverClassesSystemTest {
    private static final int SLOTS = 4_096;
    private static final int OPERATIONS = 4_000;
    private static final long PATIENCE_NS = Duration.ofSeconds(30).toNanos();
    private static final long POLL_NS = 200_000;

    @TempDir
    private Path logs;

    @Test
    void shouldLoadNoClassBetweenDeathAndFirstCommit() throws Exception {
        try (TemporaryCluster place = TemporaryCluster.create(3, SLOTS);
             LocalCluster cluster = LocalCluster.start(place.config(),
                 new Watched(new MuexCommands(place.file()), logs), stage -> { });
             ClusterObserver observer = cluster.observer();
             ClientPort port = connect(place.config())) {
            final Player player = new Player(new GeneratedFlow(FlowProfile.of(41, OPERATIONS)),
                PlayPlan.ofRate(1_000), List.of(port), List.of(), System::nanoTime);
            final Thread thread = Thread.ofPlatform().start(() -> player.run(new PacedIdle()));
            await(() -> player.counters().settled() > OPERATIONS / 4);
            final long ballot = observer.highestLeadingBallot();
            final int leader = observer.leader().orElseThrow().id();
            final long killedNs = System.nanoTime();
            cluster.kill(leader);
            final TakeOver takeOver = observer.awaitTakeOverAfter(ballot, PATIENCE_NS).orElseThrow();
            thread.join();
            assertTrue(player.result().isComplete(), () -> player.result().toString());
            assertTrue(takeOver.isComplete(), takeOver::toString);

            final List<Loaded> all = loaded(takeOver.leader());
            assertTrue(all.size() > 1_000, "the JVM wrote down " + all.size());
            assertTrue(all.stream().anyMatch(loaded -> loaded.name().startsWith("io.muex.mu.replication")),
                "those that matter among them");
            assertTrue(all.getFirst().atNs() < killedNs && all.getFirst().atNs() > killedNs - 2 * PATIENCE_NS,
                () -> "its clock is this one: " + all.getFirst() + " at " + killedNs);
            assertEquals(List.of(), all.stream()
                .filter(loaded -> loaded.atNs() >= killedNs && loaded.atNs() <= takeOver.firstClientNs()).toList());
        }
    }

    private static ClientPort connect(final ClusterConfig config) throws IOException {
        return ClientPort.connect(ClusterAccess.client(config,
            GenesisCommand.OPERATOR_SESSION), PATIENCE_NS);
    }

    private static void await(final BooleanSupplier condition) {
        final long startNs = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - startNs < PATIENCE_NS, "waited in vain");
            LockSupport.parkNanos(POLL_NS);
        }
    }

    private List<Loaded> loaded(final int id) throws IOException {
        try (Stream<String> lines = Files.lines(file(logs, id))) {
            return lines.map(Loaded::of).toList();
        }
    }

    private static Path file(final Path directory, final int id) {
        return directory.resolve("replica-" + id + ".classes");
    }

    /** One line, such as {@code [123456789ns] java.lang.Object source: ...}; the clock is the monotonic one. */
    private record Loaded(long atNs, String name) {
        private static Loaded of(final String line) {
            final int end = line.indexOf("ns]");
            return new Loaded(Long.parseLong(line.substring(1, end)), line.substring(end + 3).strip());
        }
    }

    /** The usual processes, whose replicas write down what they load. */
    private record Watched(ClusterCommands usual, Path logs) implements ClusterCommands {
        @Override
        public JvmCommand driver() {
            return usual.driver();
        }

        @Override
        public JvmCommand replica(final int id) {
            return usual.replica(id).option("-Xlog:class+load=info:file=" + file(logs, id) + ":timenanos");
        }

        @Override
        public JvmCommand gateway(final int number) {
            return usual.gateway(number);
        }

        @Override
        public JvmCommand status() {
            return usual.status();
        }
    }
}
