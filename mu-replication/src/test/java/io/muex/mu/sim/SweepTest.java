package io.muex.mu.sim;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.mu.Ballot;
import io.muex.mu.fabric.Grant;
import io.muex.mu.fabric.sim.Processor;
import io.muex.mu.fabric.sim.SimMemory;
import io.muex.mu.fabric.sim.SimRegions;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.log.Entry;
import io.muex.mu.log.EntryKind;
import io.muex.mu.log.InheritanceLayout;
import io.muex.mu.log.PermissionWord;
import io.muex.mu.log.RingLayout;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the sweep takes for the log of a replica while it is granted anew. Two entries are chosen; replica 2 has nothing
 * of them, so all depends on replica 1, which has applied the first and holds the second in a copy.
 */
class SweepTest {
    private static final long BALLOT = Ballot.of(1, 1, 1);
    private static final List<Sweep.Voter> VOTERS = List.of(new Sweep.Voter(1, 1), new Sweep.Voter(2, 1));
    private final Ghost ghost = new Ghost(3, new Reference());
    private final SimMemory memory = new SimMemory(new Alone(), 1);
    private final SimRegions regions = new SimRegions(memory, new SimRegions.Geometry(3, 64, 128, 16, 4096));
    private final MemoryChecker checker =
        new MemoryChecker(memory, regions, ghost, new Coverage(), new IgnoredGrants());
    private final Sweep sweep = new Sweep(ghost, checker, 3);
    private final Processor background = new Processor(1, 1, true);
    private final long copy = regions.inheritance(1, 1, InheritanceLayout.area(1));

    @BeforeEach
    void chooseTwoAndGrantWithoutAcknowledging() {
        memory.watch(checker);
        final Ghost.Tenure[] tenures = new Ghost.Tenure[3];
        for (int target = 1; target <= 2; target++) {
            final Grant grant = new Grant(target, 1, BALLOT, PermissionWord.granted(1, 1), 0, 0, 0, 0, true);
            ghost.onGrant(grant, 0, grant.end());
            tenures[target] = ghost.tenure(grant);
            ghost.onStart(tenures[target], 0);
        }
        for (int index = 0; index < 2; index++) {
            for (int target = 1; target <= 2; target++) {
                ghost.onPost(tenures[target], 1, index, entry(index), 0);
                ghost.onSuccess(tenures[target], index + 1);
            }
        }
        store(new Processor(1, 1, false), control(ControlLayout.APPLIED), 1);
        final Entry second = entry(1);
        for (int at = RingLayout.BALLOT; at < second.imageEnd(); at += Long.BYTES) {
            store(background, copy + at, second.buffer().getLong(at));
        }
        store(background, copy, 2);
        store(background, control(ControlLayout.grant(2) + ControlLayout.GRANT_FROM), 1);
        store(background, control(ControlLayout.grant(2) + ControlLayout.GRANT_END), 2);
        store(background, control(ControlLayout.PERMISSION), PermissionWord.granted(1, 2));
    }

    /** Seed 700634, contended: both others were between permission and acknowledgement, or had no copy. */
    @Test
    void shouldFindAnEntryInACopyThatIsGrantedAndNotAcknowledgedYet() {
        assertDoesNotThrow(() -> sweep.run(VOTERS));
    }

    @Test
    void shouldNoticeThatTheGrantedCopyLacksIt() {
        store(background, control(ControlLayout.PERMISSION), PermissionWord.revoked(1));
        store(background, copy, 0);
        final Violation found = assertThrows(Violation.class, () -> sweep.run(VOTERS));
        assertTrue(found.getMessage().startsWith("I8 whatever is chosen"), found.getMessage());
    }

    private static Entry entry(final long index) {
        final UnsafeBuffer payload = new UnsafeBuffer(new byte[8]);
        final Entry entry = new Entry(128);
        entry.encode(index, BALLOT, 1, index == 0 ? EntryKind.LEAD : EntryKind.NOOP, payload, 0, index == 0 ? 8 : 0);
        return entry;
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
