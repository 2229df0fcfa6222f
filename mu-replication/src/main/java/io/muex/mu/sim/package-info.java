/**
 * The simulator: the real planes, the real permission gate, the real session layer and the real client half under one
 * seeded scheduler that owns time, memory and scheduling. A shipped program. Single-threaded. Depends on all of
 * {@code mu} but {@code mu.fabric.shm} and {@code mu.replica}.
 */
package io.muex.mu.sim;
