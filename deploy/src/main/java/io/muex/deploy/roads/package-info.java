/**
 * How the processes of a cluster reach each other on one host or several. Depends on {@code exchange.config},
 * {@code exchange.node} and {@code gateway}. Used while a process starts, by one thread.
 */
package io.muex.deploy.roads;
