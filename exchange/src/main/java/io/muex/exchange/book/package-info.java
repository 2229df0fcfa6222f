/**
 * The limit order book of one instrument: a deterministic state machine without clock, randomness or owner.
 * Imports nothing else of this project and knows nothing of replication.
 */
package io.muex.exchange.book;
