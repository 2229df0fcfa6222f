package io.muex.load.report;

import io.muex.exchange.protocol.Side;
import io.muex.load.drill.Failover;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A run as a picture for a terminal of 80 columns: the book as the client knows it, the last trades, every failover as
 * bars, and the figures.
 */
public final class RunPicture {
    private static final int LEVELS = 6;
    private static final int BAR = 18;
    private static final int TIME_BAR = 40;
    private static final int GAP = 4;

    private final boolean plain;
    private final StringBuilder text = new StringBuilder();

    private RunPicture(final boolean plain) {
        this.plain = plain;
    }

    /**
     * Draws a run.
     *
     * @param report  of the run
     * @param book    as it was at the end
     * @param isPlain true for terminals that show ASCII only
     * @return lines, each with its end
     */
    public static String draw(final RunReport report, final BookView book, final boolean isPlain) {
        final RunPicture picture = new RunPicture(isPlain);
        picture.book(book);
        int number = 0;
        for (final Failover failover : report.failovers()) {
            picture.failover(++number, failover);
        }
        picture.figures(report);
        return picture.text.toString();
    }

    private void book(final BookView book) {
        final List<BookView.Level> bids = book.levels(Side.BUY, LEVELS);
        final List<BookView.Level> asks = book.levels(Side.SELL, LEVELS);
        long most = 1;
        for (final BookView.Level level : bids) {
            most = Math.max(most, level.quantity());
        }
        for (final BookView.Level level : asks) {
            most = Math.max(most, level.quantity());
        }
        final List<String> ladder = new ArrayList<>();
        for (final BookView.Level level : asks.reversed()) {
            ladder.add(rung("", level, bar(level.quantity(), most, BAR)));
        }
        for (final BookView.Level level : bids) {
            ladder.add(rung(bar(level.quantity(), most, BAR), level, ""));
        }
        line("book, " + format(book.liveOrders()) + " live orders" + " ".repeat(GAP)
            + "last of " + format(book.trades()) + " trades");
        final List<BookView.Trade> trades = book.lastTrades();
        for (int i = 0; i < Math.max(ladder.size(), trades.size()); i++) {
            final String left = i < ladder.size() ? ladder.get(i) : "";
            final String right = i < trades.size() ? trade(trades.get(i)) : "";
            line((left + " ".repeat(Math.max(0, 2 * BAR + 16 + GAP - left.length())) + right).stripTrailing());
        }
        line("");
    }

    /** Bids to the left of the price, asks to the right. */
    private static String rung(final String left, final BookView.Level level, final String right) {
        return String.format(
            Locale.ROOT, "%" + BAR + "s %14d %-" + BAR + "s", left, level.price(), right);
    }

    private static String trade(final BookView.Trade trade) {
        return String.format(Locale.ROOT, "%-4s %,d @ %d", trade.isBuy() ? "buy" : "sell", trade.quantity(),
            trade.price());
    }

    private void failover(final int number, final Failover failover) {
        line("failover " + number + ": leader " + failover.killed() + " -> "
            + (failover.newLeader() == 0 ? "nobody" : failover.newLeader()) + ", " + failover.unanswered()
            + " commands unanswered, microseconds since the fault");
        final long whole = Math.max(1, Math.max(failover.clientGapMicros(), failover.firstClientCommitMicros()));
        long from = 0;
        from = phase("suspected", from, failover.detectMicros(), whole);
        from = phase("permission switched", from, failover.switchMicros(), whole);
        from = phase("caught up", from, failover.catchUpMicros(), whole);
        from = phase("leads", from, failover.firstCommitMicros(), whole);
        phase("first client commit", from, failover.firstClientCommitMicros(), whole);
        phase("client gap", 0, failover.clientGapMicros(), whole);
        line("");
    }

    /** From the end of the phase before to the end of this one. */
    private long phase(final String name, final long from, final long to, final long whole) {
        if (to == Failover.NOT_REACHED) {
            line(String.format(Locale.ROOT, "  %-20s not reached", name));
            return from;
        }
        final int start = (int) (Math.max(0, from) * TIME_BAR / whole);
        final int end = (int) (Math.max(0, to) * TIME_BAR / whole);
        final String drawn = " ".repeat(Math.min(start, TIME_BAR - 1)) + block().repeat(Math.max(1, end - start));
        line(String.format(Locale.ROOT, "  %-20s %-" + (TIME_BAR + 1) + "s %,10d", name, drawn, to));
        return to;
    }

    private void figures(final RunReport report) {
        line(String.format(Locale.ROOT, "commands   %,d submitted, %,d answered, %,d unanswered at faults",
            report.commandsSubmitted(), report.commandsAnswered(), report.unansweredAtKill()));
        line(String.format(Locale.ROOT, "           %,d lost, %,d duplicated, %,d reordered", report.lost(),
            report.duplicated(), report.reordered()));
        final Latency latency = report.latency();
        line(String.format(Locale.ROOT, "latency    %s: p50 %,.1f  p90 %,.1f  p99 %,.1f  p99.9 %,.1f  max %,.1f",
            latency.unit(), latency.p50(), latency.p90(), latency.p99(), latency.p999(), latency.max()));
        line(String.format(Locale.ROOT, "rate       %,d/s due, %,.0f/s answered, %,d sent late",
            report.flow().ratePerSecond(), report.throughputPerSecond(), report.flow().lateSends()));
        for (final ReplicaEntry replica : report.replicas()) {
            line(String.format(Locale.ROOT, "replica %d  %-9s applied %,d, state %s", replica.id(), replica.role(),
                replica.appliedIndex(), replica.stateHash()));
        }
        line("replicas   " + (report.stateHashesAgree() ? "agree" : "DO NOT AGREE"));
        line(report.holds() ? "held" : "DID NOT HOLD");
        report.problems().forEach(problem -> line("  " + problem));
    }

    private String bar(final long quantity, final long most, final int width) {
        return block().repeat(Math.max(1, (int) ((double) quantity / most * width)));
    }

    private String block() {
        return plain ? "#" : "\u2588";
    }

    private static String format(final long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private void line(final String content) {
        text.append(content).append('\n');
    }
}
