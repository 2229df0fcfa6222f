package io.muex.mu.sim;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.mu.Ballot;
import io.muex.mu.fabric.CorruptEntryException;
import io.muex.mu.fabric.Grant;
import io.muex.mu.fabric.sim.Processor;
import io.muex.mu.fabric.sim.SimMemory;
import io.muex.mu.fabric.sim.SimRegions;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.log.Entry;
import io.muex.mu.log.EntryKind;
import io.muex.mu.log.PermissionWord;
import io.muex.mu.log.RingLayout;
import io.muex.mu.recovery.ReplicatedState;
import io.muex.mu.session.CommandEnvelope;
import io.muex.mu.session.SessionCommands;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Every checker is fed a history that it must not accept. */
class CheckersTest {
    private static final long FIRST = Ballot.of(1, 1, 1);
    private static final long SECOND = Ballot.of(2, 1, 2);
    private final Reference reference = new Reference();
    private final Ghost ghost = new Ghost(3, reference);

    private static void violates(final String invariant, final Executable history) {
        final Violation found = assertThrows(Violation.class, history);
        assertTrue(found.getMessage().startsWith(invariant), found.getMessage());
    }

    private static Grant grant(final int target, final long ballot, final long base, final long end) {
        return new Grant(target, 1, ballot, PermissionWord.granted(Ballot.round(ballot), Ballot.id(ballot)), base, 0,
            end, 0, true);
    }

    private static Entry entry(final long index, final long ballot, final int kind, final long content) {
        final UnsafeBuffer payload = new UnsafeBuffer(new byte[8]);
        payload.putLong(0, content);
        final Entry entry = new Entry(128);
        entry.encode(index, ballot, 1, kind, payload, 0, kind == EntryKind.NOOP ? 0 : 8);
        return entry;
    }

    /** Grants of a majority and the two logs started. */
    private Ghost.Tenure[] begin(final long ballot, final long at) {
        final Ghost.Tenure[] tenures = new Ghost.Tenure[4];
        for (int target = 1; target <= 2; target++) {
            final Grant grant = grant(target, ballot, at, at);
            ghost.onGrant(grant, 0, grant.end());
            tenures[target] = ghost.tenure(grant);
            ghost.onStart(tenures[target], at);
        }
        return tenures;
    }

    private void choose(final Ghost.Tenure[] tenures, final long ballot, final long index, final int kind,
                        final long content) {
        for (int target = 1; target <= 2; target++) {
            ghost.onPost(tenures[target], Ballot.id(ballot), index, entry(index, ballot, kind, content), 0);
            ghost.onSuccess(tenures[target], index + 1);
        }
    }

    @Test
    void shouldNoticeTwoValuesUnderOneBallot() {
        final Ghost.Tenure[] tenures = begin(FIRST, 0);
        ghost.onPost(tenures[1], 1, 0, entry(0, FIRST, EntryKind.LEAD, 5), 0);
        violates("I5 one value", () -> ghost.onPost(tenures[2], 1, 0, entry(0, FIRST, EntryKind.LEAD, 6), 0));
    }

    @Test
    void shouldNoticeTheUseOfSomebodyElsesBallot() {
        final Ghost.Tenure[] tenures = begin(FIRST, 0);
        violates("I5 a ballot", () -> ghost.onPost(tenures[1], 2, 0, entry(0, FIRST, EntryKind.LEAD, 5), 0));
    }

    @Test
    void shouldNoticeWritesWithoutTheGrantsOfAMajority() {
        final Grant only = grant(1, FIRST, 0, 0);
        ghost.onGrant(only, 0, only.end());
        final Ghost.Tenure tenure = ghost.tenure(only);
        ghost.onStart(tenure, 0);
        violates("I19", () -> ghost.onPost(tenure, 1, 0, entry(0, FIRST, EntryKind.LEAD, 5), 0));
    }

    @Test
    void shouldNoticeThatAChosenValueIsChanged() {
        choose(begin(FIRST, 0), FIRST, 0, EntryKind.LEAD, 5);
        final Ghost.Tenure[] later = begin(SECOND, 0);
        violates("I8'", () -> ghost.onPost(later[1], 2, 0, entry(0, SECOND, EntryKind.LEAD, 6), 0));
    }

