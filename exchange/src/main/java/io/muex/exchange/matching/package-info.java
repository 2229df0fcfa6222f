/**
 * The exchange as one pure step function: a command and its time stamp in, events out. Instruments and their books,
 * live orders and their names, sessions and their limits, self-trade prevention, expiry.
 * <p>
 * Depends on {@code exchange.book}, {@code exchange.protocol} and the event sink of {@code mu.session}; knows nothing
 * of replication. Reads no clock, random source, file or environment, never iterates a hash map, uses no floating
 * point.
 * One thread. Allocates when the exchange starts, when an instrument or session is added and when a snapshot is
 * loaded, never else.
 */
package io.muex.exchange.matching;
