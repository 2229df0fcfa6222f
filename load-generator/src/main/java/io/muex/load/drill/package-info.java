/**
 * Breaking a cluster on purpose while it is under load, and measuring what that costs. Depends on {@code load.play},
 * {@code load.cluster} and {@code load.process}. A drill runs on a thread of its own beside the player's.
 */
package io.muex.load.drill;
