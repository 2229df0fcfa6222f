package io.muex.deploy.hosts;

import io.muex.load.process.JvmCommand;
import io.muex.load.process.LifeLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Hosts on one machine: a network namespace each, and one more with the switch that their cables end in. Nothing
 * outside of them sees any of their traffic. Removed by {@link #close}, and by a hook if this JVM is told to end.
 */
final class Namespaces implements AutoCloseable {
    private static final int PATIENCE_S = 10;

    private final String prefix = "muex-test-" + ProcessHandle.current().pid() + "-";
    private final List<String> made = new ArrayList<>();
    private final List<Process> processes = new ArrayList<>();
    private final Thread onSignal = new Thread(this::removeQuietly, "remove-namespaces");

    /** One host for each address, which all lie in one /24. */
    static Namespaces of(final List<String> addresses) throws IOException, InterruptedException {
        final Namespaces namespaces = new Namespaces();
        Runtime.getRuntime().addShutdownHook(namespaces.onSignal);
        boolean isWhole = false;
        try {
            namespaces.make(addresses);
            isWhole = true;
            return namespaces;
        } finally {
            if (!isWhole) {
                namespaces.close();
            }
        }
    }

    private Namespaces() {
    }

    /** Why there can be none here; empty if there can. */
    static String missing() {
        try {
            final Process id = new ProcessBuilder("id", "-u").redirectErrorStream(true).start();
            if (!new String(id.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip().equals("0")) {
                return "not root, so no network namespaces can be made";
            }
            final String name = "muex-try-" + ProcessHandle.current().pid();
            ip("netns", "add", name);
            ip("netns", "delete", name);
            return "";
        } catch (final IOException cannot) {
            return "no network namespaces can be made here: " + cannot.getMessage();
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private void make(final List<String> addresses) throws IOException, InterruptedException {
        final String hub = add("switch");
        inside(hub, "link", "add", "bridge", "type", "bridge");
        inside(hub, "link", "set", "bridge", "up");
        for (int i = 0; i < addresses.size(); i++) {
            final String host = add(Integer.toString(i));
            ip("link", "add", "name", "cable", "netns", host, "type", "veth", "peer", "name", "port" + i, "netns", hub);
            inside(hub, "link", "set", "port" + i, "master", "bridge", "up");
            inside(host, "address", "add", addresses.get(i) + "/24", "dev", "cable");
            inside(host, "link", "set", "cable", "up");
            inside(host, "link", "set", "lo", "up");
        }
    }

    private String add(final String name) throws IOException, InterruptedException {
        ip("netns", "add", prefix + name);
        made.add(prefix + name);
        return prefix + name;
    }

    /** Starts a JVM on a host, counted from 0; it ends with this one. What it prints goes to {@code log}. */
    Process start(final int host, final JvmCommand command, final Path log) throws IOException {
        final List<String> line = new ArrayList<>(List.of("ip", "netns", "exec", prefix + host));
        line.addAll(command.property(LifeLine.PROPERTY, "true").line());
        final Process process = new ProcessBuilder(line).redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
        synchronized (processes) {
            processes.add(process);
        }
        return process;
    }

    /** Names of those that are there, as the system tells. */
    static List<String> present() throws IOException, InterruptedException {
        return ip("netns", "list").lines().map(line -> line.split(" ")[0])
            .filter(name -> name.startsWith("muex-test-" + ProcessHandle.current().pid() + "-")).toList();
    }

    private static void inside(final String namespace, final String... words)
        throws IOException, InterruptedException {
        final List<String> all = new ArrayList<>(List.of("-n", namespace));
        all.addAll(List.of(words));
        ip(all.toArray(String[]::new));
    }

    private static String ip(final String... words) throws IOException, InterruptedException {
        final List<String> line = new ArrayList<>(List.of("ip"));
        line.addAll(List.of(words));
        final Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(String.join(" ", line) + ": " + said.strip());
        }
        return said;
    }

    private void removeQuietly() {
        try {
            remove();
        } catch (final IOException | InterruptedException e) {
            System.err.println("left behind: " + made + ", " + e);
        }
    }

    private void remove() throws IOException, InterruptedException {
        synchronized (processes) {
            for (final Process process : processes) {
                process.destroyForcibly();
            }
            for (final Process process : processes) {
                process.waitFor(PATIENCE_S, TimeUnit.SECONDS);
            }
            processes.clear();
        }
        for (final String name : List.copyOf(made)) {
            ip("netns", "delete", name);
            made.remove(name);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            remove();
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted; left behind: " + made, interrupted);
        }
        Runtime.getRuntime().removeShutdownHook(onSignal);
    }
}
