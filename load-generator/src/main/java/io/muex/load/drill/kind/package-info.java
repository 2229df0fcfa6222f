/**
 * Every kind of drill as a script: what is broken, what is awaited, what must hold, and how it is made whole again.
 * Depends on {@code load.drill}, {@code load.play}, {@code load.cluster} and {@code mu.log}. Scripts run on the thread
 * of the drill; what they break under load is broken by the player's thread, right after it has sent a command.
 */
package io.muex.load.drill.kind;
