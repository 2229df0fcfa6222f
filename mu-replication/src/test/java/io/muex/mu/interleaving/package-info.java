/**
 * The shipped planes, gate and channels at the grain of memory operations: every interleaving of a small scene, by
 * replaying it from the start along sequences of choices, with dynamic partial-order reduction. Depends on the shipped
 * packages and on the JDK's continuations; one thread for each exploration.
 */
package io.muex.mu.interleaving;
