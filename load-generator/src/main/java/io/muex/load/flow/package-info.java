/**
 * Order flow: operations with the ids of their source, from a seeded generator, a book-trace file or a LOBSTER message
 * file. Depends on {@code exchange.trace} and {@code exchange.book}. A flow belongs to one thread and allocates.
 */
package io.muex.load.flow;
