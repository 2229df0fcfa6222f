package io.muex.deploy.verb;

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
}
