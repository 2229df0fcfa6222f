/**
 * The replicated log of a cluster of this host, read from outside. Depends on {@code mu.log}, {@code mu.session},
 * {@code mu.fabric.shm} and {@code exchange.protocol.wire}. Looks only: nothing is written. One thread.
 */
package io.muex.deploy.log;
