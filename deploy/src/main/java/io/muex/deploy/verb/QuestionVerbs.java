package io.muex.deploy.verb;

import java.io.IOException;
import java.util.ArrayList;
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
import io.muex.deploy.client.Told;
import io.muex.deploy.cluster.LocalCluster;
import io.muex.deploy.report.Console;
import io.muex.deploy.report.Table;
import io.muex.exchange.node.GenesisCommand;
import io.muex.exchange.protocol.Side;
import io.muex.exchange.protocol.wire.BookLevel;
import io.muex.exchange.protocol.wire.BookSnapshot;
import io.muex.exchange.protocol.wire.OpenOrder;
import io.muex.exchange.protocol.wire.OpenOrdersEnd;
import io.muex.exchange.protocol.wire.QueryBook;
import io.muex.exchange.protocol.wire.QueryOrders;

/** The verbs that ask. Questions go through the log like orders, so the answer is as of one place in it. */
final class QuestionVerbs {
    private QuestionVerbs() {
    }

    /** Prints why there is no answer; the exit status for that. */
    private static int refused(final Console console, final Told last) {
        console.note("muex: refused: " + last.reject().orElse(last.name()));
        return ExitStatus.NOT_HELD;
    }

    /** {@code muex book}. */
    @Command(name = "book", mixinStandardHelpOptions = true,
        description = "Prints the order book of an instrument, best prices in the middle.")
    static final class Book implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "SYMBOL", description = "Instrument: its symbol or number.")
        private String symbol;
        @Option(names = "--levels", paramLabel = "N", defaultValue = "10",
            description = "Price levels a side, at most 64. Default: ${DEFAULT-VALUE}.")
        private int levels;
        @Mixin
        private TalkOptions options;
        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            final Console console = Console.of(spec.commandLine().getOut(), spec.commandLine().getErr());
            final LocalCluster cluster = options.cluster();
            final Market market = Market.find(cluster.instruments(), symbol);
            final QueryBook query = new QueryBook();
            query.instrumentId = market.id();
            query.levels = levels;
            final List<Told> answer;
            try (Talk talk = options.open(cluster, GenesisCommand.FIRST_TRADER_SESSION)) {
                answer = talk.ask(query);
            }
            final boolean isAnswered = answer.getLast().message() instanceof BookSnapshot;
            options.tell(answer, isAnswered ? ExitStatus.HELD : ExitStatus.NOT_HELD);
            if (!isAnswered) {
                return refused(console, answer.getLast());
            }
            print(console, market, answer);
            return ExitStatus.HELD;
        }

        private static void print(final Console console, final Market market, final List<Told> answer) {
            final List<BookLevel> bids = new ArrayList<>();
            final List<BookLevel> asks = new ArrayList<>();
            for (final Told told : answer) {
                if (told.message() instanceof final BookLevel level) {
                    (level.side == Side.BUY ? bids : asks).add(level);
                }
            }
            final Table table = new Table("side", "price", "ticks", "lots", "orders");
            asks.reversed().forEach(level -> table.row(
                "sell", market.money(level.price), level.price, level.quantity, level.orders));
            bids.forEach(level -> table.row(
                "buy", market.money(level.price), level.price, level.quantity, level.orders));
            console.table(table);
            final BookSnapshot end = (BookSnapshot) answer.getLast().message();
            console.line(market.symbol() + " is " + end.status + ", market price "
                + (end.marketPrice == 0 ? "not known" : market.money(end.marketPrice)) + ", as of event "
                + answer.getLast().eventSeq());
        }
    }

    /** {@code muex orders}. */
    @Command(name = "orders", mixinStandardHelpOptions = true, description = "Prints the live orders of a session.")
    static final class Orders implements Callable<Integer> {
        @Mixin
        private TalkOptions options;
        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            final Console console = Console.of(spec.commandLine().getOut(), spec.commandLine().getErr());
            final LocalCluster cluster = options.cluster();
            final List<Told> all = new ArrayList<>();
            final QueryOrders query = new QueryOrders();
            try (Talk talk = options.open(cluster, GenesisCommand.FIRST_TRADER_SESSION)) {
                boolean hasMore = true;
                while (hasMore) {
                    all.addAll(talk.ask(query));
                    hasMore = all.getLast().message() instanceof final OpenOrdersEnd end && end.remaining != 0;
                    query.afterOrderId = lastOrderId(all);
                }
            }
            final boolean isAnswered = all.getLast().message() instanceof OpenOrdersEnd;
            options.tell(all, isAnswered ? ExitStatus.HELD : ExitStatus.NOT_HELD);
            if (!isAnswered) {
                return refused(console, all.getLast());
            }
            print(console, cluster, all);
            return ExitStatus.HELD;
        }

        private static long lastOrderId(final List<Told> answer) {
            return answer.stream().filter(told -> told.message() instanceof OpenOrder)
                .mapToLong(told -> ((OpenOrder) told.message()).orderId).max().orElse(0);
        }

        private static void print(final Console console, final LocalCluster cluster, final List<Told> answer)
            throws IOException {
            final Table table = new Table("clOrdId", "order", "instrument", "side", "lots open", "price", "stop",
                "conditions", "expires");
            for (final Told told : answer) {
                if (told.message() instanceof final OpenOrder order) {
                    final Market market = Market.find(
                        cluster.instruments(), Integer.toString(order.instrumentId));
                    table.row(order.clOrdId, order.orderId, market.symbol(), order.side, order.leavesQuantity,
                        order.price == 0 ? "market" : market.money(order.price),
                        order.stopPrice == 0 ? "" : market.money(order.stopPrice), order.conditions,
                        order.timeInForce);
                }
            }
            console.table(table);
        }
    }
}
