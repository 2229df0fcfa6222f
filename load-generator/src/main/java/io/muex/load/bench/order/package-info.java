/**
 * The benchmark of the whole road: client, gateway, leader, followers, book, report, client, all of them processes of
 * one host, with orders due at fixed times whatever became of those before. Depends on the client library, and on the
 * gateway where that is to run on the client's thread.
 * <p>
 * Threads: one thread drives clients and measures; processes of the cluster stamp sampled commands out of band.
 */
package io.muex.load.bench.order;
