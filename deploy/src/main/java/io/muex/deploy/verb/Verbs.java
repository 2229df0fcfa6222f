package io.muex.deploy.verb;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

import io.muex.deploy.cluster.Refusal;
import io.muex.exchange.config.file.ConfigException;
import io.muex.exchange.config.secret.SecretException;
import io.muex.load.process.ChildFailure;
import io.muex.mu.fabric.shm.ClusterDirectoryException;

/**
 * All verbs there are, and what happens when one goes wrong: a wrong command or configuration is told in a line and
 * ends with status 2, an outcome that did not hold or a file system that failed with status 1, and a bug with its stack
 * trace and status 1.
 */
public final class Verbs {
    private Verbs() {
    }

    /** Adds the verbs and the handling of errors to the root command. */
    public static CommandLine addTo(final CommandLine root) {
        for (final Object verb : List.of(new DemoVerb(), new DrillVerb(), new ReplayVerb(), new UpVerb(),
            new StatusVerb(),
            new DownVerb(), new CreateVerb(), new DriverVerb(), new ReplicaVerb(), new GatewayVerb(), new OrderVerb(),
            new OrderChangeVerbs.Cancel(), new OrderChangeVerbs.Reduce(), new OrderChangeVerbs.Replace(),
            new QuestionVerbs.Orders(), new QuestionVerbs.Book(), new WatchVerb(), new SubmitVerb(),
            new InstrumentVerb(), new SessionVerb(), new LogVerb(), new ConfigVerb(), new TraceVerb(),
            new SimulateVerb(), new BenchVerb(), new RdmaVerb(), new DoctorVerb())) {
            root.addSubcommand(verb);
        }
        root.getSubcommands().get("drill").getCommandSpec().usageMessage().footer(DrillVerb.footer());
        // The number of lots that a replacement adds may be negative, which looks like an option.
        root.getSubcommands().get("replace").setUnmatchedOptionsArePositionalParams(true);
        return root
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler(Verbs::onWrongUsage)
            .setExecutionExceptionHandler(Verbs::onException);
    }

    private static int onWrongUsage(final ParameterException e, final String[] arguments) {
        final CommandLine command = e.getCommandLine();
        final PrintWriter err = command.getErr();
        err.println(e.getMessage());
        if (!UnmatchedArgumentException.printSuggestions(e, err)) {
            err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        }
        err.flush();
        return ExitStatus.USAGE;
    }

    private static int onException(
        final Exception e, final CommandLine command, final CommandLine.ParseResult arguments) {
        final PrintWriter err = command.getErr();
        final int status = switch (e) {
            case final ConfigException wrong -> {
                err.println(wrong.getMessage());
                yield ExitStatus.USAGE;
            }
            case final Refusal refusal -> {
                err.println("muex: " + refusal.getMessage());
                yield ExitStatus.USAGE;
            }
            case final SecretException failure -> {
                err.println("muex: " + failure.getMessage());
                yield ExitStatus.USAGE;
            }
            case final ClusterDirectoryException failure -> {
                // The place is busy, too small, or not there: what was asked for does not fit this host.
                err.println("muex: " + failure.getMessage());
                yield ExitStatus.USAGE;
            }
            case final ChildFailure failure -> {
                err.println("muex: " + failure.getMessage());
                yield ExitStatus.NOT_HELD;
            }
            case final IOException failure -> {
                // Whoever read the output and went away, such as head, needs no explanation.
                if (!"Broken pipe".equals(failure.getMessage())) {
                    err.println("muex: " + failure.getMessage());
                }
                yield ExitStatus.NOT_HELD;
            }
            default -> {
                e.printStackTrace(err);
                // Once more at the end, which is what a launcher quotes.
                err.println("muex: " + e);
                yield ExitStatus.NOT_HELD;
            }
        };
        err.flush();
        return status;
    }
}
