package io.muex.deploy.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.muex.load.cluster.ClusterObserver;
import io.muex.load.process.ClusterDirectories;
import io.muex.load.process.JvmCommand;
import io.muex.load.process.ProcessKind;
import io.muex.load.process.ReadyLine;
import io.muex.mu.fabric.shm.ClusterDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The three-host example, played on one machine: a network namespace for each host, with its driver, its replica and
 * its gateway, from the very file that is published, so that every message between hosts is UDP. Replication between
 * real hosts needs a fabric that reaches them; here the three share the memory of the machine.
 */
@Tag("long")
class ThreeHostsSystemTest {
    private static final List<String> ADDRESSES = List.of("10.77.0.1", "10.77.0.2", "10.77.0.3");
    private static final int COMMANDS = 2_000;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(90);
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(5);

    @Test
    void shouldLoseNothingWhenTheLeadersHostDies() throws IOException, InterruptedException {
        final String missing = Namespaces.missing();
        if (!missing.isEmpty()) {
            System.out.println("ThreeHostsSystemTest is skipped: " + missing);
        }
        assumeTrue(missing.isEmpty(), missing);
        final Path home = Files.createTempDirectory("muex-hosts-");
        final Path memory = Path.of("/dev/shm").resolve(home.getFileName());
        final Map<String, Process> all = new LinkedHashMap<>();
        try (Namespaces hosts = Namespaces.of(ADDRESSES)) {
            final Play play = new Play(hosts, home, config(home, memory), all);
            play.start();
            play.killTheLeadersHostUnderLoad();
        } finally {
            ClusterDirectories.remove(memory);
            ClusterDirectories.remove(home);
        }
        for (final Process process : all.values()) {
            assertTrue(process.waitFor(PATIENCE_NS, TimeUnit.NANOSECONDS), process::toString);
        }
        assertEquals(List.of(), Namespaces.present());
        assertFalse(Files.exists(memory) || Files.exists(home));
    }

    /** The published file, but for where its files lie. */
    private static Path config(final Path home, final Path memory) throws IOException {
        final String published =
            Files.readString(Path.of("three-hosts", "muex.yaml"), StandardCharsets.UTF_8);
        final String text = published.replace("home: /var/lib/muex", "home: " + home)
            .replace("memory: /dev/shm/muex", "memory: " + memory);
        assertFalse(text.contains("/var/lib/muex") || text.contains(" /dev/shm/muex\n"), text);
        return Files.writeString(home.resolve("muex.yaml"), text);
    }

    /** The course of it. */
    private record Play(Namespaces hosts, Path home, Path config, Map<String, Process> all) {
        void start() throws IOException, InterruptedException {
            assertEquals(0, muex(0, "create", "create").waitFor(), this::said);
            for (int host = 0; host < ADDRESSES.size(); host++) {
                start(host, ProcessKind.DRIVER, "driver-" + host, "driver");
            }
            awaitReady("driver-0", "driver-1", "driver-2");
            for (int host = 0; host < ADDRESSES.size(); host++) {
                start(host, ProcessKind.REPLICA, "replica-" + host, "replica", Integer.toString(host + 1));
            }
            awaitReady("replica-0", "replica-1", "replica-2");
            for (int host = 0; host < 2; host++) {
                final String number = Integer.toString(host + 1);
                start(host, ProcessKind.GATEWAY, "gateway-" + host,
                    "gateway", "gateway-" + number, "--number", number);
            }
            awaitReady("gateway-0", "gateway-1");
            assertEquals(0, muex(2, "instrument", "instrument", "add", "ACME").waitFor(), this::said);
        }

        void killTheLeadersHostUnderLoad() throws IOException, InterruptedException {
            try (ClusterObserver observer = new ClusterObserver(ClusterDirectory.open(home))) {
                final int leader = observer.leader().orElseThrow().id();
                final int doomed = leader - 1;
                final Process trader = hosts.start((doomed + 2) % ADDRESSES.size(),
                    JvmCommand.of(ProcessKind.CLIENT, TraderProcess.class.getName())
                        .arguments(config.toString(), Integer.toString(COMMANDS)), log("trader"));
                all.put("trader", trader);
                await("some are answered", () -> read("trader").contains("answered 600\n") || !trader.isAlive());
                assertFalse(read("trader").contains("answered " + COMMANDS), "killed in the middle");
                // Driver, replica and, if it has one, gateway of that host, as a power cut would.
                Stream.of("driver-", "replica-", "gateway-").map(kind -> all.get(kind + doomed))
                    .filter(Objects::nonNull).forEach(Process::destroyForcibly);
                await("the trader ends", () -> !trader.isAlive());
                assertTrue(read("trader").contains(ReadyLine.PREFIX + "{\"answered\": " + COMMANDS), this::said);
                assertNotEquals(leader, observer.leader().orElseThrow().id());
                assertTrue(observer.awaitAgreement(PATIENCE_NS).hashesAgree(), observer.statuses().toString());
                System.out.println("three hosts: " + read("trader").lines().toList().getLast());
            }
        }

        private void start(final int host, final ProcessKind kind, final String name, final String... words)
            throws IOException {
            all.put(name, hosts.start(
                host, JvmCommand.muex(kind, words).arguments("--config", config.toString()), log(name)));
        }

        private Process muex(final int host, final String name, final String... words) throws IOException {
            start(host, ProcessKind.CLIENT, name, words);
            return all.get(name);
        }

        private void awaitReady(final String... names) {
            for (final String name : names) {
                await(name + " is ready", () -> read(name).contains(ReadyLine.PREFIX));
            }
        }

        private void await(final String what, final BooleanSupplier condition) {
            final long startNs = System.nanoTime();
            while (!condition.getAsBoolean()) {
                assertTrue(System.nanoTime() - startNs < PATIENCE_NS, () -> "never: " + what + said());
                LockSupport.parkNanos(POLL_NS);
            }
        }

        private Path log(final String name) {
            return home.resolve(name + ".out");
        }

        private String read(final String name) {
            try {
                return Files.exists(log(name)) ? Files.readString(log(name)) : "";
            } catch (final IOException e) {
                throw new AssertionError(e);
            }
        }

        private String said() {
            final StringBuilder text = new StringBuilder();
            for (final String name : all.keySet()) {
                text.append('\n').append(name).append(":\n").append(read(name));
            }
            return text.toString();
        }
    }
}
