/**
 * A drill with many sessions: client processes trade through several gateways while replicas, gateways, clients and
 * the media driver are killed and paused at random, and sessions move between gateways. Every client writes down what
 * it sends and hears; from these journals it is checked that every command was answered once and in order, that no
 * session saw what is another's, and that books made of reports, of the public feed and by replicas are the same.
 * Depends on the other packages of {@code load}, {@code gateway.client} and {@code gateway.marketdata}. The calling
 * thread runs the drill; the reader of the feed has a thread of its own; a client process has one thread.
 */
package io.muex.load.drill.abuse;
