package io.muex.mu.replication;

import io.muex.mu.Ballot;
import io.muex.mu.Proposer;
import io.muex.mu.Role;
import io.muex.mu.fabric.Fabric;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.log.Entry;
import io.muex.mu.log.EntryKind;
import io.muex.mu.recovery.DivergedException;
import io.muex.mu.recovery.HashAudit;
import io.muex.mu.recovery.ReplicatedState;
import io.muex.mu.recovery.SnapshotDonor;
import io.muex.mu.recovery.SnapshotReceiver;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The replication plane of one replica: replays while it follows, finishes what earlier leaders began when it is
 * granted a majority, and then leads. One switch over {@link Phase}, one method per phase. Stepped by one thread.
 */
public final class ReplicationPlane implements Proposer {
    /** Where this replica stands between following and leading. */
    enum Phase { FOLLOWING, PREPARING, FINISHING, LEADING, HANDING_OVER, HALTED }

    private static final int HOUSEKEEPING_MASK = 31;
    private static final long SNAPSHOT_RETRY_NS = 20_000_000;

    private final Fabric fabric;
    private final ReplicatedState state;
    private final PlaneBoard board;
    private final Replay replay;
    private final Proposals proposals;
    private final SnapshotDonor donor;
    private final SnapshotReceiver receiver;
    private final Timeline timeline;
    private final UnsafeBuffer payload;

    private Phase phase = Phase.FOLLOWING;
    private Leadership leadership;
    private Preparation preparation;
    private SampleCollector samples;
    private long leadIndex;
    private long nowNs;
    private long wallNs;
    private long stampNs;
    private long publishedApplied = -1;
    private long publishedSample;
    private long movedAtNs;
    private long movedCommit;
    private long steps;
    private long nextSnapshotTryNs;
    private long lackingBelow;
    private int admittingId;
    private int admittingIncarnation;

    /** All parts are handed in; {@code votes} says whether this incarnation counts from the start (creation). */
    public ReplicationPlane(final Fabric fabric, final ReplicatedState state, final PlaneBoard board,
                            final boolean votes) {
        this.fabric = fabric;
        this.state = state;
        this.board = board;
        this.replay = new Replay(fabric.localLog(), state, fabric.slotLength());
        this.proposals = new Proposals(fabric.slotLength());
        this.donor = new SnapshotDonor(fabric, state);
        this.receiver = new SnapshotReceiver(fabric, state);
        this.timeline = new Timeline(fabric);
        final int ownPayload = HashAudit.payloadLength(fabric.replicaCount());
        if (ownPayload > maxCommandLength()) {
            throw new IllegalArgumentException("slots of " + fabric.slotLength() + " bytes are too short for entries of"
                + " Mu's own with " + fabric.replicaCount() + " replicas: " + ownPayload + " bytes and the header");
        }
        this.payload = new UnsafeBuffer(new byte[ownPayload]);
        fabric.publish(ControlLayout.VOTES, votes ? 1 : 0);
        publishRole();
        publishProgress();
    }

    /**
     * One duty cycle.
     *
     * @param nowNs  monotonic time
     * @param wallNs wall-clock time, nanoseconds since the epoch; only a leader stamps with it
     * @return amount of work done, 0 when idle
     * @throws ReplicaHaltedException when this replica must not go on
     */
    public int doWork(final long nowNs, final long wallNs) {
        this.nowNs = nowNs;
        this.wallNs = wallNs;
        steps++;
        try {
            int work = switch (phase) {
                case FOLLOWING -> follow();
                case PREPARING -> prepare();
                case FINISHING -> finish();
                case LEADING -> lead();
                case HANDING_OVER -> handOver();
                case HALTED -> 0;
            };
            if (phase != Phase.HALTED) {
                if ((steps & HOUSEKEEPING_MASK) == 0) {
                    // In every phase: a follower that a new leader waits for may need it.
                    work += donor.doWork();
                }
                publishProgress();
                board.step();
            }
            return work;
        } catch (final RuntimeException broken) {
            throw halt(broken);
        }
    }

