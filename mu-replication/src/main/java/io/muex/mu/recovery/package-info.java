/**
 * What lets a replica come back: the state that a snapshot carries, the admission of new incarnations, and the transfer
 * of a snapshot from a peer. Runs on the replication thread. Depends on {@code mu}, {@code mu.log}, {@code mu.fabric}.
 */
package io.muex.mu.recovery;
