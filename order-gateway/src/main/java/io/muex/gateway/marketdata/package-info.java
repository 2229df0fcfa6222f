/**
 * Public market data: one sequenced feed of trades, price levels and instruments, made from the events of any replica
 * and the same from every publisher; snapshots, gaps filled on request, a conflated variant; and the library that reads
 * it. May use {@code exchange.protocol}, {@code mu.session} and the gateway's way to the replicas. A publisher has one
 * thread of its own; a reader belongs to the thread that steps it; nothing here reads a clock but the process's own
 * thread.
 */
package io.muex.gateway.marketdata;
