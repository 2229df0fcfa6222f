/**
 * The replica process around Mu: commands come in from gateways, are proposed, committed and applied, and the events go
 * out to gateways. Depends on {@code exchange.replica}, {@code exchange.protocol} and its {@code link}, {@code
 * exchange.config}, and on Mu.
 * <p>
 * Threads: {@link io.muex.exchange.node.ReplicaNode} alone makes threads. The replication thread runs
 * {@link io.muex.exchange.node.NodeAgent}, one duty cycle from ingress to egress without any hand-over; Mu runs its
 * background plane on another. The two share what Mu lets them share and nothing else.
 */
package io.muex.exchange.node;
