package io.muex.deploy.verb;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import io.muex.deploy.report.Console;
import io.muex.deploy.report.JsonReport;
import io.muex.deploy.report.Table;
import io.muex.exchange.config.ClusterConfig;
import io.muex.exchange.config.DriverConfig;
import io.muex.exchange.config.ExchangeGenesisConfig;
import io.muex.exchange.config.RdmaConfig;
import io.muex.exchange.config.ReplicaConfig;
import io.muex.exchange.config.file.Configuration;
import io.muex.exchange.config.file.Setting;
import io.muex.gateway.config.GatewayConfig;
import io.muex.gateway.marketdata.MarketDataConfig;

/** {@code muex config}. */
@Command(name = "config", mixinStandardHelpOptions = true, description = "Looks at a configuration file.",
    subcommands = {ConfigVerb.Check.class, ConfigVerb.Print.class})
final class ConfigVerb implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "muex config: check or print?");
    }

    /** Reads every section, since a file may hold those of several processes. */
    private static Configuration readAll(final ConfigOptions options) {
        final Configuration configuration = options.open();
        configuration.read(ClusterConfig.SECTION, ClusterConfig::from);
        configuration.read(DriverConfig.SECTION, DriverConfig::from);
        configuration.read(ReplicaConfig.SECTION, ReplicaConfig::from);
        configuration.read(RdmaConfig.SECTION, RdmaConfig::from);
        configuration.read(GatewayConfig.SECTION, GatewayConfig::from);
        configuration.read(MarketDataConfig.SECTION, MarketDataConfig::from);
        configuration.read(ExchangeGenesisConfig.SECTION, ExchangeGenesisConfig::from);
        configuration.throwIfAnyProblem();
        return configuration;
    }

    /** {@code muex config check}. */
    @Command(name = "check", mixinStandardHelpOptions = true,
        description = "Tells everything that is wrong with a file, each by line and key. Exit status 0: nothing is.")
    static final class Check implements Callable<Integer> {
        @Mixin
        private ConfigOptions options;
        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            final Configuration configuration = readAll(options);
            final PrintWriter out = spec.commandLine().getOut();
            out.println((options.file() == null ? "defaults" : options.file().toString()) + ": good, "
                + configuration.settings().size() + " keys");
            out.flush();
            return ExitStatus.HELD;
        }
    }

    /** {@code muex config print}. */
    @Command(name = "print", mixinStandardHelpOptions = true,
        description = "Prints every key with the value that holds, the default, and where the value comes from.")
    static final class Print implements Callable<Integer> {
        @Mixin
        private ConfigOptions options;
        @Mixin
        private JsonOption json;
        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            final Table table = new Table("key", "value", "default", "source");
            final List<JsonReport> keys = new ArrayList<>();
            for (final Setting setting : readAll(options).settings()) {
                table.row(setting.path(), setting.value(), setting.defaultValue(), setting.source());
                keys.add(new JsonReport()
                    .put("key", setting.path())
                    .put("value", setting.value())
                    .put("default", setting.defaultValue())
                    .put("source", setting.source()));
            }
            Console.of(spec.commandLine().getOut(), spec.commandLine().getErr()).table(table);
            json.write(new JsonReport().put("keys", keys));
            return ExitStatus.HELD;
        }
    }
}
