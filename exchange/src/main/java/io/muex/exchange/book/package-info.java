/**
 * The limit order book of one instrument: a deterministic state machine without clock, owner or randomness.
 *
 * <p>{@link io.muex.exchange.book.OrderBook} is the entry point, {@link io.muex.exchange.book.BookListener} what it
 * tells. Depends on Agrona's buffer interfaces (for snapshots) and on nothing else of this project; knows nothing of
 * replication. A book belongs to one thread. After construction nothing here allocates. The rules, with worked
 * examples, are in {@code exchange/docs/MATCHING.md}.
 */
package io.muex.exchange.book;
