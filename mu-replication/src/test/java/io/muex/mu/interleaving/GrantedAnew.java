package io.muex.mu.interleaving;

import io.muex.mu.Ballot;
import io.muex.mu.log.ControlLayout;

/**
 * A candidate reads what 3 gave it while 3 grants twice more, so that the very area that it reads is written again, and
 * while 3 replays, so that the entries lie elsewhere in it. One command is chosen and told so, a second is in flight.
 */
final class GrantedAnew implements Scene {
    private static final int MOST_CYCLES = 6;
    private final SteppedMemory memory;
    private final boolean inOrder;
    private final Place place;
    private final Witness witness;
    private final Replica[] replicas;
    private String outcome = "nothing granted";

    /**
     * Sets the scene.
     *
     * @param isFree whether 3 replays at any time, and not just before its second grant
     */
    GrantedAnew(final boolean inOrder, final boolean isFree) {
        this.inOrder = inOrder;
        memory = new SteppedMemory(inOrder);
        place = new Place(memory, 1);
        witness = new Witness(memory, place);
        replicas = Replica.elected(memory, place, witness);
        replicas[1].propose(1);
        replicas[1].step();
        replicas[1].step();
        replicas[1].propose(2);
        replicas[2].ask(2, Replica.NEW);
        replicas[2].answer();
        memory.strand(isFree ? "gate 3" : "replica 3", () -> {
            replicas[3].fabric.gate().grant(2, Replica.NEW, true, 0);
            if (!isFree) {
                replicas[3].step();
            }
            replicas[3].fabric.gate().grant(1, Ballot.of(3, 1, 1), true, 0);
            replicas[3].fabric.gate().grant(1, Ballot.of(4, 1, 1), true, 0);
        });
        if (isFree) {
            memory.strand("follower 3", replicas[3]::step);
        }
        memory.strand("candidate 2", this::takeOver);
    }

    private void takeOver() {
        final Replica candidate = replicas[2];
        memory.await(place.control(3) + ControlLayout.grant(2), Replica.NEW);
        candidate.board.beginCandidacy(Replica.NEW, 1);
        candidate.collect(2, Replica.NEW);
        candidate.collect(3, Replica.NEW);
        if (candidate.board.grant(3) != null) {
            outcome = "gave up";
            for (int n = 0; n < MOST_CYCLES && candidate.board.givenUp() == 0 && !candidate.isLeading(); n++) {
                candidate.step();
            }
            outcome = candidate.isLeading() ? "led" : outcome;
        }
    }

    @Override
    public SteppedMemory memory() {
        return memory;
    }

    @Override
    public String judge() {
        new Verdict(witness, inOrder).check();
        return outcome + (witness.posts.stream().anyMatch(post -> post.ballot() == Replica.NEW) ? ", adopted" : "");
    }

    @Override
    public String describe(final long address) {
        return place.describe(address);
    }
}
