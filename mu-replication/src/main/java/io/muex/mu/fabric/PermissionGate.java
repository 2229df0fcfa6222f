package io.muex.mu.fabric;

import io.muex.mu.log.ControlLayout;
import io.muex.mu.log.Entry;
import io.muex.mu.log.InheritanceLayout;
import io.muex.mu.log.PermissionWord;
import io.muex.mu.log.RingLayout;

/**
 * The target's half of the permission gate over {@link Memory}: takes the log away from one holder and gives it to the
 * next. Runs on the target's background thread only and never waits for its replication thread.
 * <pre>
 *   T1  store "revoked" into the permission word
 *   T2  full fence: from here on no write of the old holder is reported as success unless T3 sees it
 *   T3  copy the canonical entries out of the ring into an inheritance, commit word checked before and after
 *   T4  read the applied index, which is the base of the grant, and then from where on its history is its own
 *   T5  describe the grant: marked entries below the base are chosen, see {@link InheritanceLayout}
 *   T6  store the new permission, then the acknowledgement
 * </pre>
 * Canonical entry i = the ring's if it is whole there, else the previous inheritance's. Nothing is ever overwritten in
 * place: the new holder gets a fresh ring, so a late store of the old one lands where nobody reads.
 */
public final class PermissionGate {
    private final Memory memory;
    private final Regions regions;
    private final SlotReader slots;
    private final Entry entry;
    private final long control;
    private final int self;
    private final int incarnation;
    private long epoch;
    private long inheritedFrom;
    private long inheritedEnd;
    private long base;
    private long chosenFrom;
    private boolean isMarked;

    PermissionGate(final Memory memory, final Regions regions) {
        this.memory = memory;
        this.regions = regions;
        this.slots = new SlotReader(memory);
        this.entry = new Entry(regions.slotLength());
        this.self = regions.selfId();
        this.incarnation = regions.selfIncarnation();
        this.control = regions.control(self, incarnation);
    }

    /** Whether a spare ring is ready: without one a request has to wait. */
    public boolean isReady() {
        return regions.ring(self, incarnation, epoch + 1) != Regions.ABSENT;
    }

    /**
     * Revokes the present grant and gives the log to {@code holder}. Call only when {@link #isReady}.
     *
     * @param holder id of the new holder
     * @param ballot of its request, higher than any promised before
     * @param votes  whether this replica counts in majorities
     * @param needed first index of decided entries that anybody may have to be told; those below it are left out, and
     *               never more than the retained ones are copied. Whatever it is, all that may be undecided is passed
     *               on
     */
    public void grant(final int holder, final long ballot, final boolean votes, final long needed) {
        revoke();
        inheritedEnd = inherit(needed);
        base = memory.getAcquire(control + ControlLayout.APPLIED);
        // After the base: a snapshot that moved the applied index has moved this word before.
        chosenFrom = memory.getAcquire(control + ControlLayout.HISTORY_FROM);
        final long next = ++epoch;
        final long permission = PermissionWord.granted(next, holder);
        describe(holder, ballot, permission, votes);
        regions.open(next, holder);
        memory.putRelease(control + ControlLayout.PERMISSION, permission);
        memory.putRelease(control + ControlLayout.grant(holder) + ControlLayout.GRANT_ACKNOWLEDGED, ballot);
    }

    /**
     * T1 and T2. Afterwards nothing the old holder writes can both be missed by the scan and be reported as success.
     */
    void revoke() {
        memory.putRelease(control + ControlLayout.PERMISSION, PermissionWord.revoked(epoch));
        memory.fullFence();
        regions.seal(epoch);
    }

    /**
     * T3. Copies the sealed ring and the previous inheritance into the other area, from the first index needed or
     * retained, whichever is higher, but never from beyond the applied one.
     *
     * @return index after the last entry copied
     */
    private long inherit(final long needed) {
        final long applied = memory.getAcquire(control + ControlLayout.APPLIED);
        final long history = memory.getAcquire(control + ControlLayout.HISTORY_FROM);
        // Never beyond the applied index: a snapshot may be moving both words at this moment.
        final long back = Math.max(needed, applied - regions.retained());
        final long from = Math.min(applied, Math.max(history, back));
        final long ring = epoch == 0 ? Regions.ABSENT : regions.ring(self, incarnation, epoch);
        final long old = regions.inheritance(self, incarnation, InheritanceLayout.area(epoch));
        final long target = regions.inheritance(self, incarnation, InheritanceLayout.area(epoch + 1));
        final long ringEnd = ring == Regions.ABSENT ? 0 : memory.getAcquire(ring + RingLayout.WRITTEN_END);
        final long limit = Math.min(from + regions.slots() + regions.retained(), Math.max(ringEnd, inheritedEnd));
        long end = from;
        for (long index = from; index < limit; index++) {
            final long at = target + (index - from) * regions.slotLength();
            if (readCanonical(index, applied, ring, ringEnd, old)) {
                store(at, index);
                end = index + 1;
            } else {
                memory.putPlain(at, 0);
            }
        }
        inheritedFrom = from;
        return end;
    }

