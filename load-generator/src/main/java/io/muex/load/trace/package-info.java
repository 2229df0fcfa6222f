/**
 * The reports of a run as lines of book-trace, to compare with what the rules of matching say about the same
 * operations. Depends on {@code load.play} and {@code exchange.protocol}. Player's thread.
 */
package io.muex.load.trace;
