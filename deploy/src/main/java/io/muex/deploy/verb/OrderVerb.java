package io.muex.deploy.verb;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import io.muex.deploy.client.Market;
import io.muex.deploy.client.Talk;
import io.muex.deploy.cluster.LocalCluster;
import io.muex.exchange.node.GenesisCommand;
import io.muex.exchange.protocol.Conditions;
import io.muex.exchange.protocol.Side;
import io.muex.exchange.protocol.wire.NewOrder;

/** {@code muex order}. */
@Command(name = "order", mixinStandardHelpOptions = true,
    customSynopsis = "muex order buy|sell QUANTITY SYMBOL @ PRICE|market [OPTIONS]",
    description = "Gives an order to the running cluster and prints what became of it. A price without a point is "
        + "ticks, one with a point is money. Exit status 1: the exchange refused it.")
final class OrderVerb implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "buy|sell", description = "Side.")
    private String side;
    @Parameters(index = "1", paramLabel = "QUANTITY", description = "Lots.")
    private long quantity;
    @Parameters(index = "2", paramLabel = "SYMBOL", description = "Instrument: its symbol or number.")
    private String symbol;
    @Parameters(index = "3..*", arity = "1..2", paramLabel = "@ PRICE",
        description = "Limit price, or the word market.")
    private List<String> price;
    @Option(names = "--stop", paramLabel = "P", description = "Waits until the market price has reached P.")
    private String stop;
    @Option(names = "--id", paramLabel = "CLORDID",
        description = "Name of the order. Default: the number of the command in its session.")
    private Long id;
    @ArgGroup
    private Condition condition;
    @Mixin
    private TalkOptions options;
    @Spec
    private CommandSpec spec;

    /** At most one of these. */
    static final class Condition {
        @Option(names = "--ioc", description = "Trades what it can at once; the rest is cancelled.")
        private boolean ioc;
        @Option(names = "--fok", description = "Trades completely at once or not at all.")
        private boolean fok;
        @Option(names = "--aon", description = "Trades completely or not at all, and may wait for that.")
        private boolean aon;

        private Conditions code() {
            return ioc ? Conditions.IOC : fok ? Conditions.FOK : aon ? Conditions.AON : Conditions.NONE;
        }
    }

    @Override
    public Integer call() throws IOException {
        final NewOrder order = new NewOrder();
        order.side = side();
        order.quantity = quantity;
        order.conditions = condition == null ? Conditions.NONE : condition.code();
        final String limit = priceText();
        final LocalCluster cluster = options.cluster();
        final Market market = Market.find(cluster.instruments(), symbol);
        order.instrumentId = market.id();
        order.price = limit.equals("market") ? 0 : limitTicks(market, limit);
        order.stopPrice = stop == null ? 0 : market.ticks(stop);
        try (Talk talk = options.open(cluster, GenesisCommand.FIRST_TRADER_SESSION)) {
            order.clOrdId = id == null ? talk.nextNumber() : id;
            spec.commandLine().getOut().println("order " + order.clOrdId + ": " + side + " " + quantity + " "
                + market.symbol() + " @ " + (order.price == 0 ? "market"
                    : market.money(order.price) + " (" + order.price + " ticks)"));
            return options.askAndTell(talk, List.of(order), spec);
        }
    }

    private Side side() {
        return switch (side) {
            case "buy" -> Side.BUY;
            case "sell" -> Side.SELL;
            default -> throw new ParameterException(spec.commandLine(), "buy or sell, not " + side);
        };
    }

    /** Accepts "@ 10.50", "@10.50", "10.50" and the same with the word market. */
    private String priceText() {
        final String all = String.join("", price);
        final String text = all.startsWith("@") ? all.substring(1) : all;
        if (text.isEmpty() || price.size() == 2 && !price.getFirst().equals("@")) {
            throw new ParameterException(spec.commandLine(), "@ PRICE or @ market, not " + String.join(" ", price));
        }
        return text;
    }

    /** Zero ticks would mean a market order, which nobody gets without the word. */
    private long limitTicks(final Market market, final String text) {
        final long ticks = market.ticks(text);
        if (ticks == 0) {
            throw new ParameterException(spec.commandLine(), "a limit price is more than 0; or say @ market");
        }
        return ticks;
    }
}
