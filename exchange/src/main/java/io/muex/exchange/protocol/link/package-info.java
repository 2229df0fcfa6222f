/**
 * How the processes of a cluster speak to each other over Aeron: the messages between gateway and replica
 * ({@link io.muex.exchange.protocol.link.ReplicaLink}) and between client and gateway
 * ({@link io.muex.exchange.protocol.link.ClientLink}), and what every process needs to attach to a media driver and to
 * outlive it. Depends on Aeron's client, on Agrona and on nothing of this project.
 * <p>
 * Two kinds of stream. A <em>control</em> stream has a number that everybody knows and carries little: a greeting every
 * now and then. A <em>data</em> stream has a random number, fresh for every connection of a process to its driver,
 * which the answer to a greeting tells. A process that was killed leaves its subscriptions behind until the driver
 * notices, and nobody reads them any more; on a stream that only that process knew, they hold up nobody.
 * <p>
 * Threads: every object belongs to the one thread that steps it, unless it says otherwise.
 */
package io.muex.exchange.protocol.link;
