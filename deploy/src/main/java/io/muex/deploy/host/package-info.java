/**
 * What this host is and whether it suits a cluster: checks with advice, and the one thing that a process asks of the
 * kernel for itself, short sleeps. Depends on the JDK and {@code exchange.config}. Any thread.
 */
package io.muex.deploy.host;