    private int follow() {
        int work = replay.step();
        noticeOwnAdmission();
        noticeCaughtUp();
        if ((steps & HOUSEKEEPING_MASK) == 0 || work == 0) {
            work += fetchSnapshot();
        }
        final long candidacy = board.candidacy();
        if (candidacy != Ballot.NONE && candidacy > board.givenUp()) {
            if (leadership == null || leadership.ballot() != candidacy) {
                leadership = new Leadership(fabric, state.membership(), board, proposals, candidacy);
            }
            leadership.takeUpGrants();
            if (leadership.hasMajority()) {
                work += startPreparation();
            }
        }
        return work;
    }

    /** The own log may be another one's by now, and what was replayed last may be of its ring: nothing to lead with. */
    private int startPreparation() {
        replay.step();
        if (!leadership.isReplayedInOwnRing()) {
            return giveUp();
        }
        fabric.publish(ControlLayout.PREPARING, leadership.ballot());
        timeline.switched(leadership.ballot(), board.suspectedAtNs(), nowNs);
        preparation = new Preparation(fabric, state, leadership);
        preparation.confirm();
        enter(Phase.PREPARING);
        return 1;
    }

    private int prepare() {
        if (isSuperseded()) {
            return giveUp();
        }
        if (preparation.needsConfirmation()) {
            leadership.takeUpGrants();
            preparation.confirm();
        }
        final long appliedBefore = state.applied();
        final Preparation.Progress progress = preparation.step();
        if (state.applied() != appliedBefore) {
            // Applied from somebody else's inheritance: the own log may hold other, undecided entries at these indices,
            // which must never be handed out as chosen. Shown before the applied index is.
            fabric.publish(ControlLayout.HISTORY_FROM, state.applied());
        }
        if (preparation.hasBegun() && !distribute()) {
            return giveUp();
        }
        if (progress == Preparation.Progress.ADOPTED && leadership.hasRoom()) {
            stampNs = Math.max(stampNs, state.lastTimestampNs());
            payload.putLong(0, leadership.ballot());
            leadIndex = leadership.append(stamp(), EntryKind.LEAD, payload, 0, Long.BYTES);
            timeline.caughtUp(nowNs);
            enter(Phase.FINISHING);
        } else if (progress == Preparation.Progress.BEHIND) {
            lackingBelow = preparation.base();
            board.behind(true);
            return giveUp();
        } else if (progress == Preparation.Progress.FAILED) {
            return giveUp();
        }
        return 1;
    }

    /** Writes what is appended to everybody, counts, applies what is committed. False when the ballot is over. */
    private boolean distribute() {
        leadership.takeUpGrants();
        leadership.catchUp(nowNs);
        final boolean stands = leadership.settle();
        if (stands) {
            applyCommitted();
        }
        return stands;
    }

    /** Everything adopted and LEAD itself must be committed and applied before anybody is told of this leader. */
    private int finish() {
        if (!distribute() || isSuperseded()) {
            return giveUp();
        }
        if (state.applied() > leadIndex) {
            fabric.publish(ControlLayout.LEADING, leadership.ballot());
            fabric.publish(ControlLayout.PREPARING, Ballot.NONE);
            timeline.led(nowNs);
            admittingId = 0;
            samples = new SampleCollector(fabric, state.audit());
            enter(Phase.LEADING);
        }
        return 1;
    }

    private int lead() {
        int work = 0;
        if ((steps & HOUSEKEEPING_MASK) == 0) {
            leadership.takeUpGrants();
            admitLearner();
            compareStates();
        }
        work += leadership.catchUp(nowNs);
        if (!leadership.settle() || isSuperseded()) {
            return giveUp();
        }
        work += applyCommitted();
        noticeMovement();
        if (isAskedToHandOver()) {
            timeline.held(nowNs);
            enter(Phase.HANDING_OVER);
        }
        return work;
    }

    /**
     * A planned move: takes no commands any more, finishes what is under way, and stops leading as soon as the
     * successor has applied all of it. Until then this replica may be told to go on leading after all.
     *
     * @return 0 while it waits for the successor, which may need this very processor
     */
    private int handOver() {
        final long before = leadership.commitIndex();
        if (!distribute() || isSuperseded()) {
            return giveUp();
        }
        noticeMovement();
        if (!isAskedToHandOver()) {
            timeline.held(0);
            enter(Phase.LEADING);
            return 1;
        }
        if (state.applied() == leadership.nextIndex() && leadership.isFinishedAt(Ballot.id(board.handOver()))) {
            board.handedOver(leadership.ballot());
            return giveUp();
        }
        return leadership.commitIndex() == before ? 0 : 1;
    }

