package io.muex.deploy.hosts;

import io.muex.deploy.roads.Roads;
import io.muex.exchange.config.ClusterConfig;
import io.muex.exchange.config.file.Configuration;
import io.muex.exchange.config.secret.ClusterSecrets;
import io.muex.exchange.node.GenesisCommand;
import io.muex.exchange.protocol.OpenOrderFlyweight;
import io.muex.exchange.protocol.OpenOrdersEndFlyweight;
import io.muex.exchange.protocol.Side;
import io.muex.exchange.protocol.link.PacedIdle;
import io.muex.gateway.client.ClientListener;
import io.muex.gateway.client.CommandOutcome;
import io.muex.gateway.client.ExchangeClient;
import io.muex.load.process.LifeLine;
import io.muex.load.process.ReadyLine;
import io.muex.mu.session.EventEnvelope;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/**
 * Gives commands from one host of a cluster, pair after pair: an order that rests at a price of its own, and every
 * other time its cancellation. Insists that each is answered exactly once and in order, and that in the end the
 * exchange has the orders that were not cancelled and no other. Arguments: configuration file, number of commands.
 */
final class TraderProcess {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long PACE_NS = TimeUnit.MICROSECONDS.toNanos(500);
    private static final int PROGRESS = 100;
    private static final int ACME = 1;

    private final int commands;
    private final Answers answers = new Answers();
    private long resting;

    private TraderProcess(final int commands) {
        this.commands = commands;
    }

    public static void main(final String[] arguments) throws IOException {
        LifeLine.attachIfGiven(Duration.ofSeconds(1));
        final Configuration file = Configuration.open(Path.of(arguments[0]), System.getenv(), Map.of());
        final ClusterConfig cluster = Roads.located(file.read(ClusterConfig.SECTION, ClusterConfig::from));
        new TraderProcess(Integer.parseInt(arguments[1])).run(cluster);
    }

    private void run(final ClusterConfig cluster) throws IOException {
        final long startNs = System.nanoTime();
        try (ExchangeClient client = ExchangeClient.connect(
            Roads.client(cluster, ClusterSecrets.in(cluster.home()),
                GenesisCommand.FIRST_TRADER_SESSION).withMaxUnanswered(256), answers,
            PATIENCE_NS)) {
            final PacedIdle idle = new PacedIdle();
            int given = 0;
            while (answers.settled < commands) {
                final boolean isDue = System.nanoTime() - startNs >= given * PACE_NS;
                if (given < commands && isDue && give(client, given)) {
                    given++;
                }
                idle.idle(client.poll());
                check(System.nanoTime() - startNs < PATIENCE_NS, "answered in time: " + answers.settled + ", "
                    + client.state() + " " + client.failure());
            }
            final int answered = answers.settled;
            while (answers.moreOpen) {
                final long number = client.queryOrders(answers.lastOpen);
                check(client.awaitSettled(number, PATIENCE_NS), "the open orders are told");
            }
            check(answers.open == resting, answers.open + " orders are open, and " + resting + " should be");
            ReadyLine.print(System.out, "{\"answered\": " + answered + ", \"open\": " + answers.open
                + ", \"longestGapMicros\": " + answers.longestGapNs / 1_000 + "}");
        }
    }

    /** Orders 1, 2, 3, ...; every second command cancels every second order. */
    private boolean give(final ExchangeClient client, final int given) {
        final boolean cancels = given % 4 == 3;
        final long number = cancels ? client.cancel(given)
            : client.place(ACME, Side.BUY, 1, 1 + given % 1_000, given + 1);
        if (number > 0) {
            check(number == answers.firstNumber(number) + given, "numbered " + number);
            resting += cancels ? -1 : 1;
        }
        return number > 0;
    }

    private static void check(final boolean holds, final String what) {
        if (!holds) {
            throw new IllegalStateException("not: " + what);
        }
    }

    /** What came back. */
    private static final class Answers implements ClientListener {
        private final OpenOrderFlyweight order = new OpenOrderFlyweight();
        private final OpenOrdersEndFlyweight end = new OpenOrdersEndFlyweight();
        private int settled;
        private int open;
        private long lastOpen;
        private boolean moreOpen = true;
        private long first;
        private long lastSettled;
        private long lastEventSeq;
        private long lastNs = System.nanoTime();
        private long longestGapNs;

        long firstNumber(final long number) {
            if (first == 0) {
                first = number;
                lastSettled = number - 1;
                lastNs = System.nanoTime();
            }
            return first;
        }

        @Override
        public void onReport(final DirectBuffer buffer, final int offset) {
            check(EventEnvelope.eventSeq(buffer, offset) > lastEventSeq, "reports in order");
            lastEventSeq = EventEnvelope.eventSeq(buffer, offset);
            final int kind = EventEnvelope.kind(buffer, offset);
            if (kind == OpenOrderFlyweight.TEMPLATE_ID) {
                lastOpen = order.wrap(buffer, offset + EventEnvelope.HEADER_LENGTH).orderId();
                open++;
            } else if (kind == OpenOrdersEndFlyweight.TEMPLATE_ID) {
                moreOpen = end.wrap(buffer, offset + EventEnvelope.HEADER_LENGTH).remaining() != 0;
            }
        }

        @Override
        public void onSettled(final long number, final CommandOutcome outcome) {
            check(outcome == CommandOutcome.ANSWERED && number == lastSettled + 1, number + " " + outcome);
            lastSettled = number;
            final long nowNs = System.nanoTime();
            longestGapNs = Math.max(longestGapNs, nowNs - lastNs);
            lastNs = nowNs;
            if (++settled % PROGRESS == 0) {
                System.out.println("answered " + settled);
            }
        }
    }
}
