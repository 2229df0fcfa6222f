/**
 * One running replica: puts fabric, state and planes together and owns the background thread. The replication plane is
 * stepped by the thread of whoever owns the replica. The only package of Mu that reads a clock. Depends on all others
 * but {@code mu.session}.
 */
package io.muex.mu.replica;