    @Test
    void shouldNoticeTwoChosenValues() {
        final Ghost.Tenure[] late = begin(FIRST, 0);
        ghost.onPost(late[1], 1, 0, entry(0, FIRST, EntryKind.LEAD, 5), 0);
        ghost.onPost(late[2], 1, 0, entry(0, FIRST, EntryKind.LEAD, 5), 0);
        choose(begin(SECOND, 0), SECOND, 0, EntryKind.LEAD, 6);
        ghost.onSuccess(late[1], 1);
        violates("I8 agreement", () -> ghost.onSuccess(late[2], 1));
    }

    @Test
    void shouldNoticeACommitIndexBeyondWhatIsChosen() {
        final Ghost.Tenure[] tenures = begin(FIRST, 0);
        violates("I12", () -> ghost.onPost(tenures[1], 1, 0, entry(0, FIRST, EntryKind.LEAD, 5), 1));
        violates("I11", () -> ghost.checkProgress("applied index", 1, 1));
    }

    @Test
    void shouldNoticeASuccessThatIsNotPassedOn() {
        final Ghost.Tenure[] tenures = begin(FIRST, 0);
        choose(tenures, FIRST, 0, EntryKind.LEAD, 5);
        violates("I3", () -> ghost.onGrant(grant(1, SECOND, 0, 2), PermissionWord.granted(1, 1), 0));
    }

    @Test
    void shouldNoticeATargetStartedBeyondWhatIsChosen() {
        final Grant grant = grant(1, FIRST, 3, 3);
        violates("I18", () -> ghost.onStart(ghost.tenure(grant), 3));
        choose(begin(FIRST, 0), FIRST, 0, EntryKind.LEAD, 5);
        final Ghost.Tenure[] later = begin(SECOND, 0);
        violates("I18", () -> ghost.onStart(later[2], 1));
    }

    @Test
    void shouldNoticeThatSomethingIsWrittenAfterAReadingThatWasNotConfirmed() {
        final Takeover takeover = new Takeover(ghost, new Coverage(), 3);
        final Grant grant = grant(1, SECOND, 0, 1);
        takeover.onReading(grant, 0);
        takeover.onReading(grant, 1);
        assertDoesNotThrow(() -> takeover.onWriting(FIRST, 0));
        violates("I21", () -> takeover.onWriting(SECOND, 0));
        takeover.onConfirmed(grant);
        assertDoesNotThrow(() -> takeover.onWriting(SECOND, 0));
    }

    @Test
    void shouldNoticeWhatIsAppliedWithoutBeingChosenOrDifferently() {
        final Entry entry = entry(0, FIRST, EntryKind.LEAD, 5);
        violates("I13 only", () -> ghost.onApply(1, 0, Proposal.valueOf(entry)));
        choose(begin(FIRST, 0), FIRST, 0, EntryKind.LEAD, 5);
        assertDoesNotThrow(() -> ghost.onApply(1, 0, Proposal.valueOf(entry)));
        violates("I13 the", () -> ghost.onApply(1, 0, 77));
        violates("I13 equal", () -> reference.checkState(1, 0, 77));
    }

    @Test
    void shouldNoticeCopiesThatNobodyWroteOrThatContradict() {
        violates("I16", () -> ghost.checkCopy("ring", 0, FIRST, 7));
        final Ghost.Tenure[] early = begin(SECOND, 0);
        ghost.onPost(early[1], 2, 0, entry(0, SECOND, EntryKind.LEAD, 6), 0);
        choose(begin(FIRST, 0), FIRST, 0, EntryKind.LEAD, 5);
        violates("I8' copies",
            () -> ghost.checkCopy("ring", 0, SECOND, Proposal.valueOf(entry(0, SECOND, EntryKind.LEAD, 6))));
        violates("I11 history", () -> ghost.checkHistory("ring", 0, 7));
    }

