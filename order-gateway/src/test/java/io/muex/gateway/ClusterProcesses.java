package io.muex.gateway;

import io.muex.mu.fabric.shm.ClusterDirectory;
import io.muex.mu.fabric.shm.ClusterGeometry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.agrona.IoUtil;

/** A whole cluster of real processes on this host: media driver, three replicas that speak Mu, gateways. */
final class ClusterProcesses implements AutoCloseable {
    private final Path home;
    private final Path memory;
    private final Map<String, Process> processes = new LinkedHashMap<>();

    ClusterProcesses() {
        try {
            home = Files.createTempDirectory("muex-test-");
            final Path parent = Path.of("/dev/shm");
            memory = (Files.isDirectory(parent) ? parent : home).resolve("muex-test-" + ProcessHandle.current().pid());
        } catch (final IOException failed) {
            throw new UncheckedIOException(failed);
        }
        ClusterDirectory.create(home.resolve("cluster"), memory,
            new ClusterGeometry(World.CLUSTER_ID, 3, 8_192, 256, 1_024, 16L << 20, 2));
    }

    Path aeron() {
        return memory.resolve("aeron");
    }

    void startAll() {
        start("driver");
        for (int id = 1; id <= 3; id++) {
            start("replica " + id);
        }
        start("gateway 1");
    }

    /** Starts {@code driver}, {@code replica ID} or {@code gateway ID} and waits until it says that it is ready. */
    void start(final String name) {
        final String[] words = name.split(" ");
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (final String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (flag.startsWith("--")) {
                command.add(flag);
            }
        }
        command.addAll(List.of("-Xms96m", "-Xmx96m", "-XX:+UseSerialGC",
            "-cp", System.getProperty("java.class.path"), ClusterProcess.class.getName(), words[0]));
        switch (words[0]) {
            case "driver" -> command.add(aeron().toString());
            case "replica" -> command.addAll(List.of(home.resolve("cluster").toString(), words[1], aeron().toString()));
            default -> command.addAll(List.of(words[1], aeron().toString()));
        }
        try {
            final Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            processes.put(name, process);
            final BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            final String line = output.readLine();
            if (!"READY".equals(line)) {
                throw new IllegalStateException(name + " said " + line);
            }
        } catch (final IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Ends a process without a chance to say anything. */
    void kill(final String name) {
        processes.remove(name).destroyForcibly();
    }

    /** Processor time of every process so far. */
    Map<String, Long> processorNs() {
        final Map<String, Long> used = new LinkedHashMap<>();
        processes.forEach((name, process) ->
            used.put(name, process.info().totalCpuDuration().orElseThrow().toNanos()));
        return used;
    }

    @Override
    public void close() {
        processes.values().forEach(Process::destroyForcibly);
        for (final Process process : processes.values()) {
            try {
                process.waitFor(10, TimeUnit.SECONDS);
            } catch (final InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        IoUtil.delete(memory.toFile(), true);
        IoUtil.delete(home.toFile(), true);
    }
}
