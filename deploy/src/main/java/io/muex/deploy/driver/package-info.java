/**
 * The Aeron media driver of a cluster's host as a process of its own. Depends on {@code exchange.config} and
 * {@code load.process}. Threads: the driver's own one, and the main thread, which waits for the end.
 */
package io.muex.deploy.driver;
