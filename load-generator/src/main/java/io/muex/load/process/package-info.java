/**
 * Starting, watching and ending the processes of a cluster: command lines of child JVMs, children with a life line,
 * the child's end of that line, signals, and locks that say who runs where. Depends on the JDK only, and on nothing
 * else of this project, so that the launcher, tests and drills start processes in exactly the same way.
 * Threads: every class says its own; children are started and ended by one thread at a time.
 */
package io.muex.load.process;
