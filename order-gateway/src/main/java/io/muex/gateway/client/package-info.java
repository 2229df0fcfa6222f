/**
 * The client library: {@link io.muex.gateway.client.ExchangeClient} and what one hands to it. Depends on
 * {@code exchange.protocol}, its {@code link}, and {@code mu.session}. A client belongs to the one thread that polls it
 * and starts no thread of its own, but for a moment while it attaches to a media driver.
 * <p>
 * An example, which a test compiles and runs as it stands here:
 * {@snippet :
 * // Buys 100 lots at 1,050 ticks or less, waits for at most a second, and takes back what was not had by then.
 * static long buy(final ClientConfig config) {
 *     final long[] bought = new long[1];
 *     final ReportListener reports = new ReportListener() {
 *         @Override
 *         public void onFill(final Report report, final FillFlyweight fill) {
 *             bought[0] += fill.quantity();
 *         }
 *     };
 *     try (ExchangeClient client = ExchangeClient.connect(config, new ReportDispatcher(reports), 10 * SECOND_NS)) {
 *         // Blocking: one call gives the command, the next waits for its answer.
 *         final long order = client.nextNumber();
 *         final long number = client.place(1, Side.BUY, 100, 1_050, order);
 *         if (number == ExchangeClient.BUSY || !client.awaitSettled(number, SECOND_NS)) {
 *             throw new IllegalStateException("no answer: " + client.failure());
 *         }
 *         // Polling: reports come to the listener while the client is polled, as often as its thread likes.
 *         final long deadlineNs = System.nanoTime() + SECOND_NS;
 *         while (bought[0] != 100 && !isOver(deadlineNs)) {
 *             client.poll();
 *         }
 *         client.awaitSettled(client.cancel(order), SECOND_NS);
 *         return bought[0];
 *     }
 * }
 *
 * private static boolean isOver(final long deadlineNs) {
 *     return System.nanoTime() - deadlineNs > 0;
 * }
 * }
 */
package io.muex.gateway.client;
