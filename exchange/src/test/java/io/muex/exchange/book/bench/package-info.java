/**
 * The order book measured on one thread, beside the order books of exchange-core 0.5.3, with the same operations.
 * Start {@code BookBenchmark} or {@code GrowthBenchmark} from the test class path; both say how.
 */
package io.muex.exchange.book.bench;
