/**
 * The order book measured on one thread, beside the order books of exchange-core, with the same operations.
 * {@link io.muex.load.bench.book.BookBench} starts child processes that run one engine each and puts their figures
 * together. The only package that touches exchange-core, which is on the class path of these children alone.
 */
package io.muex.load.bench.book;
