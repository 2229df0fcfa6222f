package io.muex.mu.sim;

import io.muex.mu.Ballot;
import io.muex.mu.fabric.Grant;
import io.muex.mu.log.ControlLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A short chain of faults, each of which waits for a moment of the protocol instead of a time: what single faults drawn
 * one by one hardly ever come to. The steps are ordinary faults, aimed at roles: a leader, a candidate that suspects
 * others, a voter or follower between the two. One that waits too long is given up. One thread.
 */
final class Scenario {
    private static final long MS = Simulation.MS;
    private static final long PATIENCE_NS = 60 * MS;
    private static final long RESTART_NS = MS / 10;

    private record Step(BooleanSupplier when, Runnable then) {
    }

    private final Simulation world;
    private final Fault fault;
    private final List<Step> steps = new ArrayList<>();
    private final List<Fiber> held = new ArrayList<>();
    private int next;
    private long untilNs;
    private int leader;
    private int candidate;
    private int voter;
    private long index;

    Scenario(final Simulation world, final Fault fault) {
        this.world = world;
        this.fault = fault;
        this.untilNs = world.nowNs() + PATIENCE_NS;
        switch (fault.kind()) {
            case VOTER_ADMITTED_ANEW -> voterAdmittedAnew();
            case WRITTEN_WHILE_COPIED -> writtenWhileCopied();
            case PROMISE_TO_NOBODY -> promiseToNobody();
            case HISTORY_FOUND_LATE -> historyFoundLate();
            case OWN_LOG_GRANTED_AWAY -> ownLogGrantedAway();
            case VALUES_IN_CONFLICT -> valuesInConflict();
            default -> damageAtTakeover();
        }
    }

    /** Does what is due; false when it is over. Called at every memory operation. */
    boolean goOn(final long nowNs) {
        if (nowNs > untilNs) {
            end();
            return false;
        }
        while (next < steps.size() && steps.get(next).when().getAsBoolean()) {
            untilNs = nowNs + PATIENCE_NS;
            if (next + 1 == steps.size()) {
                world.coverage.count(fault.kind());
            }
            // Counted first: the step may end the very thread that has come here.
            steps.get(next++).then().run();
        }
        if (next == steps.size()) {
            end();
        }
        return next < steps.size();
    }

    /** Whatever stands still because of it goes on. */
    void end() {
        next = steps.size();
        held.forEach(Fiber::release);
        held.clear();
    }

    private Scenario when(final BooleanSupplier moment, final Runnable then) {
        steps.add(new Step(moment, then));
        return this;
    }

    // The scenarios.

    /**
     * A candidate that does not hold its own log yet has counted the grant of a voter. That one dies, comes back and is
     * admitted anew by the leader, whose admission the candidate then finds undecided in its own log.
     */
    private void voterAdmittedAnew() {
        when(this::cast, () -> {
            cutOffBut(candidate, voter);
            suspectAll(candidate);
        }).when(() -> it(candidate).doings.asked(voter) > promised(voter), () -> hold(it(candidate).backgroundFiber))
            .when(() -> acknowledged(voter, candidate) == it(candidate).doings.asked(voter), this::releaseAll)
            .when(() -> holdsGrant(candidate, voter), () -> hold(it(candidate).backgroundFiber))
            .when(() -> hasOpened(candidate, voter), () -> crash(voter))
            .when(() -> leads(leader) && it(leader).isAt(Fault.Moment.ADMITTING), () -> {
                mend(candidate);
                releaseAll();
            });
    }

    /**
     * A follower keeps an undecided entry of a deposed leader, which the next one never sees. While its log is copied
     * for the next but one, the leader in between, which has not noticed, writes other entries there, and they are
     * applied before the base is read. Then the log is copied once more.
     */
    private void writtenWhileCopied() {
        when(this::cast, () -> {
            world.links.breakUntil(candidate, voter, untilNs);
            hold(it(leader).backgroundFiber);
            suspectAll(candidate);
        }).when(() -> it(candidate).doings.asked(leader) > promised(leader) && holdsGrant(candidate, candidate)
            && it(leader).isAt(Fault.Moment.WRITING) && it(leader).doings.lastWrittenTo() == voter, () -> {
                hold(it(leader).replicationFiber);
                release(it(leader).backgroundFiber);
            })
            .when(() -> holdsGrant(candidate, leader), this::releaseAll)
            .when(() -> leads(candidate), () -> world.links.mend(candidate, voter))
            .when(() -> leads(candidate) && hasOpened(candidate, voter), () -> {
                final Grant grant = it(candidate).doings.opened(voter);
                index = Math.max(grant.base(), grant.end()) - 1;
                hold(it(candidate).replicationFiber);
                suspectAll(leader);
            })
            .when(() -> it(voter).isAt(Fault.Moment.GRANTING) && it(voter).doings.copiedTo() >= index, () -> {
                hold(it(voter).backgroundFiber);
                release(it(candidate).replicationFiber);
            })
            .when(() -> word(voter, ControlLayout.APPLIED) > index + 1, this::releaseAll)
            .when(() -> leads(leader) && it(leader).doings.wroteEnd(voter) > 0,
                () -> hold(it(voter).replicationFiber))
            .when(() -> it(leader).doings.wroteEnd(voter) > it(voter).applied() + 2, () -> suspectAll(candidate))
            .when(() -> promised(voter) > it(leader).doings.asked(voter), () -> { });
    }

