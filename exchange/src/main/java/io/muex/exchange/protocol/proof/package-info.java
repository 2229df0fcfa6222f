/**
 * Who knows which secret: 256 random bits that two parties share ({@link io.muex.exchange.protocol.proof.Secret}), and
 * how one proves to the other that it knows them without telling them
 * ({@link io.muex.exchange.protocol.proof.LogOnProof} between client and gateway,
 * {@link io.muex.exchange.protocol.proof.GatewayProof} between gateway and replica). A proof is an HMAC-SHA-256 over a
 * purpose, who speaks to whom over which streams, and a number that the other side has drawn for this one attempt; so
 * it is worth nothing a second time, for anybody else or anywhere else. Depends on Agrona and on nothing of this
 * project. Used when connections come to be, never per order; allocates. Every object belongs to one thread, but for
 * secrets, which are immutable.
 */
package io.muex.exchange.protocol.proof;
