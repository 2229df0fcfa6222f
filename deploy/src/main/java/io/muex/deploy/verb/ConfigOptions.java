package io.muex.deploy.verb;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import picocli.CommandLine.Option;

import io.muex.deploy.roads.Roads;
import io.muex.exchange.config.ClusterConfig;
import io.muex.exchange.config.file.Configuration;

/** The options of every verb that reads a configuration. */
final class ConfigOptions {
    @Option(names = "--config", paramLabel = "FILE", description = "YAML file to read; without it the defaults hold.")
    private Path file;

    @Option(names = "--set", paramLabel = "KEY=VALUE",
        description = "Sets one key, for example cluster.replicas=5; wins over file and environment. May be repeated.")
    private Map<String, String> values = new LinkedHashMap<>();

    /** The file, or null. */
    Path file() {
        return file;
    }

    /** Sets a key as {@code --set} does, unless {@code value} is null. */
    void set(final String key, final Object value) {
        if (value != null) {
            values.put(key, value.toString());
        }
    }

    /** Opens what was given, over the environment of this process. */
    Configuration open() {
        return Configuration.open(file, System.getenv(), values);
    }

    /** Reads the section that names the cluster, for verbs that need no other; as it is seen from this host. */
    ClusterConfig cluster() throws IOException {
        final Configuration configuration = open();
        final ClusterConfig cluster = configuration.read(ClusterConfig.SECTION, ClusterConfig::from);
        configuration.throwIfAnyProblem();
        return Roads.located(cluster);
    }

    /** These options as another command gets them, wherever it is started. */
    List<String> arguments() {
        final List<String> arguments = new ArrayList<>();
        if (file != null) {
            arguments.add("--config");
            arguments.add(file.toAbsolutePath().toString());
        }
        values.forEach((key, value) -> {
            arguments.add("--set");
            arguments.add(key + "=" + value);
        });
        return arguments;
    }
}
