package io.muex.deploy.verb;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import io.muex.load.cluster.ReplicaStatus;

/** What an operator is told when replicas differ and the log cannot say which of them is wrong. */
final class DisputeAdvice {
    private DisputeAdvice() {
    }

    /** Nothing unless a replica that lives and has not stopped shows a dispute. */
    static Optional<String> of(final List<ReplicaStatus> replicas, final int majority) {
        final List<ReplicaStatus> parties = replicas.stream()
            .filter(replica -> replica.isAlive() && replica.haltedAt() == 0 && replica.divergedAt() != 0).toList();
        if (parties.isEmpty()) {
            return Optional.empty();
        }
        final long index = parties.stream().mapToLong(ReplicaStatus::divergedAt).max().orElseThrow();
        final String ids = parties.stream().map(replica -> Integer.toString(replica.id()))
            .collect(Collectors.joining(", "));
        return Optional.of("DISPUTE at index " + index + ", shown by " + ids + ": replicas have different states and"
            + " nobody can say which is wrong. No command is taken until that is decided. Hold what each replica"
            + " told its readers up to there against a record from outside; muex log dump --to " + index
            + " prints the commands themselves. Then end the process of every replica that is wrong, by its pid, and"
            + " start it anew by muex replica ID; one that is dead already is started in the same way. Lost is only"
            + " the state of a replica started anew: it takes that of the others, which must be at least " + majority
            + " that vote. Nothing committed is lost; what the wrong one has told its readers stays told. If fewer"
            + " than " + majority + " are right, muex down and then muex up begin a new cluster, without any order of"
            + " this one.");
    }
}
