package io.muex.deploy.verb;

import java.time.Duration;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import io.muex.deploy.driver.DriverAlreadyRunningException;
import io.muex.deploy.driver.DriverProcess;
import io.muex.deploy.host.TimerSlack;
import io.muex.deploy.roads.Roads;
import io.muex.load.process.LifeLine;
import io.muex.load.process.StopRequest;
import io.muex.exchange.config.ClusterConfig;
import io.muex.exchange.config.DriverConfig;
import io.muex.exchange.config.file.Configuration;

/** {@code muex driver}. */
@Command(name = "driver", mixinStandardHelpOptions = true,
    description = "Runs the Aeron media driver of a cluster's host in the foreground, until it is told to end.")
final class DriverVerb implements Callable<Integer> {
    private static final Duration GRACE = Duration.ofSeconds(5);

    @Mixin
    private ConfigOptions options;

    @Override
    public Integer call() throws Exception {
        TimerSlack.minimise();
        final Configuration configuration = options.open();
        final ClusterConfig cluster = configuration.read(ClusterConfig.SECTION, ClusterConfig::from);
        final DriverConfig driver = configuration.read(DriverConfig.SECTION, DriverConfig::from);
        configuration.throwIfAnyProblem();
        final ClusterConfig here = Roads.located(cluster);
        LifeLine.attachIfGiven(GRACE);
        try (StopRequest stop = StopRequest.install(GRACE)) {
            new DriverProcess(here, driver).run(System.out, stop);
            return ExitStatus.HELD;
        } catch (final DriverAlreadyRunningException e) {
            System.err.println("muex: " + e.getMessage());
            return ExitStatus.USAGE;
        }
    }
}
