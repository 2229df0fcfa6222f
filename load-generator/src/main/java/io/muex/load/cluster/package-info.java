/**
 * What the replicas of a cluster on this host show of themselves in shared memory, read from outside: nothing here is
 * ever written, so looking changes nothing. Depends on {@code mu}, {@code mu.log} and {@code mu.fabric.shm}. An
 * observer belongs to one thread.
 */
package io.muex.load.cluster;
