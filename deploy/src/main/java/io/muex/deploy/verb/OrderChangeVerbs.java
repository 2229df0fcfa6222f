package io.muex.deploy.verb;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import io.muex.deploy.client.Market;
import io.muex.deploy.client.Talk;
import io.muex.deploy.cluster.LocalCluster;
import io.muex.exchange.node.GenesisCommand;
import io.muex.exchange.protocol.wire.CancelOrder;
import io.muex.exchange.protocol.wire.Message;
import io.muex.exchange.protocol.wire.ReduceOrder;
import io.muex.exchange.protocol.wire.ReplaceOrder;

/** The verbs that change an order that is there. */
final class OrderChangeVerbs {
    private OrderChangeVerbs() {
    }

    /** Names an order and sends one command about it. */
    private abstract static class OfOrder implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "CLORDID", description = "Name of the order in its session.")
        private long clOrdId;
        @Mixin
        private TalkOptions options;
        @Spec
        private CommandSpec spec;

        @Override
        public final Integer call() throws IOException {
            final LocalCluster cluster = options.cluster();
            final Message command = command(clOrdId, cluster);
            try (Talk talk = options.open(cluster, GenesisCommand.FIRST_TRADER_SESSION)) {
                return options.askAndTell(talk, List.of(command), spec);
            }
        }

        abstract Message command(long clOrdId, LocalCluster cluster) throws IOException;
    }

    /** {@code muex cancel}. */
    @Command(name = "cancel", mixinStandardHelpOptions = true,
        description = "Cancels an order. Exit status 1: the exchange refused that.")
    static final class Cancel extends OfOrder {
        @Override
        Message command(final long clOrdId, final LocalCluster cluster) {
            final CancelOrder command = new CancelOrder();
            command.clOrdId = clOrdId;
            return command;
        }
    }

    /** {@code muex reduce}. */
    @Command(name = "reduce", mixinStandardHelpOptions = true,
        description = "Takes lots off an order, which keeps its place. Exit status 1: the exchange refused that.")
    static final class Reduce extends OfOrder {
        @Parameters(index = "1", paramLabel = "QUANTITY", description = "Lots to take off.")
        private long quantity;

        @Override
        Message command(final long clOrdId, final LocalCluster cluster) {
            final ReduceOrder command = new ReduceOrder();
            command.clOrdId = clOrdId;
            command.quantity = quantity;
            return command;
        }
    }

    /** {@code muex replace}. */
    @Command(name = "replace", mixinStandardHelpOptions = true,
        description = "Changes quantity and price of an order. Exit status 1: the exchange refused that.")
    static final class Replace extends OfOrder {
        @Parameters(index = "1", paramLabel = "DELTA", description = "Lots to add; negative to take off.")
        private long delta;
        @Parameters(index = "2", paramLabel = "PRICE",
            description = "New price in ticks; 0 leaves it. With --of also in money, such as 10.50.")
        private String price;
        @Option(names = "--of", paramLabel = "SYMBOL", description = "Instrument of the order.")
        private String symbol;

        @Override
        Message command(final long clOrdId, final LocalCluster cluster) throws IOException {
            final Market market = symbol == null
                ? new Market(0, "of this order", null) : Market.find(cluster.instruments(), symbol);
            final ReplaceOrder command = new ReplaceOrder();
            command.clOrdId = clOrdId;
            command.delta = delta;
            command.newPrice = market.ticks(price);
            return command;
        }
    }
}