    private boolean isAskedToHandOver() {
        final long asked = board.handOver();
        return asked != Ballot.NONE && Ballot.isSameAttempt(asked, leadership.ballot());
    }

    private int applyCommitted() {
        final long before = state.commandsApplied();
        final int work = replay.apply(leadership.commitIndex(), proposals);
        if (state.commandsApplied() != before && phase == Phase.LEADING) {
            timeline.commandCommitted(nowNs);
        }
        return work;
    }

    /** For fate sharing: how long proposals have been waiting without any of them being decided. */
    private void noticeMovement() {
        final long commit = leadership.commitIndex();
        if (commit != movedCommit || commit == leadership.nextIndex()) {
            movedCommit = commit;
            movedAtNs = nowNs;
        }
        board.waitingSince(commit == leadership.nextIndex() ? 0 : movedAtNs);
    }

    private void admitLearner() {
        final Target learner = leadership.learnerToAdmit();
        if (learner == null || !leadership.hasRoom()) {
            return;
        }
        final int id = learner.id();
        final int incarnation = learner.grant().incarnation();
        if (admittingId == id && admittingIncarnation == incarnation) {
            return;
        }
        admittingId = id;
        admittingIncarnation = incarnation;
        final int length = ReplicatedState.encodeAdmit(payload, id, incarnation);
        leadership.append(stamp(), EntryKind.ADMIT, payload, 0, length);
    }

    private void compareStates() {
        if (leadership.hasRoom()) {
            final int length = samples.collect(leadership, nowNs, payload);
            if (length > 0) {
                leadership.append(stamp(), EntryKind.HASH, payload, 0, length);
            }
        }
    }

    private boolean isSuperseded() {
        return board.candidacy() != leadership.ballot() || board.renewal() == leadership.ballot();
    }

    /** This ballot is over. What was proposed and not committed has an unknown outcome; a later leader decides it. */
    private int giveUp() {
        fabric.publish(ControlLayout.LEADING, Ballot.NONE);
        fabric.publish(ControlLayout.PREPARING, Ballot.NONE);
        board.giveUp(leadership.ballot());
        board.lostTargets(0);
        board.waitingSince(0);
        leadership = null;
        preparation = null;
        replay.reset();
        enter(Phase.FOLLOWING);
        return 1;
    }

    private void noticeOwnAdmission() {
        if (fabric.own(ControlLayout.VOTES) == 0
            && state.membership().incarnation(fabric.selfId()) == fabric.selfIncarnation()
            && state.applied() > 0) {
            fabric.publish(ControlLayout.VOTES, 1);
            publishRole();
        }
    }

    /** A leader that still had what was lacking may have sent it: then no snapshot need ever be newer. */
    private void noticeCaughtUp() {
        if (board.isBehind() && state.applied() >= lackingBelow) {
            board.behind(false);
        }
    }

    private int fetchSnapshot() {
        if (!receiver.isAsking()) {
            if (nowNs >= nextSnapshotTryNs && needsSnapshot() && board.donor() != 0) {
                nextSnapshotTryNs = nowNs + SNAPSHOT_RETRY_NS;
                receiver.ask(board.donor(), nowNs);
                return 1;
            }
            return 0;
        }
        final SnapshotReceiver.Outcome outcome = receiver.doWork();
        if (outcome == SnapshotReceiver.Outcome.LOADED) {
            // Before the applied index: what the log holds below it may never have been chosen.
            fabric.publish(ControlLayout.HISTORY_FROM, state.applied());
            board.behind(false);
            return 1;
        }
        if (outcome == SnapshotReceiver.Outcome.WAITING && nowNs - receiver.askedAtNs() > 10 * SNAPSHOT_RETRY_NS) {
            receiver.giveUp();
        }
        return 0;
    }

    /** A newcomer has no state at all; anybody may be told by a leader that the log no longer reaches back to it. */
    private boolean needsSnapshot() {
        boolean needed = board.isBehind() || state.applied() == 0 && fabric.own(ControlLayout.VOTES) == 0;
        for (int id = 1; id <= fabric.replicaCount(); id++) {
            needed |= fabric.own(ControlLayout.mail(id) + ControlLayout.MAIL_BEHIND) > state.applied();
        }
        return needed;
    }

