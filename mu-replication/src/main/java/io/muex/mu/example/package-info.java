/**
 * A replicated key-value store: what it takes to join Mu. Not used by the exchange.
 * <ul>
 * <li>{@code KeyValueStore} is the state machine: it knows nothing of replication.
 * <li>{@code KeyValueReplica} is the glue: open the memory of the cluster, put state machine and replica together, step
 * it, propose. At most 39 lines of code, counted by a test; whoever joins Mu writes these.
 * <li>{@code KeyValueServer} is a replica as a process, spoken to in lines; one thread.
 * <li>{@code KeyValueDemo} creates a cluster of three, kills the leader in the middle of its puts, and goes on.
 * </ul>
 * To run it, with the flags that the parent pom lists for every JVM of this project:
 * {@code java -cp CLASSES io.muex.mu.example.KeyValueDemo HOME /dev/shm/SOME-NAME}. A client that must not do
 * anything twice uses the sessions of {@code mu.session} around its state machine. Depends on {@code mu},
 * {@code mu.fabric.shm}, {@code mu.replica}. Reads the clock for deadlines only.
 */
package io.muex.mu.example;
