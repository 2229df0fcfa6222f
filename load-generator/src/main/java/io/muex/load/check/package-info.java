/**
 * Whether a run held: every command settled, once, in order. Depends on {@code load.play}. Checkers are told by the
 * player's thread; their verdicts are read once the run is over.
 */
package io.muex.load.check;
