/**
 * A cluster of real processes on this host, made for one run and removed after it, and the runs themselves. Depends on
 * the other packages of {@code load}, {@code exchange.config} and {@code mu.fabric.shm}. The thread that made a cluster
 * closes it; a drill may control it meanwhile.
 */
package io.muex.load.local;
