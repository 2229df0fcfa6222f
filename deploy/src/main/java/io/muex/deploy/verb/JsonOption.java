package io.muex.deploy.verb;

import io.muex.deploy.report.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import picocli.CommandLine.Option;

import io.muex.deploy.report.JsonReport;

/** The option of every verb that has figures to give. */
final class JsonOption {
    @Option(names = "--json", paramLabel = "FILE", description = "Writes the same figures to FILE as JSON.")
    private Path file;

    /** Writes the report if a file was given. */
    void write(final JsonReport report) {
        report.writeTo(file);
    }

    /** The same for figures that are a record: its components in their own order. */
    void write(final Record figures) throws IOException {
        if (file != null) {
            Files.writeString(file, Json.pretty(figures), StandardCharsets.UTF_8);
        }
    }
}
