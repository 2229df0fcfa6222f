/**
 * What a gateway reads from its configuration file. Depends on {@code exchange.config}
 * and, for what it makes of it, {@code gateway}. Used while a gateway
 * starts, by one thread.
 */
package io.muex.gateway.config;
