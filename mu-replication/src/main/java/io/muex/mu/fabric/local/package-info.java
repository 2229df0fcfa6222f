/**
 * The memory of a whole cluster inside one process: what a replica warms its code up with before it is ready, and what
 * tests step all replicas of a cluster with. Depends on {@code mu.fabric} and {@code mu.log}; owns no thread.
 */
package io.muex.mu.fabric.local;
