/**
 * How the processes of a cluster reach each other on one host or several. Depends on {@code exchange.config},
 * {@code exchange.node}, {@code gateway} and {@code load.access}. Used while a process starts, by one thread.
 */
package io.muex.deploy.roads;