    private boolean readCanonical(final long index, final long applied, final long ring, final long ringEnd,
                                  final long old) {
        if (index < ringEnd) {
            final long slot = ring + RingLayout.slot(index, regions.slots(), regions.slotLength());
            final long commitWord = RingLayout.commitWord(epoch, index);
            final int found = slots.read(slot, commitWord, index, entry);
            memory.fullFence();
            final boolean unchanged = found != SlotReader.EMPTY && memory.getAcquire(slot) == commitWord;
            if (found == SlotReader.WHOLE && unchanged) {
                isMarked = true;
                return true;
            }
            if (found == SlotReader.DAMAGED && index >= applied) {
                throw new CorruptEntryException(index);
            }
        }
        return readInherited(old, index);
    }

    private boolean readInherited(final long area, final long index) {
        if (index < inheritedFrom || index >= inheritedEnd) {
            return false;
        }
        final long at = area + (index - inheritedFrom) * regions.slotLength();
        final int found = slots.read(at, index + 1, index, entry);
        if (found == SlotReader.DAMAGED) {
            throw new CorruptEntryException(index);
        }
        // As of the grant before: what was applied since may be another value, which landed after copying.
        isMarked = InheritanceLayout.isMarked(entry.commitIndex()) && index >= chosenFrom && index < base;
        return found == SlotReader.WHOLE;
    }

    private void store(final long at, final long index) {
        final long commitWord = index + 1;
        final long mark = InheritanceLayout.mark(isMarked);
        memory.putPlain(at + RingLayout.COMMIT_INDEX, mark);
        memory.putPlain(at + RingLayout.INTEGRITY, entry.integrity(commitWord, mark));
        memory.copyIn(at + RingLayout.BALLOT, entry.buffer(), RingLayout.BALLOT, entry.imageEnd() - RingLayout.BALLOT);
        memory.putRelease(at, commitWord);
    }

    private void describe(final int holder, final long ballot, final long permission, final boolean votes) {
        final long at = control + ControlLayout.grant(holder);
        final long vote = votes ? 1 : 0;
        memory.putPlain(at + ControlLayout.GRANT_PERMISSION, permission);
        memory.putPlain(at + ControlLayout.GRANT_BASE, base);
        memory.putPlain(at + ControlLayout.GRANT_FROM, inheritedFrom);
        memory.putPlain(at + ControlLayout.GRANT_END, inheritedEnd);
        memory.putPlain(at + ControlLayout.GRANT_VOTES, vote);
        memory.putPlain(at + ControlLayout.GRANT_CHOSEN_FROM, chosenFrom);
        memory.putPlain(at + ControlLayout.GRANT_CHECKSUM,
            grantChecksum(ballot, permission, base, inheritedFrom, inheritedEnd, vote, chosenFrom));
    }

    /** Checksum over the words that describe a grant. */
    public static long grantChecksum(final long ballot, final long permission, final long base, final long from,
                              final long end, final long vote, final long chosenFrom) {
        long hash = ballot;
        hash = (hash ^ permission) * 0x9E3779B97F4A7C15L;
        hash = (Long.rotateLeft(hash, 29) ^ base) * 0x9E3779B97F4A7C15L;
        hash = (Long.rotateLeft(hash, 29) ^ from) * 0x9E3779B97F4A7C15L;
        hash = (Long.rotateLeft(hash, 29) ^ end) * 0x9E3779B97F4A7C15L;
        hash = (Long.rotateLeft(hash, 29) ^ chosenFrom) * 0x9E3779B97F4A7C15L;
        return (Long.rotateLeft(hash, 29) ^ vote) * 0x9E3779B97F4A7C15L;
    }

    /** Number of the latest grant, 0 before the first. */
    public long epoch() {
        return epoch;
    }
}
