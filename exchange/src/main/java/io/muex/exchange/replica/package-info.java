/**
 * The exchange as an application replicated by Mu: {@code exchange.matching} behind the sessions of {@code mu.session}.
 * Runs on the replication thread of one replica.
 */
package io.muex.exchange.replica;
