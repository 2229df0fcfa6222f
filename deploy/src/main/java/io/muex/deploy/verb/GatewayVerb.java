package io.muex.deploy.verb;

import io.muex.deploy.gateway.GatewayProcess;
import io.muex.deploy.host.TimerSlack;
import io.muex.deploy.roads.Roads;
import io.muex.exchange.config.ClusterConfig;
import io.muex.exchange.config.file.Configuration;
import io.muex.gateway.config.GatewayConfig;
import io.muex.gateway.marketdata.MarketDataConfig;
import io.muex.load.process.LifeLine;
import io.muex.load.process.StopRequest;
import io.muex.mu.fabric.shm.Kernel;
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
    /** As replicas have: what it does at once takes tens of microseconds. */
    private static final long TURN_NS = 100_000;

    @Parameters(paramLabel = "NAME", description = "Name of the gateway, for instance g2.")
    private String name;
    @Option(names = "--number", paramLabel = "N", description = "Number of the gateway, 1 or more; no two of a cluster "
        + "have the same. Default: the one at the end of its name, else 1.")
    private Integer number;
    @Mixin
    private ConfigOptions options;

    @Override
    public Integer call() throws Exception {
        TimerSlack.minimise();
        Kernel.shortenTurns(TURN_NS);
        options.set("gateway.name", name);
        final Configuration configuration = options.open();
        final ClusterConfig cluster = configuration.read(ClusterConfig.SECTION, ClusterConfig::from);
        final GatewayConfig gateway = configuration.read(GatewayConfig.SECTION, GatewayConfig::from);
        final MarketDataConfig marketData = configuration.read(MarketDataConfig.SECTION, MarketDataConfig::from);
        configuration.throwIfAnyProblem();
        final int chosen = number == null ? numberIn(name) : number;
        if (chosen < 1) {
            System.err.println("muex: gateways are numbered from 1, not " + chosen);
            return ExitStatus.USAGE;
        }
        final ClusterConfig here = Roads.located(cluster);
        LifeLine.attachIfGiven(GRACE);
        try (StopRequest stop = StopRequest.install(GRACE)) {
            new GatewayProcess(here, gateway, marketData, chosen).run(System.out, stop);
            return ExitStatus.HELD;
        }
    }

    /** The number that ends a name, 1 if none does. */
    private static int numberIn(final String name) {
        final String digits = name.replaceFirst("^.*?([0-9]{0,6})$", "$1");
        return digits.isEmpty() ? 1 : Integer.parseInt(digits);
    }
}
