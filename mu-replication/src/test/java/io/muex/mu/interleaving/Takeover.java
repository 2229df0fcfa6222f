package io.muex.mu.interleaving;

import io.muex.mu.Ballot;
import io.muex.mu.log.ControlLayout;

/**
 * The smallest takeover of three replicas. 1 leads and has LEAD committed; it proposes a command, writes it to all
 * three and counts. Meanwhile 2 and 3 are asked by candidate 2: the desks of both revoke, copy and grant; 2 reads,
 * adopts, confirms, writes LEAD and commits; 3 replays. Everything happens at any time.
 */
final class Takeover implements Scene {
    /**
     * How much of it.
     *
     * @param inOrder     whether stores become visible in the order in which they were made
     * @param commands    that the old leader proposes
     * @param oldCycles   duty cycles of the old leader
     * @param ahead       duty cycles of the candidate as a follower, before it knows of any grant
     * @param replays     duty cycles of follower 3
     * @param retained    applied entries that an inheritance carries
     * @param newCycles   duty cycles of the new leader once it leads
     * @param ownGrants   whether the desk of the old leader grants as well
     */
    record Scope(boolean inOrder, int commands, int oldCycles, int ahead, int replays, int retained, int newCycles,
                 boolean ownGrants) {
        static final Scope SMALLEST = new Scope(false, 1, 1, 0, 0, 1, 0, false);
    }

    private static final int MOST_CYCLES = 12;
    private static final long OLD = Ballot.of(1, 1, 1);
    private static final long NEW = Ballot.of(2, 1, 2);
    private final Scope scope;
    private final SteppedMemory memory;
    private final Place place;
    private final Witness witness;
    private final Replica[] replicas = new Replica[Place.REPLICAS + 1];
    private boolean hasLed;

    Takeover(final Scope scope) {
        this.scope = scope;
        memory = new SteppedMemory(scope.inOrder());
        place = new Place(memory, scope.retained());
        witness = new Witness(memory, place);
        for (int id = 1; id <= Place.REPLICAS; id++) {
            replicas[id] = new Replica(memory, place, witness, id);
        }
        elect();
        replicas[2].ask(2, NEW);
        replicas[2].ask(3, NEW);
        memory.strand("leader 1", this::lead);
        memory.strand("desk 2", replicas[2]::answer);
        memory.strand("desk 3", replicas[3]::answer);
        memory.strand("candidate 2", this::takeOver);
        if (scope.replays() > 0) {
            memory.strand("follower 3", () -> step(replicas[3], scope.replays()));
        }
        if (scope.ownGrants()) {
            replicas[2].ask(1, NEW);
            memory.strand("desk 1", replicas[1]::answer);
        }
    }

    /** 1 leads; all have applied its LEAD. Nothing of this is explored. */
    private void elect() {
        final Replica leader = replicas[1];
        leader.board.beginCandidacy(OLD, 1);
        for (int id = 1; id <= Place.REPLICAS; id++) {
            leader.ask(id, OLD);
            replicas[id].answer();
            leader.collect(id, OLD);
        }
        for (int n = 0; n < MOST_CYCLES; n++) {
            for (int id = 1; id <= Place.REPLICAS; id++) {
                replicas[id].step();
            }
        }
        for (int id = 1; id <= Place.REPLICAS; id++) {
            if (replicas[id].state.applied() != 1 || replicas[id].isLeading() != (id == 1)) {
                throw new IllegalStateException("the scene is not set: " + replicas[id].plane);
            }
        }
    }

    private void lead() {
        for (int n = 1; n <= scope.commands(); n++) {
            replicas[1].propose(n);
        }
        step(replicas[1], scope.oldCycles());
    }

    private void takeOver() {
        final Replica candidate = replicas[2];
        step(candidate, scope.ahead());
        for (int id = 2; id <= Place.REPLICAS; id++) {
            memory.await(place.control(id) + ControlLayout.grant(2), NEW);
        }
        candidate.board.beginCandidacy(NEW, 1);
        for (int id = 2; id <= Place.REPLICAS; id++) {
            candidate.collect(id, NEW);
        }
        for (int n = 0; n < MOST_CYCLES && !candidate.isLeading(); n++) {
            if (scope.ownGrants()) {
                candidate.collect(1, NEW);
            }
            candidate.step();
        }
        hasLed = candidate.isLeading();
        step(candidate, scope.newCycles());
    }

    private static void step(final Replica replica, final int cycles) {
        for (int n = 0; n < cycles; n++) {
            replica.step();
        }
    }

    @Override
    public SteppedMemory memory() {
        return memory;
    }

    @Override
    public String judge() {
        final boolean executed = witness.applied.stream().anyMatch(applied -> applied.replica() == 1);
        final boolean replayed = witness.applied.stream().anyMatch(applied -> applied.replica() == 3);
        final boolean adopted =
            witness.posts.stream().anyMatch(post -> post.ballot() == NEW && post.value() >>> 56 == 1);
        // Everybody goes on for a while, one after the other, so that what was decided is applied everywhere.
        for (int n = 0; n < MOST_CYCLES; n++) {
            for (int id = Place.REPLICAS; id >= 1; id--) {
                replicas[id].step();
            }
        }
        final Verdict verdict = new Verdict(witness, scope.inOrder());
        verdict.check();
        if (!hasLed) {
            throw new IllegalStateException("the candidate leads: " + replicas[2].plane);
        }
        if (replicas[3].state.applied() != replicas[2].state.applied()) {
            throw new IllegalStateException("all is applied: " + replicas[3].plane);
        }
        return (executed ? "executed by the old leader, " : "not executed, ") + (adopted ? "adopted" : "not adopted")
            + (replayed ? ", replayed while it happened" : "") + (verdict.holes() > 0 ? ", with a hole" : "");
    }

    @Override
    public String describe(final long address) {
        return place.describe(address);
    }
}
