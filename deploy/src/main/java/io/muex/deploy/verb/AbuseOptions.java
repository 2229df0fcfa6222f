package io.muex.deploy.verb;

import io.muex.deploy.report.Console;
import io.muex.deploy.run.MuexCommands;
import io.muex.deploy.run.TemporaryCluster;
import io.muex.exchange.config.DetectorProfile;
import io.muex.load.drill.abuse.AbuseDrill;
import io.muex.load.drill.abuse.AbusePlan;
import io.muex.load.drill.abuse.AbuseReport;
import io.muex.load.local.LocalCluster;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code muex drill abuse}: its options, and the drill on a cluster of its own. */
final class AbuseOptions {
    /** What the drill is called. */
    static final String WORD = "abuse";

    private static final int REPLICAS = 3;
    private static final int GATEWAYS = 2;

    @Option(names = "--seconds", paramLabel = "N",
        description = "abuse: how long processes are killed and paused. Default: 120.")
    private Integer seconds;
    @Option(names = "--sessions", paramLabel = "N", description = "abuse: sessions that trade. Default: 50.")
    private Integer sessions;
    @Option(names = "--session-rate", paramLabel = "R",
        description = "abuse: commands of one session per second. Default: 10.")
    private Integer rate;
    @Option(names = "--loss", paramLabel = "PERCENT",
        description = "abuse: share of the packets of the public feed that its reader drops. Default: 5.")
    private Integer loss;

    static List<String> footer() {
        return List.of(
            "  abuse",
            "    3 replicas, 2 gateways, 50 sessions in 2 client processes. For 2 minutes leaders, followers,",
            "    gateways, clients and the media driver are killed and paused, and sessions move between gateways.",
            "    Expected: every command answered once, in order, also of clients that were killed; no session",
            "    hears of another's orders; the books made of reports, of the feed under loss and by replicas are",
            "    the same; prints how often each kind happened and the longest gap that a session saw.");
    }

    /** These options say nothing about other drills. */
    void throwUnless(final boolean isAbuse, final CommandSpec spec) {
        if (!isAbuse && (seconds != null || sessions != null || rate != null || loss != null)) {
            throw new ParameterException(spec.commandLine(),
                "--seconds, --sessions, --session-rate and --loss belong to " + WORD);
        }
        try {
            plan(1);
        } catch (final IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), wrong.getMessage(), wrong);
        }
    }

    private AbusePlan plan(final long seed) {
        return new AbusePlan(seed, or(seconds, 120), or(sessions, 50), or(rate, 10), or(loss, 5));
    }

    private static int or(final Integer wish, final int usual) {
        return wish == null ? usual : wish;
    }

    /** Makes a cluster, runs the drill, removes the cluster. */
    int run(final long seed, final JsonOption json, final Console console) throws IOException, InterruptedException {
        final AbusePlan plan = plan(seed);
        console.line("abuse, seed " + seed);
        try (TemporaryCluster place = TemporaryCluster.create("drill", REPLICAS, 0, DetectorProfile.SMALL)) {
            final LocalCluster cluster = LocalCluster.start(
                place.config(), new MuexCommands(place.file()), GATEWAYS, console::stage);
            try {
                final AbuseReport report = new AbuseDrill(plan, cluster, console::line).run();
                console.line(report.summary());
                json.write(report);
                if (!report.holds()) {
                    console.line("logs and journals of all processes: " + place.keepLogs());
                }
                return report.holds() ? ExitStatus.HELD : ExitStatus.NOT_HELD;
            } finally {
                cluster.closeKeepingLogs();
            }
        }
    }
}
