/**
 * What a gateway reads from its configuration file. Depends on {@code exchange.config} only. Used while a gateway
 * starts, by one thread.
 */
package io.muex.gateway.config;