    @Test
    void shouldNotCountAnIncarnationForItsOwnAdmission() {
        final UnsafeBuffer payload = new UnsafeBuffer(new byte[8]);
        ReplicatedState.encodeAdmit(payload, 2, 2);
        final Entry admit = new Entry(128);
        admit.encode(1, FIRST, 1, EntryKind.ADMIT, payload, 0, 8);
        final Ghost.Tenure[] tenures = begin(FIRST, 0);
        choose(tenures, FIRST, 0, EntryKind.LEAD, FIRST);
        for (int target = 1; target <= 2; target++) {
            ghost.onPost(tenures[target], 1, 1, admit, 0);
            ghost.onSuccess(tenures[target], 2);
        }
        assertDoesNotThrow(() -> ghost.checkHint(1));
        violates("I12", () -> ghost.checkHint(2));
    }

    @Test
    void shouldNoticeProposalsOfNobody() {
        violates("I9", () -> reference.checkOrigin(0, new Proposal(EntryKind.COMMAND, 1, new byte[16])));
    }

    private void execute(final long index, final byte[] command) {
        reference.execute(index, new Proposal(EntryKind.COMMAND, 1, command));
    }

    private void createAndEstablish() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
        final int length = SessionCommands.encodeGenesis(buffer, 0, 7, new SessionCommands.Capacities(8, 64, 4096),
            new long[] {1, SessionCommands.OPERATOR}, new byte[8]);
        execute(0, bytes(buffer, length));
        execute(1, bytes(buffer, SessionCommands.encodeEstablish(buffer, 0, 7, 1, 0, -5)));
    }

    private static byte[] bytes(final UnsafeBuffer buffer, final int length) {
        final byte[] bytes = new byte[length];
        buffer.getBytes(0, bytes);
        return bytes;
    }

    private static byte[] command(final long number, final long tag) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
        CommandEnvelope.encode(buffer, 0, CommandEnvelope.COMMAND, 7, 1, 1, number);
        buffer.putLong(CommandEnvelope.HEADER_LENGTH + 8, tag);
        return bytes(buffer, CommandEnvelope.HEADER_LENGTH + TinyExchange.BODY_LENGTH);
    }

    @Test
    void shouldNoticeACommandThatIsExecutedTwice() {
        createAndEstablish();
        execute(2, command(1, 100));
        execute(3, command(1, 100));
        violates("I14 at most once", () -> execute(4, command(2, 100)));
    }

    @Test
    void shouldNoticeUntrueAnswers() {
        createAndEstablish();
        violates("I14 answered means", () -> reference.checkToldExecuted(1, 1, 100));
        execute(2, command(1, 100));
        reference.checkToldExecuted(1, 1, 100);
        violates("I14 not executed", () -> reference.checkToldNotExecuted(100));
        reference.checkToldNotExecuted(101);
        violates("I14 not executed", () -> execute(3, command(2, 101)));
    }

    @Test
    void shouldNoticeEventsThatAreNone() {
        createAndEstablish();
        violates("I14 only", () -> reference.checkEvent(99, new byte[48]));
        violates("events are facts", () -> reference.checkEvent(1, new byte[48]));
    }

    @Test
    void shouldNoticeAnswersThatDisregardRealTime() {
        final ClientHistory history = new ClientHistory();
        history.onOffered(1);
        history.onAnswered(1, 1, 1, 50);
        history.onOffered(2);
        violates("I20 real-time", () -> history.onAnswered(2, 1, 2, 40));
        history.onOffered(3);
        violates("I20 order", () -> history.onAnswered(1, 1, 3, 60));
        violates("I14 answered once", () -> history.onAnswered(1, 1, 1, 70));
        violates("I14 settled once", () -> history.onSettledOtherwise(1));
    }

    @Test
    void shouldNoticeOtherEventsThanTheLogRetains() {
        createAndEstablish();
        assertDoesNotThrow(() -> reference.checkRetained(1, 1, 1));
        violates("I13 equal histories retain", () -> reference.checkRetained(1, 1, 2));
    }

    @Test
    void shouldNoticeALateCopyThatTakesASessionOver() {
        assertDoesNotThrow(() -> Reference.checkTakenOver(5, 3, 3));
        violates("I14 a late copy", () -> Reference.checkTakenOver(5, 2, 3));
    }

    @Test
    void shouldNoticeAClientThatMissesEventsOrFollowsALowerBallot() {
        final ReadingChecker reading = new ReadingChecker();
        reading.onTaken(5, 4);
        violates("I20 events", () -> reading.onTaken(7, 5));
        reading.onAnnounced(2, SECOND, 2);
        reading.onAnnounced(1, FIRST, 2);
        violates("I20 commands", () -> reading.onAnnounced(1, FIRST, 1));
    }

    @Test
    void shouldNoticeACandidateThatNeverRests() {
        final RestChecker rest = new RestChecker(1);
        for (int round = 1; round <= 7; round++) {
            rest.check(round, Ballot.of(round, 1, 1), false, true);
        }
        violates("who loses", () -> rest.check(8, Ballot.of(7, 1, 1), false, true));
        assertDoesNotThrow(() -> rest.check(9, Ballot.of(7, 1, 1), false, false));
    }

    @Test
    void shouldNoticeALeaderThatLeadsOnWithoutAMajority() {
        final DutyChecker duty = new DutyChecker(1, 3);
        duty.begin(FIRST, 2, true);
        duty.end(FIRST, 0, 0);
        duty.begin(FIRST, 1, true);
        assertDoesNotThrow(() -> duty.end(0, 0, 0));
        duty.begin(FIRST, 1, true);
        violates("who has lost", () -> duty.end(FIRST, 0, 0));
        duty.begin(FIRST, 2, false);
        violates("who has lost", () -> duty.end(FIRST, 0, 0));
    }

    @Test
    void shouldNoticeACandidateThatNeverBegins() {
        final DutyChecker duty = new DutyChecker(1, 3);
        for (int cycle = 1; cycle <= 1_000; cycle++) {
            duty.end(0, FIRST, 1);
        }
        for (int cycle = 1; cycle <= 128; cycle++) {
            duty.end(0, FIRST, 2);
        }
        violates("who has a majority", () -> duty.end(0, FIRST, 2));
        assertDoesNotThrow(() -> duty.end(0, SECOND, 2));
    }

    @Test
    void shouldNoticeWritesToAnOlderIncarnationBehindAnAdoptedAdmission() {
        final Ghost.Tenure[] tenures = begin(FIRST, 0);
        final UnsafeBuffer payload = new UnsafeBuffer(new byte[8]);
        ReplicatedState.encodeAdmit(payload, 2, 2);
        final Entry admit = new Entry(128);
        admit.encode(0, FIRST, 1, EntryKind.ADMIT, payload, 0, 8);
        ghost.onPost(tenures[1], 1, 0, admit, 0);
        violates("I19 an older", () -> ghost.onPost(tenures[2], 1, 0, admit, 0));
    }

    @Test
    void shouldNoticeThatLogsChangeHandsWithoutEnd() {
        final Grant again = grant(1, FIRST, 0, 0);
        for (long n = 0; n < Ghost.MOST_GRANTS; n++) {
            ghost.onGrant(again, again.permission(), again.end());
        }
        violates("liveness", () -> ghost.onGrant(again, again.permission(), again.end()));
    }

    @Test
    void shouldNoticeThatAMajorityLostAChosenEntry() {
        final World world = new World();
        choose(begin(FIRST, 0), FIRST, 0, EntryKind.LEAD, 5);
        final Sweep sweep = new Sweep(ghost, world.checker, 3);
        assertDoesNotThrow(() -> sweep.run(List.of(new Sweep.Voter(1, 1))));
        violates("I8 whatever", () -> sweep.run(List.of(new Sweep.Voter(1, 1), new Sweep.Voter(2, 1))));
    }

    /** Memory in which single stores are made by hand. */
    private final class World {
        private final SimMemory memory = new SimMemory(new Alone(), 1);
        private final SimRegions regions = new SimRegions(memory, new SimRegions.Geometry(3, 64, 128, 16, 4096));
        private final MemoryChecker checker =
            new MemoryChecker(memory, regions, ghost, new Coverage(), new IgnoredGrants());

        private World() {
            memory.watch(checker);
        }

        private void store(final Processor by, final long address, final long value) {
            memory.run(by);
            memory.putRelease(address, value);
            memory.drain(by);
        }

        private long control(final int offset) {
            return regions.control(1, 1) + offset;
        }
    }

    @Test
    void shouldNoticeStoresByTheWrongThread() {
        final World world = new World();
        final Processor replication = new Processor(1, 1, false);
        final Processor background = new Processor(1, 1, true);
        final Processor stranger = new Processor(2, 1, false);
        violates("I1 every word", () -> world.store(replication, world.control(ControlLayout.PERMISSION), 0));
        violates("I1 every word", () -> world.store(background, world.control(ControlLayout.APPLIED), 0));
        violates("I1 every word", () -> world.store(stranger, world.control(ControlLayout.HEARTBEAT), 1));
        violates("I1 every word", () -> world.store(stranger, world.control(ControlLayout.mail(3)), 1));
        violates("I1 a log", () -> world.store(stranger, world.regions.ring(1, 1, 1) + RingLayout.SLOTS, 1));
    }

    @Test
    void shouldNoticeGrantsAndPromisesThatBreakTheRules() {
        final World world = new World();
        final Processor background = new Processor(1, 1, true);
        violates("I1 revoked", () -> world.store(background, world.control(ControlLayout.PERMISSION),
            PermissionWord.granted(2, 1)));
        world.store(background, world.control(ControlLayout.PROMISED), SECOND);
        violates("I6", () -> world.store(background, world.control(ControlLayout.PROMISED), FIRST));
        violates("I4", () -> world.store(background, world.control(ControlLayout.grant(2)), SECOND));
        world.store(background, world.control(ControlLayout.PERMISSION), PermissionWord.granted(1, 2));
        violates("I2", () -> world.store(background, world.regions.inheritance(1, 1, 1), 1));
        violates("I11", () -> world.store(new Processor(1, 1, false), world.control(ControlLayout.APPLIED), 9));
    }

    @Test
    void shouldNoticeAnAppliedIndexThatFalls() {
        final World world = new World();
        final Processor replication = new Processor(1, 1, false);
        choose(begin(FIRST, 0), FIRST, 0, EntryKind.LEAD, 5);
        world.store(replication, world.control(ControlLayout.APPLIED), 1);
        violates("I13 the applied index", () -> world.store(replication, world.control(ControlLayout.APPLIED), 0));
    }

    @Test
    void shouldNoticeThatASlotIsReusedBeforeItIsApplied() {
        final Grant grant = grant(2, FIRST, 10, 10);
        assertDoesNotThrow(() -> Simulation.requireRoom(grant, 73, 10, 64));
        assertDoesNotThrow(() -> Simulation.requireRoom(grant, 83, 20, 64));
        violates("I15", () -> Simulation.requireRoom(grant, 74, 10, 64));
        violates("I15", () -> Simulation.requireRoom(grant, 84, 20, 64));
    }

    @Test
    void shouldNoticeAReplicaThatStopsWithoutDamage() {
        assertDoesNotThrow(() -> SimReplica.requireDamage("1/1", new CorruptEntryException(7), List.of(7L)));
        violates("no replica stops",
            () -> SimReplica.requireDamage("1/1", new CorruptEntryException(8), List.of(7L)));
        violates("no replica stops",
            () -> SimReplica.requireDamage("1/1", new IllegalStateException("by itself"), List.of(7L)));
    }

    @Test
    void shouldNoticeAHoleInAnInheritance() {
        final World world = new World();
        final Processor background = new Processor(1, 1, true);
        final long permission = PermissionWord.granted(1, 2);
        world.store(background, world.control(ControlLayout.PROMISED), SECOND);
        world.store(background, world.control(ControlLayout.PERMISSION), permission);
        world.store(background, world.control(ControlLayout.grant(2) + ControlLayout.GRANT_PERMISSION), permission);
        world.store(background, world.control(ControlLayout.grant(2) + ControlLayout.GRANT_END), 1);
        violates("I10", () -> world.store(background, world.control(ControlLayout.grant(2)), SECOND));
    }

    /** Replica 1 has granted its log to replica 2, with nothing in it. */
    private World granted() {
        final World world = new World();
        final Processor background = new Processor(1, 1, true);
        final long permission = PermissionWord.granted(1, 2);
        world.store(background, world.control(ControlLayout.PROMISED), SECOND);
        world.store(background, world.control(ControlLayout.PERMISSION), permission);
        world.store(background, world.control(ControlLayout.grant(2) + ControlLayout.GRANT_PERMISSION), permission);
        world.store(background, world.control(ControlLayout.grant(2)), SECOND);
        return world;
    }

    /** Replica 1 seals its log and is about to grant it to replica 2 again, under the ballot that is returned. */
    private static long seal(final World world) {
        final Processor background = new Processor(1, 1, true);
        final long ballot = Ballot.of(3, 1, 2);
        final long permission = PermissionWord.granted(2, 2);
        world.store(background, world.control(ControlLayout.PERMISSION), PermissionWord.revoked(1));
        world.store(background, world.control(ControlLayout.PROMISED), ballot);
        world.store(background, world.control(ControlLayout.PERMISSION), permission);
        world.store(background, world.control(ControlLayout.grant(2) + ControlLayout.GRANT_PERMISSION), permission);
        return ballot;
    }

    @Test
    void shouldNoticeACopyWithoutWhatTheSealedLogHeld() {
        final World world = granted();
        final long slot = world.regions.ring(1, 1, 1) + RingLayout.SLOTS;
        final Processor holder = new Processor(2, 1, false);
        world.store(holder, slot + RingLayout.BALLOT, SECOND);
        world.store(holder, slot, RingLayout.commitWord(1, 0));
        final long ballot = seal(world);
        violates("I3 what was sealed", () -> world.store(new Processor(1, 1, true),
            world.control(ControlLayout.grant(2)), ballot));
    }

    @Test
    void shouldNoticeADescriptionThatIsNotTrue() {
        final World late = granted();
        final Processor background = new Processor(1, 1, true);
        final long third = seal(late);
        late.store(background, late.control(ControlLayout.grant(2) + ControlLayout.GRANT_FROM), 1);
        late.store(background, late.control(ControlLayout.grant(2) + ControlLayout.GRANT_END), 1);
        violates("I10 a copy begins", () -> late.store(background, late.control(ControlLayout.grant(2)), third));
        final World stale = granted();
        seal(stale);
        stale.store(background, stale.control(ControlLayout.grant(2) + ControlLayout.GRANT_END), 1);
        violates("I10 a copy ends", () -> stale.store(background, stale.control(ControlLayout.grant(2)), third));
    }

    @Test
    void shouldNoticeAnEntryThatSpeaksOfMoreThanIsInFrontOfIt() {
        final World world = granted();
        final long slot = world.regions.ring(1, 1, 1) + RingLayout.SLOTS;
        final Processor holder = new Processor(2, 1, false);
        world.store(holder, slot + RingLayout.COMMIT_INDEX, 1);
        violates("I12 a commit index covers what", () -> world.store(holder, slot, RingLayout.commitWord(1, 0)));
    }

    @Test
    void shouldNoticeThatForeignHistoryIsTakenForOwn() {
        final OwnHistory snapshot = new OwnHistory();
        snapshot.onLoaded(5);
        violates("I22", () -> snapshot.onApplied(1, 5));
        snapshot.onHistoryFrom(5);
        assertDoesNotThrow(() -> snapshot.onApplied(1, 5));
        final OwnHistory peer = new OwnHistory();
        peer.onRead(0, 0);
        peer.settle(0);
        assertDoesNotThrow(() -> peer.onApplied(1, 1));
        peer.onRead(1, 1);
        violates("I22", () -> peer.onApplied(1, 2));
    }
}
