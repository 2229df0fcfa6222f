package io.muex.mu.interleaving;

import io.muex.mu.log.ControlLayout;
import java.util.Arrays;

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
        static final Scope SMALLEST = new Scope(false, 1, 1, 0, 0, 1, 1, false);

        /** The parts in their order, separated by commas, 0 or 1 for no and yes. */
        static Scope parse(final String text) {
            final int[] n = Arrays.stream(text.split(",")).mapToInt(Integer::parseInt).toArray();
            return new Scope(n[0] == 1, n[1], n[2], n[3], n[4], n[5], n[6], n[7] == 1);
        }

        Scope stepwise() {
            return new Scope(true, commands, oldCycles, ahead, replays, retained, newCycles, ownGrants);
        }

        Scope withCommands(final int count) {
            return new Scope(inOrder, count, oldCycles, ahead, replays, retained, newCycles, ownGrants);
        }

        Scope withOldCycles(final int count) {
            return new Scope(inOrder, commands, count, ahead, replays, retained, newCycles, ownGrants);
        }

        Scope withAhead(final int count) {
            return new Scope(inOrder, commands, oldCycles, count, replays, retained, newCycles, ownGrants);
        }

        Scope withFollower(final int count) {
            return new Scope(inOrder, commands, oldCycles, ahead, count, retained, newCycles, ownGrants);
        }

        Scope withRetained(final int count) {
            return new Scope(inOrder, commands, oldCycles, ahead, replays, count, newCycles, ownGrants);
        }

        Scope withOwnGrants() {
            return new Scope(inOrder, commands, oldCycles, ahead, replays, retained, newCycles, true);
        }
    }

    private static final int MOST_CYCLES = 12;
    private final Scope scope;
    private final SteppedMemory memory;
    private final Place place;
    private final Witness witness;
    private final Replica[] replicas;

    Takeover(final Scope scope) {
        this.scope = scope;
        memory = new SteppedMemory(scope.inOrder());
        place = new Place(memory, scope.retained());
        witness = new Witness(memory, place);
        replicas = Replica.elected(memory, place, witness);
        replicas[2].ask(2, Replica.NEW);
        replicas[2].ask(3, Replica.NEW);
        memory.strand("leader 1", this::lead);
        memory.strand("desk 2", replicas[2]::answer);
        memory.strand("desk 3", replicas[3]::answer);
        memory.strand("candidate 2", this::takeOver);
        if (scope.replays() > 0) {
            memory.strand("follower 3", () -> step(replicas[3], scope.replays()));
        }
        if (scope.ownGrants()) {
            replicas[2].ask(1, Replica.NEW);
            memory.strand("desk 1", replicas[1]::answer);
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
            memory.await(place.control(id) + ControlLayout.grant(2), Replica.NEW);
        }
        candidate.board.beginCandidacy(Replica.NEW, 1);
        for (int id = 2; id <= Place.REPLICAS; id++) {
            candidate.collect(id, Replica.NEW);
        }
        for (int n = 0; n < MOST_CYCLES && !candidate.isLeading(); n++) {
            if (scope.ownGrants()) {
                candidate.collect(1, Replica.NEW);
            }
            candidate.step();
        }
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
            witness.posts.stream().anyMatch(post -> post.ballot() == Replica.NEW && post.value() >>> 56 == 1);
        // Everybody goes on for a while, one after the other, so that what was decided is applied everywhere.
        for (int n = 0; n < MOST_CYCLES; n++) {
            for (int id = Place.REPLICAS; id >= 1; id--) {
                replicas[id].step();
            }
        }
        final Verdict verdict = new Verdict(witness, scope.inOrder());
        verdict.check();
        final boolean isAwaited = needsSnapshot();
        if (!replicas[2].isLeading() && !isAwaited) {
            throw new IllegalStateException("the candidate leads: " + replicas[2].plane);
        }
        if (!isAwaited && replicas[3].state.applied() != replicas[2].state.applied()) {
            throw new IllegalStateException("all is applied: " + replicas[3].plane);
        }
        return (executed ? "executed by the old leader, " : "not executed, ") + (adopted ? "adopted" : "not adopted")
            + (isAwaited ? ", a snapshot is needed" : "") + (replayed ? ", replayed while it happened" : "")
            + (verdict.holes() > 0 ? ", with a hole" : "");
    }

    /**
     * The candidate lacks what 3 has applied, or the other way round: what was applied behind a seal is in no history
     * that could be handed on. Nobody donates snapshots here.
     */
    private boolean needsSnapshot() {
        final long behind = place.control(3) + ControlLayout.mail(2) + ControlLayout.MAIL_BEHIND;
        return replicas[2].board.isBehind() || memory.visible(behind) > replicas[3].state.applied();
    }

    @Override
    public String describe(final long address) {
        return place.describe(address);
    }
}