    /** A follower that a new leader has not been granted yet promises more to a candidate, which dies at once. */
    private void promiseToNobody() {
        when(this::cast, () -> {
            hold(it(voter).backgroundFiber);
            index = it(leader).leadingBallot();
            suspectAll(another());
        }).when(this::isSucceeded, () -> {
            leader = currentLeader();
            cutOffBut(candidate, voter);
            suspectAll(candidate);
        })
            .when(() -> it(candidate).doings.asked(voter) > it(leader).leadingBallot(), () -> {
                hold(it(candidate).backgroundFiber);
                release(it(voter).backgroundFiber);
            })
            .when(() -> promised(voter) == it(candidate).doings.asked(voter), () -> {
                mend(candidate);
                crash(candidate);
            });
    }

    /**
     * A learner has stood still since it was restored, and a follower since a little later. A new leader lacks what the
     * learner needs next, until that follower grants.
     */
    private void historyFoundLate() {
        when(this::cast, () -> {
            for (int id = 1; id <= world.replicaCount(); id++) {
                world.links.breakUntil(id, candidate, untilNs);
            }
            crash(candidate);
        }).when(() -> it(candidate).alive && !it(candidate).votes() && word(candidate, ControlLayout.APPLIED) > 0,
            () -> {
                index = it(candidate).applied();
                hold(it(candidate).replicationFiber);
            })
            .when(() -> it(voter).applied() > index + retained() - retained() / 4, () -> {
                hold(it(voter).replicationFiber);
                hold(it(voter).backgroundFiber);
            })
            .when(() -> leads(leader) && leastApplied() > index + retained(), () -> {
                mend(candidate);
                // It adds no more: what the voter retains must reach up to what the next leader does.
                hold(it(leader).replicationFiber);
                suspectAll(another());
            })
            .when(() -> currentLeader() != 0 && it(currentLeader()).doings.saidBehind(candidate) > 0,
                () -> release(it(voter).backgroundFiber))
            .when(() -> isFed(candidate), () -> {
                leader = currentLeader();
                index = it(leader).doings.wroteEnd(candidate);
            })
            .when(() -> it(leader).doings.wroteEnd(candidate) > index, this::releaseAll);
    }

    /** A candidate reaches the leader only, which grants its log and does not get to telling its other plane so. */
    private void ownLogGrantedAway() {
        when(this::cast, () -> {
            cutOffBut(candidate, leader);
            suspectAll(candidate);
        }).when(() -> it(leader).isAt(Fault.Moment.GRANTING) && leads(leader), () -> hold(it(leader).backgroundFiber))
            .when(() -> !leads(leader), () -> {
                mend(candidate);
                releaseAll();
            });
    }

    /** A leader stands still with entries written and not decided; the next finds them damaged in a follower's copy. */
    private void damageAtTakeover() {
        when(() -> cast() && it(leader).isAt(Fault.Moment.WRITING)
            && it(leader).doings.lastWrittenTo() == world.replicaCount(), () -> {
            hold(it(leader).replicationFiber);
            suspectAll(candidate);
        }).when(this::findReader, () -> world.damages.damageInheritance(it(voter), index, fault));
    }

    /**
     * A leader stands still when it has written an entry to its own log only. The next one's first entry is chosen at
     * the same index, and the voter has not applied it when the old leader asks that voter and itself.
     */
    private void valuesInConflict() {
        when(() -> cast() && it(leader).isAt(Fault.Moment.WRITING) && it(leader).doings.lastWrittenTo() == leader,
            () -> {
                hold(it(leader).replicationFiber);
                hold(it(leader).backgroundFiber);
                suspectAll(candidate);
            })
            .when(() -> holdsGrant(candidate, voter) && holdsGrant(candidate, candidate),
                () -> hold(it(voter).replicationFiber))
            .when(() -> leads(candidate), () -> {
                hold(it(candidate).replicationFiber);
                hold(it(candidate).backgroundFiber);
                release(it(leader).backgroundFiber);
                release(it(leader).replicationFiber);
                suspectAll(leader);
            })
            .when(() -> leads(leader) && it(leader).doings.asked(voter) > it(candidate).doings.asked(voter), () -> { });
    }

    // Roles.

