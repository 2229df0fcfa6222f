package io.muex.load.cluster;

import java.util.List;

/**
 * Whether replicas ended in the same state.
 *
 * @param sameIndex   whether all live replicas had applied the same index in time; without that hashes say nothing
 * @param hashesAgree whether they had, and their state hashes were equal there, and none had taken itself out
 * @param replicas    all replicas as they were then, by id
 */
public record Agreement(boolean sameIndex, boolean hashesAgree, List<ReplicaStatus> replicas) {
    /** Judges statuses taken at one time. */
    public static Agreement of(final List<ReplicaStatus> replicas) {
        final List<ReplicaStatus> live = replicas.stream().filter(ReplicaStatus::isAlive).toList();
        final boolean sameIndex = !live.isEmpty() && live.stream().allMatch(replica ->
            replica.hashIndex() == replica.appliedIndex() && replica.hashIndex() == live.getFirst().hashIndex());
        final boolean hashesAgree = sameIndex && live.stream().allMatch(replica ->
            replica.haltedAt() == 0 && replica.stateHash() == live.getFirst().stateHash());
        return new Agreement(sameIndex, hashesAgree, List.copyOf(replicas));
    }
}
