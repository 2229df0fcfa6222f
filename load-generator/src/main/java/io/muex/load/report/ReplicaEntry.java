package io.muex.load.report;

import io.muex.load.cluster.ReplicaStatus;

/**
 * One replica at the end of a run.
 *
 * @param id           of the replica
 * @param role         LEADER, FOLLOWER, LEARNER, PREPARING, HALTED, STARTING or DEAD
 * @param appliedIndex first index that its state machine has not been given
 * @param stateHash    hash over everything its state machine has said, 16 hexadecimal digits
 * @param incarnation  how often it was started in the life of the cluster
 */
public record ReplicaEntry(int id, String role, long appliedIndex, String stateHash, int incarnation) {
    /** What a replica showed. */
    public static ReplicaEntry of(final ReplicaStatus status) {
        return new ReplicaEntry(
            status.id(), status.roleText(), status.hashIndex(), status.stateHashText(), status.incarnation());
    }
}
