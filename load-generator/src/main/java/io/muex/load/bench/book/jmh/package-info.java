/**
 * Benchmarks of single operations of the order book, for JMH. They start from {@code muex bench book --jmh}. Depends on
 * {@code exchange.book} and JMH, which only benchmark processes have on their class path. One thread.
 */
package io.muex.load.bench.book.jmh;
