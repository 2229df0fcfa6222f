package io.muex.gateway;

import io.muex.exchange.protocol.FillFlyweight;
import io.muex.exchange.protocol.Side;
import io.muex.gateway.client.ClientConfig;
import io.muex.gateway.client.ExchangeClient;
import io.muex.gateway.client.Report;
import io.muex.gateway.client.ReportDispatcher;
import io.muex.gateway.client.ReportListener;

/** The example of the client library's documentation: what lies between the marks is printed there. */
final class ClientExample {
    private static final long SECOND_NS = 1_000_000_000L;

    private ClientExample() {
    }

    // begin
    // Buys 100 lots at 1,050 ticks or less, waits for at most a second, and takes back what was not had by then.
    static long buy(final ClientConfig config) {
        final long[] bought = new long[1];
        final ReportListener reports = new ReportListener() {
            @Override
            public void onFill(final Report report, final FillFlyweight fill) {
                bought[0] += fill.quantity();
            }
        };
        try (ExchangeClient client = ExchangeClient.connect(config, new ReportDispatcher(reports), 10 * SECOND_NS)) {
            // Blocking: one call gives the command, the next waits for its answer.
            final long order = client.nextNumber();
            final long number = client.place(1, Side.BUY, 100, 1_050, order);
            if (number == ExchangeClient.BUSY || !client.awaitSettled(number, SECOND_NS)) {
                throw new IllegalStateException("no answer: " + client.failure());
            }
            // Polling: reports come to the listener while the client is polled, as often as its thread likes.
            final long deadlineNs = System.nanoTime() + SECOND_NS;
            while (bought[0] != 100 && !isOver(deadlineNs)) {
                client.poll();
            }
            client.awaitSettled(client.cancel(order), SECOND_NS);
            return bought[0];
        }
    }

    private static boolean isOver(final long deadlineNs) {
        return System.nanoTime() - deadlineNs > 0;
    }
    // end
}
