package io.muex.deploy.verb;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import io.muex.deploy.report.JsonReport;
import io.muex.exchange.trace.TraceReplay;

/** {@code muex trace}. */
@Command(name = "trace", mixinStandardHelpOptions = true,
    description = "Runs operations through the bare order book and prints the complete trace. Exit status 1: some "
        + "lines were no operations; they are named on standard error and left out.")
final class TraceVerb implements Callable<Integer> {
    private static final int BUFFER_CHARACTERS = 1 << 16;

    @Parameters(index = "0", arity = "0..1", paramLabel = "FILE",
        description = "A trace or an operations-only file, plain or gzip; without it standard input.")
    private Path file;
    @Mixin
    private JsonOption json;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (file != null && !Files.isReadable(file)) {
            throw new ParameterException(spec.commandLine(), "cannot read " + file);
        }
        final PrintWriter err = spec.commandLine().getErr();
        // The descriptor itself and not System.out, which would swallow the end of a reader such as head.
        try (InputStream in = file == null ? System.in : Files.newInputStream(file);
            Writer out = new BufferedWriter(new OutputStreamWriter(
                new FileOutputStream(FileDescriptor.out), StandardCharsets.ISO_8859_1), BUFFER_CHARACTERS)) {
            final String name = file == null ? "standard input" : file.toString();
            final long malformed = TraceReplay.replay(name, in, out, err);
            err.flush();
            json.write(new JsonReport().put("file", name).put("malformedLines", malformed));
            return malformed == 0 ? ExitStatus.HELD : ExitStatus.NOT_HELD;
        }
    }
}
