package io.muex.mu.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.mu.Ballot;
import io.muex.mu.fabric.MemoryFabric;
import io.muex.mu.fabric.local.PlainMemory;
import io.muex.mu.fabric.local.PrivateCluster;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.log.EntryKind;
import io.muex.mu.recovery.Membership;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Replica 1 leads and knows nothing to be chosen yet, while replica 2 has applied more, by a snapshot or by following
 * somebody else. Nobody else can be reached, so all depends on what the leader does with replica 2.
 */
class LateTargetTest {
    private static final int SLOT_LENGTH = 128;
    private static final long BALLOT = Ballot.of(1, 1, 1);
    private static final long APPLIED = 5;
    private final PrivateCluster cluster = new PrivateCluster(3, 64, SLOT_LENGTH, 16, 4096);
    private final MemoryFabric first = new MemoryFabric(new PlainMemory(), cluster.join(1, 1));
    private final MemoryFabric second = new MemoryFabric(new PlainMemory(), cluster.join(2, 1));
    private final PlaneBoard board = new PlaneBoard(3);
    private final UnsafeBuffer payload = new UnsafeBuffer(new byte[8]);
    private final Leadership leadership =
        new Leadership(first, new Membership(3), board, new Proposals(SLOT_LENGTH), BALLOT);

    @BeforeEach
    void begin() {
        grant(first);
        leadership.begin(0);
        first.localLog().moveToNewest();
    }

    @AfterEach
    void free() {
        cluster.close();
    }

    /** Its base shows nothing that the leader does not know, so what it is written counts; its applied index does. */
    @Test
    void shouldWriteATargetThatASnapshotHasMovedBeyondTheCommitIndex() {
        grant(second);
        second.publish(ControlLayout.APPLIED, APPLIED);
        append();
        leadership.catchUp(1);
        assertTrue(leadership.settle(), "there is a majority");
        assertEquals(1, leadership.target(2).channel().completedEnd(), "written from the commit index on");
        assertEquals(1, leadership.commitIndex(), "and counted");
    }

    /** What was chosen beyond the commit index is of no concern to be counted, until the leader has got there. */
    @Test
    void shouldSkipWhatTheTargetHasAppliedOnlyAsFarAsItIsCommitted() {
        grant(second);
        append();
        leadership.catchUp(1);
        assertTrue(leadership.settle());
        second.publish(ControlLayout.APPLIED, APPLIED);
        for (int n = 0; n < APPLIED; n++) {
            append();
            leadership.catchUp(1);
            assertTrue(leadership.settle());
            assertEquals(n + 2, leadership.commitIndex(), "no entry is left out");
        }
    }

    /** By its base: more is chosen, and nobody who could be written knows what. */
    @Test
    void shouldGiveTheBallotUpWhenALateGrantShowsThatMoreIsChosen() {
        second.publish(ControlLayout.APPLIED, APPLIED);
        append();
        leadership.catchUp(1);
        grant(second);
        leadership.catchUp(1);
        assertFalse(leadership.target(2).isStarted());
        assertFalse(leadership.settle(), "it would wait for ever");
    }

    private void grant(final MemoryFabric target) {
        target.gate().grant(1, BALLOT, true, 0);
        board.post(first.grant(target.selfId(), 1, BALLOT));
        leadership.takeUpGrants();
        assertNotNull(leadership.target(target.selfId()));
    }

    private void append() {
        assertTrue(leadership.hasRoom());
        leadership.append(1, EntryKind.LEAD, payload, 0, 8);
    }
}
