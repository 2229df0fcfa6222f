package io.muex.deploy.verb;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

import io.muex.deploy.client.Talk;
import io.muex.deploy.client.Told;
import io.muex.deploy.cluster.LocalCluster;
import io.muex.deploy.cluster.Refusal;
import io.muex.deploy.report.Console;
import io.muex.deploy.report.JsonReport;
import io.muex.exchange.protocol.wire.InstrumentAdded;
import io.muex.exchange.protocol.wire.Message;

/** What every verb shares that sends commands to the running cluster of this host. */
final class TalkOptions {
    @Mixin
    private ConfigOptions options;
    @Mixin
    private JsonOption json;
    @Option(names = "--session", paramLabel = "S",
        description = "Session to speak for; whoever has it loses it. 1 is the operator, 2 to 5 trade. "
            + "Default: 2 for orders, 1 for instruments.")
    private Long session;

    /** The cluster, which must have been started. */
    LocalCluster cluster() throws IOException {
        final LocalCluster local = new LocalCluster(options.cluster());
        local.directory();
        // Where there are several hosts, this one need not have a gateway.
        final boolean needsGateway = local.config().hosts().isEmpty();
        if (local.driver().isEmpty() || needsGateway && local.gateways().isEmpty()) {
            throw new IOException("cluster " + local.config().name() + " has no "
                + (local.driver().isEmpty() ? "media driver" : "gateway") + " that runs; muex status tells more");
        }
        return local;
    }

    /** Takes the session that was asked for. */
    Talk open(final LocalCluster cluster, final long defaultSession) throws IOException {
        final long wanted = session == null ? defaultSession : session;
        if (wanted < 1) {
            throw new Refusal("sessions are numbered from 1, not " + wanted);
        }
        return Talk.open(cluster.config(), wanted);
    }

    /** Sends commands one after the other, up to the first refusal, and prints what is reported. */
    int askAndTell(final Talk talk, final List<? extends Message> commands, final CommandSpec spec)
        throws IOException {
        final Console console = Console.of(spec.commandLine().getOut(), spec.commandLine().getErr());
        final List<Told> all = new ArrayList<>();
        int status = ExitStatus.HELD;
        for (final Message command : commands) {
            final List<Told> answer = talk.ask(command);
            for (final Told told : answer) {
                console.line(told.line());
                if (told.message() instanceof final InstrumentAdded added) {
                    new LocalCluster(options.cluster()).instruments().add(added);
                }
            }
            all.addAll(answer);
            if (answer.getLast().reject().isPresent()) {
                console.note("muex: " + command.getClass().getSimpleName() + " is refused: "
                    + answer.getLast().reject().get());
                status = ExitStatus.NOT_HELD;
                break;
            }
        }
        tell(all, status);
        return status;
    }

    /** Writes reports as JSON, if that is wanted. */
    void tell(final List<Told> reports, final int status) {
        json.write(new JsonReport().put("refused", status != ExitStatus.HELD)
            .put("reports", reports.stream().map(Told::json).toList()));
    }
}
