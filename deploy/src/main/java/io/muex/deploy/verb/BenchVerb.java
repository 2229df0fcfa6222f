package io.muex.deploy.verb;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code muex bench}: the parent of all benchmarks. */
@Command(name = "bench", mixinStandardHelpOptions = true,
    description = "Measures one part, beside what it should be compared with.",
    subcommands = {BookBenchVerb.class, ReplicateBenchVerb.class, DetectorBenchVerb.class,
        OrderBenchVerb.class, PermissionBenchVerb.class})
final class BenchVerb implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(),
            "muex bench: " + String.join(", ", spec.subcommands().keySet()) + "?");
    }
}
