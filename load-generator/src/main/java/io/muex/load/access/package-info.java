/**
 * How whoever runs a cluster of this host gets into it: with the secrets in its home. Depends on {@code gateway},
 * {@code gateway.client} and {@code exchange.config}. Any thread.
 */
package io.muex.load.access;
