/**
 * A whole drill: flow through a cluster in an open loop, one fault after another, and the account of it: every command
 * booked, events compared with those of the order book, hashes of replicas, a timeline for each failover. Depends on
 * the other packages of {@code load}. The calling thread runs the drill; the flow, the progress and the watch over
 * leaders have a thread each.
 */
package io.muex.load.drill.run;