    /** Gives the roles away, if all replicas vote and one of them leads. */
    private boolean cast() {
        leader = currentLeader();
        for (int id = 1; id <= world.replicaCount(); id++) {
            if (leader == 0 || !it(id).isVoter()) {
                return false;
            }
        }
        candidate = after(fault.target(), leader, leader);
        voter = after(fault.other(), leader, candidate);
        return true;
    }

    /** The first from {@code id} on that is neither of two others. */
    private int after(final int id, final int one, final int other) {
        int found = Math.max(id, 1);
        while (found == one || found == other) {
            found = found % world.replicaCount() + 1;
        }
        return found;
    }

    /** Somebody who has no role. */
    private int another() {
        for (int id = 1; id <= world.replicaCount(); id++) {
            if (id != leader && id != candidate && id != voter) {
                return id;
            }
        }
        return leader;
    }

    private int currentLeader() {
        return world.leaderOr(0);
    }

    private SimReplica it(final int id) {
        return world.replica(id);
    }

    /** Finds a candidate that has not written yet and an undecided entry that it will read in another one's copy. */
    private boolean findReader() {
        for (int id = 1; id <= world.replicaCount(); id++) {
            final long ballot = it(id).preparingBallot();
            if (ballot != Ballot.NONE && !world.ghost.hasBegun(ballot) && findUndecided(id, ballot)) {
                return true;
            }
        }
        return false;
    }

    private boolean findUndecided(final int reader, final long ballot) {
        long base = it(reader).applied();
        for (int id = 1; id <= world.replicaCount(); id++) {
            final Grant grant = it(reader).doings.opened(id);
            base = grant != null && grant.ballot() == ballot ? Math.max(base, grant.base()) : base;
        }
        for (int id = 1; id <= world.replicaCount(); id++) {
            final Grant grant = it(reader).doings.opened(id);
            if (id != reader && grant != null && grant.ballot() == ballot && grant.end() > base && grant.votes()
                && world.stands(grant) && world.damages.maySuffer(it(id))) {
                voter = id;
                index = grant.end() - 1;
                return true;
            }
        }
        return false;
    }

    // Moments.

    private long word(final int id, final int offset) {
        return world.memory.visible(world.regions.control(id, it(id).incarnation) + offset);
    }

    private long promised(final int id) {
        return word(id, ControlLayout.PROMISED);
    }

    private long acknowledged(final int id, final int to) {
        return word(id, ControlLayout.grant(to) + ControlLayout.GRANT_ACKNOWLEDGED);
    }

    private boolean leads(final int id) {
        return it(id).leadingBallot() != Ballot.NONE;
    }

    /** Whether somebody without a role leads under a later ballot than the noted one. */
    private boolean isSucceeded() {
        final int now = currentLeader();
        return now != 0 && now != candidate && now != voter && it(now).leadingBallot() > index;
    }

    private boolean holdsGrant(final int id, final int of) {
        final Grant grant = it(id).board.grant(of);
        return grant != null && grant.ballot() == it(id).board.candidacy();
    }

    private boolean hasOpened(final int id, final int of) {
        final Grant grant = it(id).doings.opened(of);
        return grant != null && grant.ballot() == it(id).board.candidacy();
    }

    /** Whether a replica has been written all that is chosen. */
    private boolean isFed(final int id) {
        return currentLeader() != 0 && it(currentLeader()).doings.wroteEnd(id) >= world.ghost.chosenEnd();
    }

    private int retained() {
        return world.regions.geometry().retained();
    }

    /** The least that anybody has applied who does not stand still. */
    private long leastApplied() {
        long least = Long.MAX_VALUE;
        for (int id = 1; id <= world.replicaCount(); id++) {
            least = id == candidate || id == voter ? least : Math.min(least, word(id, ControlLayout.APPLIED));
        }
        return least;
    }

    // Faults.

    private void hold(final Fiber fiber) {
        fiber.hold();
        held.add(fiber);
    }

    private void release(final Fiber fiber) {
        fiber.release();
        held.remove(fiber);
    }

    private void releaseAll() {
        held.forEach(Fiber::release);
        held.clear();
    }

    private void suspectAll(final int by) {
        for (int id = 1; id <= world.replicaCount(); id++) {
            if (id != by) {
                world.links.suspectUntil(by, id, untilNs, Long.MAX_VALUE);
            }
        }
    }

    private void cutOffBut(final int id, final int but) {
        for (int other = 1; other <= world.replicaCount(); other++) {
            if (other != id && other != but) {
                world.links.breakUntil(id, other, untilNs);
            }
        }
    }

    private void mend(final int id) {
        for (int other = 1; other <= world.replicaCount(); other++) {
            world.links.mend(id, other);
        }
    }

    private void crash(final int id) {
        if (world.mayLose(it(id))) {
            world.crash(it(id), RESTART_NS);
        } else {
            end();
        }
    }
}
