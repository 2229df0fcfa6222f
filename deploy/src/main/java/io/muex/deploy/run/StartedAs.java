package io.muex.deploy.run;

import io.muex.exchange.config.ClusterConfig;
import io.muex.exchange.config.file.Configuration;
import io.muex.load.process.HeldLock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the processes of a running cluster were started, read off its media driver: by the same options another one finds
 * the same configuration.
 *
 * @param options of its command line that choose a configuration
 * @param cluster what they say about the cluster
 */
public record StartedAs(List<String> options, ClusterConfig cluster) {
    private static final String FILE = "--config";
    private static final String KEY = "--set";

    /**
     * Looks.
     *
     * @param home of the cluster
     * @throws IOException if none runs there
     */
    public static StartedAs find(final Path home) throws IOException {
        final long pid = HeldLock.holder(home.resolve("driver.lock")).orElse(0);
        if (pid == 0) {
            throw new IOException("no cluster runs in " + home + "; muex up starts one");
        }
        final List<String> line = List.of(
            Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"), StandardCharsets.UTF_8).split("\0"));
        final List<String> options = new ArrayList<>();
        final Map<String, String> values = new LinkedHashMap<>();
        Path file = null;
        for (int i = 0; i < line.size() - 1; i++) {
            final String value = line.get(i + 1);
            if (line.get(i).equals(FILE)) {
                file = Path.of(value);
                options.addAll(List.of(FILE, value));
            } else if (line.get(i).equals(KEY)) {
                values.put(value.substring(0, value.indexOf('=')), value.substring(value.indexOf('=') + 1));
                options.addAll(List.of(KEY, value));
            }
        }
        final Configuration configuration = Configuration.open(file, System.getenv(), values);
        final ClusterConfig cluster = configuration.read(ClusterConfig.SECTION, ClusterConfig::from);
        configuration.throwIfAnyProblem();
        if (!cluster.home().equals(home.toAbsolutePath().normalize())) {
            throw new IOException("the cluster in " + home + " was started with another environment: these options "
                + "mean " + cluster.home() + " here");
        }
        return new StartedAs(List.copyOf(options), cluster);
    }
}
