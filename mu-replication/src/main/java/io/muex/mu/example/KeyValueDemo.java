package io.muex.mu.example;

import io.muex.mu.fabric.shm.ClusterDirectory;
import io.muex.mu.fabric.shm.ClusterGeometry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Three replicas of the key-value store as processes of this host: puts values, kills the leader in the middle of it,
 * goes on, and finds everything at both that are left.
 */
public final class KeyValueDemo implements AutoCloseable {
    private static final int REPLICAS = 3;
    private static final int KEYS = 100;
    private static final int SLOTS = 4_096;
    private static final int SLOT_LENGTH = 128;
    private static final int RETAINED = 1_024;
    private static final int SNAPSHOT_BYTES = 1 << 20;
    private static final int SPARE_RINGS = 2;
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(20);

    /** A replica's process and its two ends of conversation. */
    private record Server(Process process, BufferedReader answers, PrintStream requests) {
        String ask(final String request) throws IOException {
            requests.println(request);
            final String answer = answers.readLine();
            return answer == null ? "gone" : answer;
        }
    }

    private final ClusterDirectory cluster;
    private final Server[] servers = new Server[REPLICAS + 1];
    private int leader = 1;

    /**
     * Creates the cluster and starts its replicas.
     *
     * @param home   directory on disk, made if absent
     * @param memory directory on a memory file system, must not exist
     * @throws IOException if a process cannot be started
     */
    public KeyValueDemo(final Path home, final Path memory) throws IOException {
        final long clusterId = System.nanoTime() | 1;
        cluster = ClusterDirectory.create(home, memory, new ClusterGeometry(
            clusterId, REPLICAS, SLOTS, SLOT_LENGTH, RETAINED, SNAPSHOT_BYTES, SPARE_RINGS));
        for (int id = 1; id <= REPLICAS; id++) {
            servers[id] = start(home, id);
        }
        for (int id = 1; id <= REPLICAS; id++) {
            servers[id].answers().readLine();
        }
    }

    /**
     * Runs the demonstration.
     *
     * @param args home directory and memory directory of the cluster to create
     * @throws IOException if a process cannot be started or spoken to
     */
    public static void main(final String[] args) throws IOException {
        try (KeyValueDemo demo = new KeyValueDemo(Path.of(args[0]), Path.of(args[1]))) {
            demo.run(System.out);
        }
    }

    private static Server start(final Path home, final int id) throws IOException {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(flag -> flag.startsWith("--")).forEach(command::add);
        command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
            KeyValueServer.class.getName(), home.toString(), Integer.toString(id)));
        final Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        return new Server(process,
            new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII)),
            new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII));
    }

    /**
     * Puts, kills, puts, gets.
     *
     * @param out told what happens
     * @return how many of the values that were put were found at how many replicas
     * @throws IOException if a process cannot be spoken to
     */
    public int run(final PrintStream out) throws IOException {
        for (int key = 1; key <= KEYS; key++) {
            put(key, 1_000L + key);
            if (key == KEYS / 2) {
                out.println("put " + key + " values; killing the leader, replica " + leader);
                kill(leader);
            }
        }
        out.println("put " + KEYS + " values; the leader is replica " + leader);
        int found = 0;
        for (int id = 1; id <= REPLICAS; id++) {
            for (int key = 1; key <= KEYS && servers[id] != null; key++) {
                found += await(id, key, 1_000L + key) ? 1 : 0;
            }
        }
        out.println("found " + found + " of " + (REPLICAS - 1) * KEYS);
        return found;
    }

    /** Puts until it is answered. A put may be done twice that way, which for a put is the same as once. */
    private void put(final long key, final long value) throws IOException {
        final long deadline = System.nanoTime() + DEADLINE_NS;
        String answer = "";
        while (!answer.equals("ok")) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("nobody takes a put: " + answer);
            }
            if (servers[leader] == null) {
                leader = leader % REPLICAS + 1;
                continue;
            }
            answer = servers[leader].ask("put " + key + " " + value);
            if (answer.startsWith("ask ") && !answer.equals("ask 0")) {
                leader = Integer.parseInt(answer.substring("ask ".length()));
            }
        }
    }

    private boolean await(final int id, final long key, final long value) throws IOException {
        final long deadline = System.nanoTime() + DEADLINE_NS;
        while (System.nanoTime() < deadline) {
            if (servers[id].ask("get " + key).startsWith(value + " ")) {
                return true;
            }
        }
        return false;
    }

    private void kill(final int id) {
        servers[id].process().destroyForcibly().onExit().join();
        servers[id] = null;
    }

    @Override
    public void close() {
        for (final Server server : servers) {
            if (server != null) {
                server.process().destroyForcibly().onExit().join();
            }
        }
        cluster.remove();
    }
}
