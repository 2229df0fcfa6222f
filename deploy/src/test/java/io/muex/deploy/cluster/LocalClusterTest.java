package io.muex.deploy.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import io.muex.deploy.verb.Verbs;
import io.muex.exchange.config.ClusterConfig;
import io.muex.exchange.config.file.Configuration;
import io.muex.load.cluster.ClusterObserver;
import io.muex.load.cluster.ReplicaStatus;
import io.muex.load.process.Signal;

/** A cluster of real processes, started, used, broken and ended by the verbs as a person would. */
class LocalClusterTest {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);

    @TempDir
    private Path directory;
    private Path home;
    private Path memory;
    private LocalCluster local;
    private StringWriter out;
    private StringWriter err;
    private final List<RunningProcess> everSeen = new ArrayList<>();

    @BeforeEach
    void name() {
        home = directory.resolve("home");
        memory = Path.of("/dev/shm", "muex-test-up-" + ProcessHandle.current().pid() + "-" + System.nanoTime());
        final Configuration configuration = Configuration.ofText("test",
            "cluster: {name: up-test, home: " + home + ", memory: " + memory + ", slots: 4096}", Map.of(), Map.of());
        final ClusterConfig config = configuration.read(ClusterConfig.SECTION, ClusterConfig::from);
        local = new LocalCluster(config);
    }

    @AfterEach
    void leaveNothingBehind() throws IOException {
        assertEquals(0, muex("down"), () -> err.toString());
        assertFalse(Files.exists(memory), "memory is gone");
        assertFalse(Files.exists(home), () -> "home is gone, but: " + below(home));
        for (final RunningProcess process : everSeen) {
            assertFalse(ProcessHandle.of(process.pid()).filter(ProcessHandle::isAlive).isPresent(), process::toString);
        }
    }

    @Test
    void shouldTradeBreakAndEnd() throws Exception {
        assertEquals(0, muex("up"), () -> err.toString());
        see();
        assertEquals(5, everSeen.size(), everSeen::toString);

        assertEquals(2, muex("up", "--new"), "one runs, and is not to be replaced");
        assertTrue(err.toString().contains("(process " + local.driver().orElseThrow().pid() + ")"), err.toString());

        trade();
        addSessions();
        lookAtTheLog();

        killFollower();
        assertEquals(0, muex("status"), () -> out.toString());
        assertTrue(out.toString().contains("DEAD"), out.toString());
        assertTrue(out.toString().contains("2 of 3 replicas vote"), out.toString());

        killFollower();
        final Path json = directory.resolve("status.json");
        assertEquals(1, muex("status", "--json", json.toString()), () -> out.toString());
        assertTrue(Files.readString(json).contains("\"majorityLost\": true"), Files.readString(json));
        assertTrue(out.toString().contains("MAJORITY LOST: 1 of 3"), out.toString());

        assertEquals(0, muex("down"), () -> err.toString());
        assertTrue(out.toString().contains("ended 3 processes"), out.toString());
        assertEquals(0, muex("down"), "nothing to do is no error");
        assertEquals(2, muex("status"));
        assertTrue(err.toString().contains("there is no cluster up-test"), err.toString());
    }

    @Test
    void shouldNotTakeTheRestsOfAClusterForOne() throws Exception {
        Files.createDirectories(local.config().replicaMemory());
        assertEquals(2, muex("up"));
        assertTrue(err.toString().contains("muex up --new removes it"), err.toString());
        assertTrue(Files.exists(local.config().replicaMemory()), "nothing was touched");
    }

    @Test
    void shouldLeaveNothingOfAStartThatFails() throws Exception {
        // A replica cannot reserve what its heap does not hold.
        assertEquals(1, muex("up", "--set", "genesis.capacity.event-bytes=1GiB"));
        assertTrue(err.toString().contains("its log: "), err.toString());
        assertEquals(List.of(), local.running());
        assertFalse(Files.exists(memory), "memory is gone");
        assertFalse(local.exists());
    }

    @Test
    void shouldSayWhatIsMissingWhereNoClusterIs() {
        for (final String verb : List.of("orders", "book ACME", "cancel 1", "order buy 1 ACME @ market", "log dump")) {
            assertEquals(2, muex(verb.split(" ")), verb);
            assertTrue(err.toString().contains("muex up starts one"), err.toString());
        }
        assertFalse(Files.exists(home), "asking makes nothing");
    }

    private void trade() throws IOException {
        assertEquals(0, muex("order", "buy", "100", "ACME", "@", "10.50"), () -> err.toString());
        assertTrue(out.toString().contains("OrderAccepted"), out.toString());
        assertEquals(0, muex("order", "sell", "40", "ACME", "@", "1050", "--session", "3"), () -> err.toString());
        assertTrue(out.toString().contains("Fill") && out.toString().contains("quantity 40"), out.toString());
        final Path commands = Files.writeString(directory.resolve("commands.yaml"),
            "--- !NewOrder { clOrdId: 900, instrumentId: 1, side: SELL, quantity: 5, price: 2000 }\n"
                + "--- !ReduceOrder { clOrdId: 900, quantity: 2 }\n--- !CancelOrder { clOrdId: 900 }\n");
        assertEquals(0, muex("submit", commands.toString()), () -> err.toString());
        assertTrue(out.toString().contains("OrderCancelled") && out.toString().contains("quantity 3"), out.toString());
        assertEquals(0, muex("book", "ACME"), () -> err.toString());
        assertTrue(out.toString().lines().anyMatch(line -> line.matches("buy +10\\.50 +1050 +60 +1")), out.toString());
        assertEquals(1, muex("cancel", "4711"));
        assertTrue(err.toString().contains("UNKNOWN_ORDER"), err.toString());
        assertEquals(0, muex("status"), () -> out.toString());
        assertTrue(out.toString().lines().filter(line -> line.contains("FOLLOWER")).count() >= 2, out.toString());
    }

    private void addSessions() throws IOException {
        assertEquals(0, muex("session", "add", "7"), () -> err.toString());
        assertEquals(0, muex("session", "add", "20-29", "--role", "read-only"), () -> err.toString());
        assertEquals(0, muex("order", "buy", "1", "ACME", "@", "9.00", "--session", "7"), () -> err.toString());
        assertEquals(0, muex("orders", "--session", "24"), () -> err.toString());
        assertEquals(1, muex("order", "buy", "1", "ACME", "@", "9.00", "--session", "24"));
        assertTrue(err.toString().contains("NOT_PERMITTED"), err.toString());
        assertEquals(2, muex("session", "add", "24-30"));
        assertEquals(0, muex("session", "list"));
        assertTrue(out.toString().lines().anyMatch(line -> line.matches("20-29 +read-only .*")), out.toString());
        final Path secret = local.secrets().sessionFile(7);
        final String kept = Files.readString(secret);
        Files.writeString(secret, "ab".repeat(32));
        assertEquals(1, muex("orders", "--session", "7"));
        assertTrue(err.toString().contains("NOT_AUTHENTICATED"), err.toString());
        Files.writeString(secret, kept);
        assertEquals(0, muex("orders", "--session", "7"), () -> err.toString());
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
        assertEquals(2, muex("orders", "--session", "7"));
        assertTrue(err.toString().contains("chmod 600 " + secret), err.toString());
        assertEquals(0, muex("session", "remove", "7"), () -> err.toString());
        assertEquals(2, muex("orders", "--session", "7"));
        assertTrue(err.toString().contains("there is no session 7"), err.toString());
    }

    private void lookAtTheLog() {
        assertEquals(0, muex("log", "dump"), () -> err.toString());
        assertTrue(out.toString().contains("\n  command: !NewOrder {"), out.toString());
        // A leader change leaves a short gap between what was inherited and what the new leader wrote itself; so an
        // entry may be gone, but every committed one is accounted for.
        final Matcher counts = Pattern.compile("committed below ([0-9]+)(?s:.*)\n# ([0-9]+) entries; ([0-9]+) are no")
            .matcher(out.toString());
        assertTrue(counts.find(), out.toString());
        assertEquals(Long.parseLong(counts.group(1)),
            Long.parseLong(counts.group(2)) + Long.parseLong(counts.group(3)), out.toString());
    }

    private void killFollower() throws IOException {
        try (ClusterObserver observer = new ClusterObserver(local.directory())) {
            final ReplicaStatus follower = observer.statuses().stream()
                .filter(replica -> replica.isAlive() && !replica.isLeading()).findFirst().orElseThrow();
            final long pid = local.directory().pidOf(follower.id());
            Signal.KILL.send(pid);
            await(() -> !observer.status(follower.id()).isAlive());
            // A dead one gives its memory back when nobody else wants the processor, and is a process until then.
            await(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
        }
    }

    private void see() throws IOException {
        everSeen.addAll(local.running());
    }

    private int muex(final String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        final List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--set", "cluster.name=up-test", "--set", "cluster.home=" + home,
            "--set", "cluster.memory=" + memory, "--set", "cluster.slots=4096"));
        return Verbs.addTo(new CommandLine(CommandLine.Model.CommandSpec.create().name("muex")))
            .setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(all.toArray(String[]::new));
    }

    private static void await(final BooleanSupplier condition) {
        final long deadline = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - deadline < 0, "in time");
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static List<Path> below(final Path place) {
        try (Stream<Path> all = Files.walk(place)) {
            return all.toList();
        } catch (final IOException e) {
            return List.of();
        }
    }
}
