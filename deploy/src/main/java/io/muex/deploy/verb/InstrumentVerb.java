package io.muex.deploy.verb;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import io.muex.deploy.client.Market;
import io.muex.deploy.client.NewInstrument;
import io.muex.deploy.client.Talk;
import io.muex.deploy.cluster.LocalCluster;
import io.muex.exchange.config.InstrumentConfig;
import io.muex.exchange.node.GenesisCommand;
import io.muex.exchange.protocol.InstrumentStatus;
import io.muex.exchange.protocol.wire.SetInstrumentStatus;

/** {@code muex instrument}. */
@Command(name = "instrument", mixinStandardHelpOptions = true,
    description = "Adds an instrument, halts it, lets it trade again.",
    subcommands = {InstrumentVerb.Add.class, InstrumentVerb.Halt.class, InstrumentVerb.Resume.class})
final class InstrumentVerb implements Runnable {
    private static final int DEPTH_LEVELS = 5;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "muex instrument: add, halt or resume?");
    }

    /** {@code muex instrument add}. */
    @Command(name = "add", mixinStandardHelpOptions = true, description = "Adds an instrument to the running exchange.")
    static final class Add implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "SYMBOL", description = "1 to 16 printable characters without blanks.")
        private String symbol;
        @Option(names = "--id", paramLabel = "N", description = "Its number. Default: the next that is known free.")
        private Integer id;
        @Option(names = "--tick-size", paramLabel = "MONEY", defaultValue = "0.01",
            description = "One tick in money. Default: ${DEFAULT-VALUE}.")
        private BigDecimal tickSize;
        @Option(names = "--lot-size", paramLabel = "UNITS", defaultValue = "1",
            description = "One lot in units. Default: ${DEFAULT-VALUE}.")
        private BigDecimal lotSize;
        @Option(names = "--max-orders", paramLabel = "N", defaultValue = "16384",
            description = "Live orders of its book. Default: ${DEFAULT-VALUE}.")
        private int maxOrders;
        @Option(names = "--max-levels", paramLabel = "N", defaultValue = "4096",
            description = "Price levels of its book. Default: ${DEFAULT-VALUE}.")
        private int maxLevels;
        @Mixin
        private TalkOptions options;
        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            if (!symbol.matches("[!-~]{1,16}") || tickSize.signum() <= 0 || lotSize.signum() <= 0) {
                throw new ParameterException(spec.commandLine(),
                    "a symbol of 1 to 16 printable characters, and sizes above 0");
            }
            final LocalCluster cluster = options.cluster();
            final int number = id == null ? cluster.instruments().nextId() : id;
            final InstrumentConfig wanted = new InstrumentConfig(symbol, tickSize.stripTrailingZeros(),
                lotSize.stripTrailingZeros(), 1, 1_000_000_000, 0, DEPTH_LEVELS, maxOrders, maxLevels, 0);
            try (Talk talk = options.open(cluster, GenesisCommand.OPERATOR_SESSION)) {
                return options.askAndTell(talk, List.of(NewInstrument.command(number, wanted)), spec);
            }
        }
    }

    /** Sets the status of an instrument as the operator. */
    private abstract static class SetStatus implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "SYMBOL", description = "Instrument: its symbol or number.")
        private String symbol;
        @Mixin
        private TalkOptions options;
        @Spec
        private CommandSpec spec;

        @Override
        public final Integer call() throws IOException {
            final LocalCluster cluster = options.cluster();
            final SetInstrumentStatus command = new SetInstrumentStatus();
            command.instrumentId = Market.find(cluster.instruments(), symbol).id();
            command.status = status();
            try (Talk talk = options.open(cluster, GenesisCommand.OPERATOR_SESSION)) {
                return options.askAndTell(talk, List.of(command), spec);
            }
        }

        abstract InstrumentStatus status();
    }

    /** {@code muex instrument halt}. */
    @Command(name = "halt", mixinStandardHelpOptions = true,
        description = "From now on orders of the instrument can only be cancelled or reduced.")
    static final class Halt extends SetStatus {
        @Override
        InstrumentStatus status() {
            return InstrumentStatus.HALTED;
        }
    }

    /** {@code muex instrument resume}. */
    @Command(name = "resume", mixinStandardHelpOptions = true, description = "Lets the instrument trade again.")
    static final class Resume extends SetStatus {
        @Override
        InstrumentStatus status() {
            return InstrumentStatus.OPEN;
        }
    }
}
