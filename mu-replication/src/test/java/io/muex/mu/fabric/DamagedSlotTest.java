package io.muex.mu.fabric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.mu.Ballot;
import io.muex.mu.fabric.local.PlainMemory;
import io.muex.mu.fabric.local.PrivateCluster;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.log.Entry;
import io.muex.mu.log.EntryKind;
import io.muex.mu.log.InheritanceLayout;
import io.muex.mu.log.RingLayout;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever bit of a slot changes, what it holds is not taken for the entry that was written there. */
class DamagedSlotTest {
    private static final int TARGET = 1;
    private static final int HOLDER = 2;
    private static final int SLOTS = 8;
    private static final int SLOT_LENGTH = 128;
    private static final int PAYLOAD = 20;
    private static final int LAST = 3;

    private final Memory memory = new PlainMemory();
    private final Entry out = new Entry(SLOT_LENGTH);
    private final Entry in = new Entry(SLOT_LENGTH);
    private PrivateCluster cluster;
    private Regions regions;
    private MemoryFabric target;
    private MemoryFabric holder;

    @BeforeEach
    void writeFourEntries() {
        cluster = new PrivateCluster(3, SLOTS, SLOT_LENGTH, 2, 64);
        regions = cluster.join(TARGET, 1);
        target = new MemoryFabric(memory, regions);
        holder = new MemoryFabric(memory, cluster.join(HOLDER, 1));
        final LogChannel channel = holder.open(grant(1));
        channel.startAt(0);
        for (int index = 0; index <= LAST; index++) {
            out.encode(index, Ballot.of(1, 1, HOLDER), 77, EntryKind.COMMAND,
                new UnsafeBuffer(new byte[]{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20}), 0,
                PAYLOAD);
            channel.post(out, index);
        }
        assertTrue(target.localLog().moveToNewest());
    }

    @AfterEach
    void free() {
        cluster.close();
    }

    @Test
    void shouldNoticeEveryChangedBitOfAnEntryInTheRing() {
        final long slot = regions.ring(TARGET, 1, 1) + RingLayout.slot(LAST, SLOTS, SLOT_LENGTH);
        assertTrue(target.localLog().read(LAST, in));
        forEveryBit(slot, (at, bit) -> {
            if (at == RingLayout.COMMIT_WORD) {
                assertFalse(target.localLog().read(LAST, in), "bit " + bit + " of the commit word");
            } else {
                final CorruptEntryException found = assertThrows(CorruptEntryException.class,
                    () -> target.localLog().read(LAST, in), "bit " + bit + " at " + at);
                assertEquals(LAST, found.index());
            }
        });
        assertTrue(target.localLog().read(LAST, in));
    }

    @Test
    void shouldNoticeEveryChangedBitOfAnInheritedEntry() {
        final Grant next = grant(2);
        final long slot = regions.inheritance(TARGET, 1, InheritanceLayout.area(2)) + LAST * SLOT_LENGTH;
        assertEquals(Fabric.WHOLE, holder.inherited(next, LAST, in));
        forEveryBit(slot, (at, bit) -> assertNotEquals(Fabric.WHOLE, holder.inherited(next, LAST, in),
            "bit " + bit + " at " + at));
        assertEquals(Fabric.WHOLE, holder.inherited(next, LAST, in));
    }

    @Test
    void shouldNotPassOnALogWithoutAnEntryThatWasDamagedInIt() {
        for (long applied = 0; applied <= LAST; applied++) {
            final long slot = regions.ring(TARGET, 1, target.gate().epoch())
                + RingLayout.slot(LAST, SLOTS, SLOT_LENGTH);
            target.publish(ControlLayout.APPLIED, applied);
            memory.putPlain(slot + RingLayout.BALLOT, memory.getPlain(slot + RingLayout.BALLOT) ^ 1);
            assertThrows(CorruptEntryException.class, () -> grant(2), applied + " applied");
            free();
            writeFourEntries();
        }
    }

    @Test
    void shouldNotPassOnAnInheritanceWithoutAnEntryThatWasDamagedInIt() {
        grant(2);
        final long slot = regions.inheritance(TARGET, 1, InheritanceLayout.area(2)) + LAST * SLOT_LENGTH;
        memory.putPlain(slot + RingLayout.BALLOT, memory.getPlain(slot + RingLayout.BALLOT) ^ 1);
        assertThrows(CorruptEntryException.class, () -> grant(3));
    }

    @Test
    void shouldNotTakeTheBytesOfAnotherIndexOrAnotherGrant() {
        final long ring = regions.ring(TARGET, 1, 1);
        final long slot = ring + RingLayout.slot(LAST, SLOTS, SLOT_LENGTH);
        final long before = ring + RingLayout.slot(LAST - 1, SLOTS, SLOT_LENGTH);
        for (int at = RingLayout.BALLOT; at < SLOT_LENGTH; at += Long.BYTES) {
            memory.putPlain(slot + at, memory.getPlain(before + at));
        }
        memory.putPlain(slot + RingLayout.COMMIT_INDEX, memory.getPlain(before + RingLayout.COMMIT_INDEX));
        memory.putPlain(slot + RingLayout.INTEGRITY, memory.getPlain(before + RingLayout.INTEGRITY));
        assertThrows(CorruptEntryException.class, () -> target.localLog().read(LAST, in));
        assertNotEquals(RingLayout.commitWord(1, LAST), RingLayout.commitWord(2, LAST));
        out.encode(LAST, 1, 77, EntryKind.NOOP, in.buffer(), 0, 0);
        final long checksum = out.integrity(0, 0) & 0xFFFF_FFFFL;
        out.encode(LAST + 1, 1, 77, EntryKind.NOOP, in.buffer(), 0, 0);
        assertNotEquals(checksum, out.integrity(0, 0) & 0xFFFF_FFFFL, "an entry is whole for its own index only");
    }

    @Test
    void shouldHaveTheSameBytesWhateverTheBufferHeldBefore() {
        out.buffer().setMemory(0, SLOT_LENGTH, (byte) -1);
        in.buffer().setMemory(0, SLOT_LENGTH, (byte) 0);
        for (final Entry entry : new Entry[]{out, in}) {
            entry.encode(LAST, 1, 77, EntryKind.COMMAND, new UnsafeBuffer(new byte[PAYLOAD]), 0, PAYLOAD);
        }
        assertEquals(in.integrity(1, 1), out.integrity(1, 1));
    }

    private Grant grant(final long round) {
        final long ballot = Ballot.of(round, 1, HOLDER);
        target.gate().grant(HOLDER, ballot, true, 0);
        return holder.grant(TARGET, 1, ballot);
    }

    /** One bit of a slot's words at a time is another one. */
    private void forEveryBit(final long slot, final Damage damage) {
        for (int at = 0; at < RingLayout.PAYLOAD + PAYLOAD; at += Long.BYTES) {
            for (int bit = 0; bit < Long.SIZE; bit++) {
                memory.putPlain(slot + at, memory.getPlain(slot + at) ^ 1L << bit);
                damage.look(at, bit);
                memory.putPlain(slot + at, memory.getPlain(slot + at) ^ 1L << bit);
            }
        }
    }

    private interface Damage {
        void look(int at, int bit);
    }
}
