/**
 * Commands and events of the exchange: flyweights at fixed offsets, their enumerations, the one list of reject
 * reasons, and the decoder that trusts nobody. The published schema {@code exchange-schema.xml} beside these classes is
 * the truth; tests hold the code to it. Depends on Agrona's buffers and on nothing else of this project. Every object
 * belongs to one thread.
 */
package io.muex.exchange.protocol;
