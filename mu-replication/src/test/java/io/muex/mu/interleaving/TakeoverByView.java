package io.muex.mu.interleaving;

import io.muex.mu.Ballot;
import io.muex.mu.log.ControlLayout;

/**
 * The smallest takeover with whole background planes: 2 no longer sees 1's heart beat, finds itself to be the view's,
 * takes a ballot, asks, grants its own log, collects and leads; 3 replays, and answers by its desk or within a duty
 * cycle of its whole background plane. 1, which was only slow, goes on leading. Where both planes of a replica are
 * there, they run one after the other, because the words between them are not explored.
 */
final class TakeoverByView implements Scene {
    private static final int MOST_CYCLES = 30;
    private static final int ROUNDS = roundsBeforeSuspicion();
    private final SteppedMemory memory = new SteppedMemory(false);
    private final Place place = new Place(memory, 1);
    private final Witness witness = new Witness(memory, place);
    private final Replica[] replicas = new Replica[Place.REPLICAS + 1];
    private long now = 1;

    /**
     * Sets the scene.
     *
     * @param isWhole whether 3 runs its whole background plane, and then replays; else its desk, while it replays
     */
    TakeoverByView(final boolean isWhole) {
        elect();
        for (int n = 0; n < ROUNDS; n++) {
            goOnWithoutTheLeader();
        }
        now++;
        memory.strand("leader 1", () -> {
            replicas[1].propose(1);
            replicas[1].step();
        });
        memory.strand("replica 2", this::takeOver);
        if (!isWhole) {
            memory.strand("follower 3", replicas[3]::step);
        }
        memory.strand(isWhole ? "replica 3" : "desk 3", () -> {
            memory.await(place.control(3) + ControlLayout.mail(2) + ControlLayout.MAIL_REQUEST, Replica.NEW);
            if (isWhole) {
                replicas[3].live(now);
            } else {
                replicas[3].answer();
            }
        });
    }

    /** Only for {@link #roundsBeforeSuspicion}: a scene that is set no further than to the election. */
    private TakeoverByView() {
        elect();
    }

    private static int roundsBeforeSuspicion() {
        final TakeoverByView probe = new TakeoverByView();
        int rounds = 0;
        while (probe.replicas[2].board.candidacy() == Ballot.NONE) {
            probe.goOnWithoutTheLeader();
            rounds++;
        }
        return rounds - 1;
    }

    private void elect() {
        for (int id = 1; id <= Place.REPLICAS; id++) {
            replicas[id] = new Replica(memory, place, witness, id);
        }
        for (int n = 0; n < MOST_CYCLES && replicas[3].state.applied() == 0; n++) {
            now++;
            for (int id = 1; id <= Place.REPLICAS; id++) {
                replicas[id].live(now);
            }
        }
        if (!replicas[1].isLeading() || replicas[2].state.applied() != 1 || replicas[3].state.applied() != 1) {
            throw new IllegalStateException("the scene is not set: " + replicas[1].plane);
        }
    }

    private void goOnWithoutTheLeader() {
        now++;
        replicas[2].live(now);
        replicas[3].live(now);
    }

    private void takeOver() {
        replicas[2].live(now);
        memory.await(place.control(3) + ControlLayout.grant(2), Replica.NEW);
        for (int n = 0; n < MOST_CYCLES && !replicas[2].isLeading(); n++) {
            replicas[2].live(now);
        }
    }

    @Override
    public SteppedMemory memory() {
        return memory;
    }

    @Override
    public String judge() {
        final boolean executed = witness.applied.stream().anyMatch(applied -> applied.replica() == 1);
        final boolean adopted =
            witness.posts.stream().anyMatch(post -> post.ballot() == Replica.NEW && post.value() >>> 56 == 1);
        for (int n = 0; n < MOST_CYCLES / 3; n++) {
            for (int id = Place.REPLICAS; id >= 1; id--) {
                replicas[id].step();
            }
        }
        final Verdict verdict = new Verdict(witness, false);
        verdict.check();
        if (!replicas[2].isLeading() || replicas[3].state.applied() != replicas[2].state.applied()) {
            throw new IllegalStateException("the candidate leads: " + replicas[2].plane);
        }
        return (executed ? "executed by the old leader, " : "not executed, ") + (adopted ? "adopted" : "not adopted");
    }

    @Override
    public String describe(final long address) {
        return place.describe(address);
    }
}
