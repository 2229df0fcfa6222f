package io.muex.deploy.verb;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import io.muex.deploy.client.Talk;
import io.muex.deploy.client.Told;
import io.muex.deploy.cluster.LocalCluster;
import io.muex.deploy.cluster.Refusal;
import io.muex.deploy.report.Console;
import io.muex.deploy.report.JsonReport;
import io.muex.deploy.report.Table;
import io.muex.exchange.config.secret.ClusterSecrets;
import io.muex.exchange.config.secret.SessionKeys;
import io.muex.exchange.config.secret.SessionRole;
import io.muex.exchange.node.GenesisCommand;
import io.muex.mu.session.SessionReject;

/** {@code muex session}. */
@Command(name = "session", mixinStandardHelpOptions = true,
    description = "Adds sessions with a secret of their own, lists them, removes them.",
    subcommands = {SessionVerb.Add.class, SessionVerb.Remove.class, SessionVerb.Listing.class})
final class SessionVerb implements Runnable {
    private static final int MOST = 65_536;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "muex session: add, remove or list?");
    }

    private static void throwIfNotOneOf(final Told answer, final SessionReject alsoGood, final String what)
        throws IOException {
        final Optional<String> reject = answer.reject();
        if (reject.isPresent() && !reject.get().equals(alsoGood.name())) {
            throw new IOException(what + ": " + reject.get());
        }
    }

    /** {@code muex session add}. */
    @Command(name = "add", mixinStandardHelpOptions = true,
        description = "Opens sessions in the running exchange and makes a secret for each. Gateways notice by "
            + "themselves. A session that has a secret keeps it.")
    static final class Add implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "ID[-LAST]", description = "Id of the session, or first and last id.")
        private String ids;
        @Option(names = "--role", paramLabel = "ROLE", defaultValue = "trader",
            description = "trader, read-only or operator. Default: ${DEFAULT-VALUE}.")
        private String role;
        @Mixin
        private ConfigOptions options;
        @Mixin
        private JsonOption json;
        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            final SessionRole given = SessionRole.ofLabel(role).orElseThrow(() -> new ParameterException(
                spec.commandLine(), "no role is called " + role + "; there are: "
                    + Stream.of(SessionRole.values()).map(SessionRole::label).collect(Collectors.joining(", "))));
            final long[] range = range();
            final LocalCluster cluster = new LocalCluster(options.cluster());
            cluster.directory();
            final ClusterSecrets secrets = cluster.secrets();
            try (LocalCluster.Reservation _ = cluster.reserve()) {
                final boolean isThere = isThere(secrets.keys(), range, given);
                open(cluster, range, given);
                if (!isThere) {
                    secrets.add(range[0], range[1], given);
                }
                tell(secrets, range, given);
            }
            return ExitStatus.HELD;
        }

        private long[] range() {
            if (!ids.matches("[0-9]{1,18}(-[0-9]{1,18})?")) {
                throw new ParameterException(spec.commandLine(), "not an id, nor first and last: " + ids);
            }
            final String[] ends = ids.split("-");
            final long[] range = {Long.parseLong(ends[0]), Long.parseLong(ends[ends.length - 1])};
            if (range[0] < 1 || range[1] < range[0] || range[1] - range[0] >= MOST) {
                throw new ParameterException(
                    spec.commandLine(), "sessions are numbered from 1, and at most " + MOST + " are added at once");
            }
            return range;
        }

        /** All with this role, or none at all. */
        private static boolean isThere(final SessionKeys keys, final long[] range, final SessionRole role) {
            int found = 0;
            for (long session = range[0]; session <= range[1]; session++) {
                final Optional<SessionKeys.Range> key = keys.find(session);
                if (key.isPresent() && key.get().role() != role) {
                    throw new Refusal("session " + session + " is there with the role " + key.get().role().label()
                        + "; muex session remove " + session + " takes it away");
                }
                found += key.isPresent() ? 1 : 0;
            }
            if (found != 0 && found != range[1] - range[0] + 1) {
                throw new Refusal("some of these sessions are there and some are not; muex session list shows them");
            }
            return found != 0;
        }

        private static void open(final LocalCluster cluster, final long[] range, final SessionRole role)
            throws IOException {
            try (Talk operator = Talk.open(cluster.config(), GenesisCommand.OPERATOR_SESSION)) {
                for (long session = range[0]; session <= range[1]; session++) {
                    throwIfNotOneOf(operator.openSession(session, role.word()).getLast(),
                        SessionReject.ALREADY_OPEN, "session " + session + " cannot be opened");
                }
            }
        }

        private void tell(final ClusterSecrets secrets, final long[] range, final SessionRole given) {
            final Console console = Console.of(spec.commandLine().getOut(), spec.commandLine().getErr());
            final boolean hasFile = Files.exists(secrets.sessionFile(range[0]));
            console.line("session " + ids + " (" + given.label() + ") is open; its secret: "
                + (hasFile ? secrets.sessionFile(range[0]) + (range[0] == range[1] ? "" : " and so on")
                : "derived from " + secrets.directory()));
            json.write(new JsonReport().put("first", range[0]).put("last", range[1]).put("role", given.label())
                .put("secrets", secrets.directory()));
        }
    }

    /** {@code muex session remove}. */
    @Command(name = "remove", mixinStandardHelpOptions = true,
        description = "Closes a session: its orders are cancelled, its secret is worth nothing any more.")
    static final class Remove implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "ID", description = "Id of the session.")
        private long session;
        @Mixin
        private ConfigOptions options;
        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            if (session == GenesisCommand.OPERATOR_SESSION) {
                throw new Refusal("session " + session + " is the operator's, by which others are removed");
            }
            final LocalCluster cluster = new LocalCluster(options.cluster());
            cluster.directory();
            try (LocalCluster.Reservation _ = cluster.reserve()) {
                final boolean had = cluster.secrets().remove(session);
                try (Talk operator = Talk.open(cluster.config(), GenesisCommand.OPERATOR_SESSION)) {
                    final Told answer = operator.closeSession(session).getLast();
                    throwIfNotOneOf(answer, SessionReject.NOT_OPEN, "session " + session + " cannot be closed");
                    if (!had && answer.reject().isPresent()) {
                        throw new Refusal("there is no session " + session);
                    }
                }
            }
            Console.of(spec.commandLine().getOut(), spec.commandLine().getErr())
                .line("session " + session + " is no more");
            return ExitStatus.HELD;
        }
    }

    /** {@code muex session list}. */
    @Command(name = "list", mixinStandardHelpOptions = true,
        description = "Prints the sessions that gateways let in, and not their secrets.")
    static final class Listing implements Callable<Integer> {
        @Mixin
        private ConfigOptions options;
        @Mixin
        private JsonOption json;
        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            final LocalCluster cluster = new LocalCluster(options.cluster());
            cluster.directory();
            final Table table = new Table("session", "role", "secret");
            final List<JsonReport> rows = new ArrayList<>();
            for (final SessionKeys.Range range : cluster.secrets().keys().ranges()) {
                final boolean hasFile = Files.exists(cluster.secrets().sessionFile(range.first()));
                table.row(range.label(), range.role().label(),
                    hasFile ? cluster.secrets().sessionFile(range.first()) : null);
                rows.add(new JsonReport().put("first", range.first()).put("last", range.last())
                    .put("role", range.role().label()));
            }
            Console.of(spec.commandLine().getOut(), spec.commandLine().getErr()).table(table);
            json.write(new JsonReport().put("sessions", rows));
            return ExitStatus.HELD;
        }
    }
}
