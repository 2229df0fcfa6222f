package io.muex.deploy.verb;

import io.muex.deploy.gateway.GatewayProcess;
import io.muex.deploy.host.TimerSlack;
import io.muex.exchange.config.ClusterConfig;
import io.muex.exchange.config.file.Configuration;
import io.muex.gateway.config.GatewayConfig;
import io.muex.load.process.LifeLine;
import io.muex.load.process.StopRequest;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muex gateway}. */
@Command(name = "gateway", mixinStandardHelpOptions = true,
    description = "Runs one gateway of a cluster of this host in the foreground, until it is told to end.")
final class GatewayVerb implements Callable<Integer> {
    private static final Duration GRACE = Duration.ofSeconds(5);

    @Parameters(paramLabel = "NAME", description = "Name of the gateway.")
    private String name;
    @Option(names = "--number", paramLabel = "N", defaultValue = "1",
        description = "Number of the gateway, 1 or more; no two of a cluster have the same. Default: ${DEFAULT-VALUE}.")
    private int number;
    @Mixin
    private ConfigOptions options;

    @Override
    public Integer call() throws Exception {
        TimerSlack.minimise();
        options.set("gateway.name", name);
        final Configuration configuration = options.open();
        final ClusterConfig cluster = configuration.read(ClusterConfig.SECTION, ClusterConfig::from);
        final GatewayConfig gateway = configuration.read(GatewayConfig.SECTION, GatewayConfig::from);
        configuration.throwIfAnyProblem();
        if (number < 1) {
            System.err.println("muex: gateways are numbered from 1, not " + number);
            return ExitStatus.USAGE;
        }
        LifeLine.attachIfGiven(GRACE);
        try (StopRequest stop = StopRequest.install(GRACE)) {
            new GatewayProcess(cluster, gateway, number).run(System.out, stop);
            return ExitStatus.HELD;
        }
    }
}
