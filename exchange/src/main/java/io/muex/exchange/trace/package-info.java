/**
 * The text form of what a book does, <em>book-trace v1</em>: reading operations, printing events, replaying a file.
 *
 * <p>A trace is ASCII with one record per line. {@code "> "} marks an operation, the lines after it are its events, an
 * {@code END} line closes it, {@code "#"} begins a comment. The grammar is in {@code exchange/docs/MATCHING.md}.
 * Depends on {@code exchange.book} only. Tools and tests use it; it allocates, and each object belongs to one thread.
 */
package io.muex.exchange.trace;
