/**
 * The replication plane: the leader's fast path, the preparation of a new leader, and replay at followers. One thread,
 * stepped through {@code ReplicationPlane.doWork}; shares no lock with the background plane, only the single-writer
 * words of {@code PlaneBoard}. Reads no clock. Depends on {@code mu}, {@code mu.log}, {@code mu.fabric},
 * {@code mu.recovery}.
 */
package io.muex.mu.replication;
