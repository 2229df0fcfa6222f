/**
 * A replica of the exchange whose state machine can be made to stand still from outside, for drills only: nothing that
 * a real cluster runs has such a switch. Depends on {@code exchange.node}, {@code exchange.config}, {@code mu} and
 * {@code load.process}.
 */
package io.muex.load.drill.stuck;
