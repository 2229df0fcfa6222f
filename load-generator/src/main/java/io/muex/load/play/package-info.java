/**
 * Plays order flow in an open loop: every operation has a time at which it is due, whatever became of those before it,
 * and latency counts from that time. Depends on {@code load.flow}, {@code gateway.client},
 * {@code exchange.protocol}, {@code exchange.trace} and {@code mu.session}; reaches the exchange through
 * {@link io.muex.load.play.OrderPort} only.
 * <p>
 * A player, its ports and its listeners belong to one thread; {@link io.muex.load.play.PlayCounters} and
 * {@link io.muex.load.play.KillWatch} are how other threads look on.
 */
package io.muex.load.play;