    private void enter(final Phase next) {
        phase = next;
        publishRole();
    }

    private void publishRole() {
        fabric.publish(ControlLayout.ROLE, role().code());
    }

    private void publishProgress() {
        final long applied = state.applied();
        if (applied == publishedApplied) {
            return;
        }
        publishedApplied = applied;
        fabric.publish(ControlLayout.APPLIED, applied);
        fabric.publish(ControlLayout.COMMIT,
            isLeading() ? leadership.commitIndex() : Math.max(applied, replay.ringCommit()));
        final long sequence = fabric.own(ControlLayout.HASH_SEQUENCE);
        fabric.publish(ControlLayout.HASH_SEQUENCE, sequence + 1);
        fabric.publish(ControlLayout.STATE_HASH, state.stateHash());
        fabric.publish(ControlLayout.HASH_INDEX, applied);
        fabric.publish(ControlLayout.HASH_SEQUENCE, sequence + 2);
        publishAudit();
    }

    private void publishAudit() {
        final HashAudit audit = state.audit();
        if (fabric.own(ControlLayout.DIVERGED_AT) != audit.disputedIndex()) {
            fabric.publish(ControlLayout.DIVERGED_AT, audit.disputedIndex());
        }
        final long index = audit.sampleIndex();
        if (index != 0 && index != publishedSample) {
            publishedSample = index;
            final int at = ControlLayout.sample(index / audit.interval());
            fabric.publish(at + ControlLayout.SAMPLE_HASH, audit.sampleHash());
            fabric.publish(at + ControlLayout.SAMPLE_CHECK, HashAudit.check(index, audit.sampleHash()));
            fabric.publish(at + ControlLayout.SAMPLE_INDEX, index);
        }
    }

    private ReplicaHaltedException halt(final RuntimeException cause) {
        final long index = cause instanceof final DivergedException diverged ? diverged.index() : state.applied();
        phase = Phase.HALTED;
        fabric.publish(ControlLayout.LEADING, Ballot.NONE);
        fabric.publish(ControlLayout.PREPARING, Ballot.NONE);
        fabric.publish(ControlLayout.HALTED_AT, index);
        publishRole();
        return new ReplicaHaltedException(index, cause);
    }

    private long stamp() {
        stampNs = Math.max(wallNs, Math.max(stampNs, state.lastTimestampNs()));
        return stampNs;
    }

    @Override
    public long propose(final DirectBuffer buffer, final int offset, final int length) {
        if (!isLeading()) {
            return NOT_LEADER;
        }
        if (length < 1 || length > maxCommandLength()) {
            return BAD_LENGTH;
        }
        if (phase == Phase.HANDING_OVER || state.audit().disputedIndex() != 0 || !leadership.hasRoom()) {
            return BACK_PRESSURED;
        }
        return leadership.isHeldBack() ? BACK_PRESSURED
            : leadership.append(stamp(), EntryKind.COMMAND, buffer, offset, length);
    }

    @Override
    public boolean isLeading() {
        return phase == Phase.LEADING || phase == Phase.HANDING_OVER;
    }

    @Override
    public int maxCommandLength() {
        return Entry.maxPayload(fabric.slotLength());
    }

    /** Ballot under which this replica leads, or {@link Ballot#NONE}. */
    public long leadingBallot() {
        return isLeading() ? leadership.ballot() : Ballot.NONE;
    }

    /** What this replica does with the grants it holds; null while it follows and has not asked for any. */
    Leadership leadership() {
        return leadership;
    }

    /** What this replica is at present. */
    public Role role() {
        return switch (phase) {
            case FOLLOWING -> fabric.own(ControlLayout.VOTES) == 1 ? Role.FOLLOWER : Role.LEARNER;
            case PREPARING, FINISHING -> Role.PREPARING;
            case LEADING, HANDING_OVER -> Role.LEADER;
            case HALTED -> Role.HALTED;
        };
    }

    /** For people: the phase and, when there is one, the leadership and what each target has. */
    @Override
    public String toString() {
        return phase + " applied " + state.applied() + (leadership == null ? "" : ": " + leadership);
    }
}
