/**
 * Simulated memory: every operation is a scheduling point, stores wait in a buffer of the processor that made them, and
 * the simulator owns which of them the others see when. Under the same {@code Memory} interface as mapped memory, so
 * the
 * gate and the planes that run here are the ones that ship. Depends on {@code mu.fabric} and {@code mu.log}.
 */
package io.muex.mu.fabric.sim;
