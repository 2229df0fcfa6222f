/**
 * What can be done to a cluster on purpose, and what a change of leader costs; the few faults of {@code demo}. Depends
 * on {@code load.play}, {@code load.cluster} and {@code mu.fabric.shm}. A drill runs on a thread of its own beside the
 * player's.
 */
package io.muex.load.drill;
