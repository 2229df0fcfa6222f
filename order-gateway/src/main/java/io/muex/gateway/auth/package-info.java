/**
 * How a gateway finds out who a client is and what it may do: challenges to clients that log on
 * ({@link io.muex.gateway.auth.LogOnDesk}), waiting times after wrong answers
 * ({@link io.muex.gateway.auth.SessionLocks}), and what a role may send ({@link io.muex.gateway.auth.RolePermits}).
 * Depends on {@code exchange.protocol}, its {@code link} and {@code proof}, {@code exchange.config.secret} and
 * {@code mu.session}. Everything belongs to the thread of the gateway.
 */
package io.muex.gateway.auth;
