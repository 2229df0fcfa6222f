package io.muex.deploy.verb;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import picocli.CommandLine.Option;

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
}
