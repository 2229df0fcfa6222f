package io.muex.deploy.client;

import io.muex.deploy.report.Console;
import io.muex.deploy.report.JsonReport;
import io.muex.exchange.protocol.Side;
import io.muex.gateway.marketdata.MarketDataListener;
import io.muex.gateway.marketdata.MarketDataReader;
import io.muex.gateway.marketdata.PublicBook;
import io.muex.gateway.marketdata.PublicSide;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** One instrument for people: a ladder that is painted over, or lines for trades and the best prices. One thread. */
public final class Ladder implements MarketDataListener {
    private static final String TO_TOP = "\u001b[H";
    private static final String TO_END_OF_LINE = "\u001b[K";
    private static final String BELOW = "\u001b[J";
    private static final int TRADES_SHOWN = 8;

    private final Market market;
    private final int levels;
    private final boolean isTerminal;
    private final Console console;
    private final Deque<String> latest = new ArrayDeque<>();
    private PublicBook book;
    private boolean hasSeen;
    private long trades;
    private long volume;
    private String best = "";

    /** A ladder of that many levels a side. */
    public Ladder(final Market market, final int levels, final boolean isTerminal, final Console console) {
        this.market = market;
        this.levels = levels;
        this.isTerminal = isTerminal;
        this.console = console;
    }

    /** True if the book was known as a whole at some time. */
    public boolean isKnown() {
        return hasSeen;
    }

    @Override
    public void onTrade(final PublicBook traded, final long tradeId, final Side side, final long price,
        final long quantity, final long timestampNs) {
        if (traded.instrumentId() != market.id()) {
            return;
        }
        trades++;
        volume += quantity;
        final String line = "trade " + tradeId + ": " + quantity + " @ " + market.money(price) + ", "
            + (side == Side.BUY ? "bought" : "sold") + " by the taker";
        if (isTerminal) {
            latest.addFirst(line);
            if (latest.size() > TRADES_SHOWN) {
                latest.removeLast();
            }
        } else {
            console.line(line);
        }
    }

    @Override
    public void onBook(final PublicBook known) {
        if (known.instrumentId() == market.id()) {
            book = known;
            hasSeen = true;
        }
    }

    @Override
    public void onStatus(final PublicBook changed) {
        if (changed.instrumentId() == market.id() && !isTerminal) {
            console.line(market.symbol() + " is " + changed.status());
        }
    }

    @Override
    public void onReset(final long clusterId) {
        book = null;
        if (!isTerminal) {
            console.line("the cluster was created anew");
        }
    }

    /** Shows how it stands now: between two packets of the feed. */
    public void show(final MarketDataReader reader) {
        if (!reader.isConsistent() || book == null) {
            return;
        }
        if (isTerminal) {
            paint(reader);
            return;
        }
        final String now = "best " + level(book.bids()) + " | " + level(book.asks()) + ", as of event " + reader.seq();
        final String prices = level(book.bids()) + level(book.asks());
        if (book.isKnown() && !prices.equals(best)) {
            best = prices;
            console.line(now);
        }
    }

    private String level(final PublicSide side) {
        return side.levels() == 0 ? "-" : side.quantity(0) + " @ " + market.money(side.price(0));
    }

    private void paint(final MarketDataReader reader) {
        final StringBuilder text = new StringBuilder(TO_TOP);
        row(text, market.symbol() + "  " + book.status() + "  market price "
            + (book.marketPrice() == 0 ? "not known" : market.money(book.marketPrice())) + "  event " + reader.seq()
            + (reader.isLive() ? "" : "  CATCHING UP"));
        row(text, String.format("%8s %12s %14s %12s %8s", "orders", "bid", "price", "offer", "orders"));
        final PublicSide asks = book.asks();
        for (int rank = levels - 1; rank >= 0; rank--) {
            row(text, rank >= asks.levels() ? "" : String.format("%8s %12s %14s %12d %8d", "", "",
                market.money(asks.price(rank)), asks.quantity(rank), asks.orders(rank)));
        }
        final PublicSide bids = book.bids();
        for (int rank = 0; rank < levels; rank++) {
            row(text, rank >= bids.levels() ? "" : String.format("%8d %12d %14s", bids.orders(rank),
                bids.quantity(rank), market.money(bids.price(rank))));
        }
        row(text, trades + " trades, " + volume + " lots");
        latest.forEach(line -> row(text, line));
        console.line(text + BELOW);
    }

    private static void row(final StringBuilder text, final String row) {
        text.append(row).append(TO_END_OF_LINE).append('\n');
    }

    /** The figures for JSON. */
    public JsonReport report() {
        final JsonReport report = new JsonReport().put("instrument", market.symbol())
            .put("instrumentId", market.id()).put("trades", trades).put("volume", volume).put("known", hasSeen);
        if (book != null) {
            report.put("status", book.status().name()).put("marketPrice", book.marketPrice())
                .put("hash", Long.toHexString(book.hash()))
                .put("bids", side(book.bids())).put("asks", side(book.asks()));
        }
        return report;
    }

    private List<JsonReport> side(final PublicSide side) {
        final List<JsonReport> rows = new ArrayList<>();
        for (int rank = 0; rank < Math.min(levels, side.levels()); rank++) {
            rows.add(new JsonReport().put("price", side.price(rank)).put("quantity", side.quantity(rank))
                .put("orders", side.orders(rank)));
        }
        return rows;
    }
}
