/**
 * A cluster of this host that stays when the command that started it has ended: what belongs to it, which of its
 * processes run, how it comes into being and how it ends. Depends on {@code exchange.config}, {@code mu.fabric.shm},
 * {@code load.process}, {@code load.cluster}, {@code load.local}, {@code deploy.run} and {@code deploy.report}. Used by
 * the one thread that runs a verb;
 * whoever changes a cluster holds its {@link io.muex.deploy.cluster.LocalCluster#reserve reservation}.
 */
package io.muex.deploy.cluster;
