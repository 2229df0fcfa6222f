/**
 * Where secrets are kept: files that only their owner can read, or environment variables; never a configuration file.
 * {@link io.muex.exchange.config.secret.ClusterSecrets} knows the files of a cluster. Depends on
 * {@code exchange.protocol.proof}. Used while a process starts, by one thread; a gateway looks again later whether
 * there are other keys.
 */
package io.muex.exchange.config.secret;
