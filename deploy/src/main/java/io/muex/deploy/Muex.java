package io.muex.deploy;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import io.muex.load.process.BuildInfo;
import io.muex.deploy.verb.Verbs;

/**
 * The root of the command line.
 */
@Command(name = "muex", mixinStandardHelpOptions = true, versionProvider = Muex.Version.class,
    description = "A limit order exchange replicated by one-sided memory writes.")
public final class Muex implements Runnable {
    @Spec
    private CommandSpec spec;

    private Muex() {
    }

    /** Runs one verb and exits with its status. */
    public static void main(final String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The whole command line, ready to execute. */
    public static CommandLine commandLine() {
        return Verbs.addTo(new CommandLine(new Muex()));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "muex: which verb?");
    }

    /** What {@code --version} prints. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"muex " + BuildInfo.version() + ", Java " + Runtime.version()};
        }
    }
}
