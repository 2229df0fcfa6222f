/**
 * The client library: {@link io.muex.gateway.client.ExchangeClient} and what one hands to it. Depends on
 * {@code exchange.protocol}, its {@code link}, and {@code mu.session}. A client belongs to the one thread that polls it
 * and starts no thread of its own, but for a moment while it attaches to a media driver.
 */
package io.muex.gateway.client;
