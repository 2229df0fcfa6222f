package io.muex.mu.sim;

import io.muex.mu.Ballot;
import io.muex.mu.fabric.Grant;
import io.muex.mu.fabric.sim.Processor;
import io.muex.mu.fabric.sim.SimMemory;
import io.muex.mu.fabric.sim.SimRegions;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.log.InheritanceLayout;
import io.muex.mu.log.PermissionWord;
import io.muex.mu.log.RingLayout;
import java.util.Arrays;

/**
 * Looks at every store to the logs and control words at the moment it becomes visible: who made it, whether that was
 * allowed, and what it says. At every grant it reads the whole inheritance; {@link #sweep} reads all logs.
 */
final class MemoryChecker implements SimMemory.Watcher {
    /** What happens to whom, for the simulation. */
    interface Listener {
        /** The granting thread has revoked its log, or granted it. */
        void onGranting(int id, int incarnation, boolean begun);

        /** The granting thread has copied an entry into the inheritance that it makes. */
        default void onCopied(final int id, final int incarnation, final long index) {
            // Only who waits for it cares.
        }

        /** A grant is acknowledged: its holder may use it from now on. */
        void onGranted(Grant grant, boolean wrapped);
    }

    /** The checked past of one incarnation. */
    private static final class Past {
        /** Under which the ring of each epoch was granted. */
        private final IndexedLongs ballots = new IndexedLongs();
        private long permission;
        private long lastGranted;
        private long promised;
        private long applied;
        private long acknowledged;
        private long inheritedFrom;
        private long inheritedBase;
        private long inheritedEnd;
        /** Ballots of what the log held from {@link #sealedFrom} on when it was revoked; 0 for nothing. */
        private final IndexedLongs sealed = new IndexedLongs();
        private long sealedFrom;
        private long sealedEnd;
        /** Behind the last entry that its holder itself had written when it was revoked. */
        private long writtenEnd;
    }

    private static final int FIRST_GRANT = ControlLayout.grant(0);
    private static final int FIRST_MAIL = ControlLayout.mail(0);
    private static final int FIRST_MUTEX = ControlLayout.mutex(0);
    private static final int FIRST_SAMPLE = ControlLayout.sample(0);
    private static final long INDEX_MASK = (1L << 48) - 1;
    private final SimMemory memory;
    private final SimRegions regions;
    private final Ghost ghost;
    private final Coverage coverage;
    private final Listener listener;
    private final LogCopy copy;
    /** By id and incarnation; asked at every store that becomes visible. */
    private final Past[][] pasts;

    MemoryChecker(final SimMemory memory, final SimRegions regions, final Ghost ghost, final Coverage coverage,
                  final Listener listener) {
        this.memory = memory;
        this.regions = regions;
        this.ghost = ghost;
        this.coverage = coverage;
        this.listener = listener;
        this.pasts = new Past[regions.geometry().replicas() + 1][8];
        this.copy = new LogCopy(memory, regions.geometry().slotLength());
    }

    private Past past(final int id, final int incarnation) {
        if (incarnation >= pasts[id].length) {
            pasts[id] = Arrays.copyOf(pasts[id], 2 * incarnation);
        }
        if (pasts[id][incarnation] == null) {
            pasts[id][incarnation] = new Past();
        }
        return pasts[id][incarnation];
    }

    @Override
    public void onRelease(final long address, final long value) {
        final SimRegions.Region region = regions.describe(SimMemory.region(address));
        if (region == null) {
            return;
        }
        if (region.kind() == SimRegions.Kind.INHERITANCE) {
            listener.onCopied(region.id(), region.incarnation(), value - 1);
        } else if (region.kind() == SimRegions.Kind.CONTROL
            && SimMemory.offset(address) == ControlLayout.PERMISSION) {
            listener.onGranting(region.id(), region.incarnation(), PermissionWord.holder(value) == 0);
        }
    }

    @Override
    public void onVisible(final long address, final long value, final Processor by) {
        final SimRegions.Region region = regions.describe(SimMemory.region(address));
        if (region == null || by.id() == 0) {
            return;
        }
        switch (region.kind()) {
            case CONTROL -> onControl(region, SimMemory.offset(address), value, by);
            case RING -> {
                onRing(region, by);
                checkCommitIndex(region, address, value);
            }
            case INHERITANCE -> onInheritance(region, by);
            default -> requireOwner(region, by, "snapshot");
        }
    }

    private static void requireOwner(final SimRegions.Region region, final Processor by, final String what) {
        if (by.id() != region.id() || by.incarnation() != region.incarnation()) {
            throw new Violation("I1 every word has one writer", what + " of " + region.id() + "/"
                + region.incarnation() + " written by " + by.id() + "/" + by.incarnation());
        }
    }

    private static void requirePlane(final SimRegions.Region region, final Processor by, final boolean background,
                                     final String what) {
        requireOwner(region, by, what);
        if (by.isBackground() != background) {
            throw new Violation("I1 every word has one writer", what + " of " + region.id() + " written by its "
                + (background ? "replication" : "background") + " thread");
        }
    }

    private void onControl(final SimRegions.Region region, final int offset, final long value, final Processor by) {
        if (offset >= FIRST_MAIL && offset < FIRST_MUTEX) {
            final int sender = (offset - FIRST_MAIL) / ControlLayout.LINE;
            if (by.id() != sender) {
                throw new Violation("I1 every word has one writer", "mail of " + sender + " written by " + by.id());
            }
            return;
        }
        if (offset >= FIRST_SAMPLE) {
            requirePlane(region, by, false, "sample of the state");
            return;
        }
        if (offset >= FIRST_GRANT) {
            requirePlane(region, by, true, "grant");
            if ((offset - FIRST_GRANT) % ControlLayout.LINE == ControlLayout.GRANT_ACKNOWLEDGED) {
                onAcknowledged(region, (offset - FIRST_GRANT) / ControlLayout.LINE, value);
            }
            return;
        }
        switch (offset) {
            case ControlLayout.PERMISSION -> onPermission(region, value, by);
            case ControlLayout.PROMISED -> onPromised(region, value, by);
            case ControlLayout.APPLIED -> onApplied(region, value, by);
            case ControlLayout.COMMIT -> {
                requirePlane(region, by, false, "commit index");
                ghost.checkProgress("commit index", region.id(), value);
            }
            case ControlLayout.LEADING, ControlLayout.PREPARING, ControlLayout.VOTES, ControlLayout.HISTORY_FROM ->
                requirePlane(region, by, false, "word at " + offset);
            case ControlLayout.HEARTBEAT, ControlLayout.ELIGIBLE, ControlLayout.WALL_CLOCK, ControlLayout.SUCCESSOR ->
                requirePlane(region, by, true, "word at " + offset);
            default -> requireOwner(region, by, "word at " + offset);
        }
    }

    private void onPermission(final SimRegions.Region region, final long value, final Processor by) {
        requirePlane(region, by, true, "permission");
        final Past past = past(region.id(), region.incarnation());
        final long before = past.permission;
        final boolean granted = PermissionWord.holder(value) != 0;
        final boolean follows = granted
            ? PermissionWord.holder(before) == 0 && PermissionWord.epoch(value) == PermissionWord.epoch(before) + 1
            : PermissionWord.epoch(value) == PermissionWord.epoch(before);
        if (!follows) {
            throw new Violation("I1 revoked before it is granted anew", "permission of " + region.id() + " from "
                + before + " to " + value);
        }
        past.permission = value;
        if (granted) {
            // Before the acknowledgement is visible: the log consists of the new ring and the new copy from here on.
            noteInheritance(past, describe(region, PermissionWord.holder(value), past.promised));
        } else {
            seal(region, past);
        }
    }

    private static void noteInheritance(final Past past, final Grant grant) {
        past.inheritedFrom = grant.from();
        past.inheritedBase = grant.base();
        past.inheritedEnd = grant.end();
    }

    /** All can see that the log is revoked. What it holds from here on must be passed on. */
    private void seal(final SimRegions.Region region, final Past past) {
        final SimRegions.Geometry geometry = regions.geometry();
        final long epoch = PermissionWord.epoch(past.permission);
        for (long index = past.sealedFrom; index < past.sealedEnd; index++) {
            past.sealed.put(index, 0);
        }
        past.sealedFrom = past.applied;
        past.sealedEnd = past.applied + (epoch == 0 ? 0 : geometry.slots());
        past.writtenEnd = 0;
        for (long index = past.sealedFrom; index < past.sealedEnd; index++) {
            past.sealed.put(index, findCanonical(region.id(), region.incarnation(), index) ? copy.ballot() : 0);
            if (isWritten(region.id(), region.incarnation(), epoch, index)) {
                past.writtenEnd = index + 1;
            }
        }
    }

    private boolean isWritten(final int id, final int incarnation, final long epoch, final long index) {
        final SimRegions.Geometry geometry = regions.geometry();
        return copy.read(regions.ring(id, incarnation, epoch)
            + RingLayout.slot(index, geometry.slots(), geometry.slotLength()), RingLayout.commitWord(epoch, index));
    }

    /** Reads what a replica would pass on of an index, as all see it: of its ring, else of what it inherited. */
    private boolean findCanonical(final int id, final int incarnation, final long index) {
        final Past past = past(id, incarnation);
        final long epoch = PermissionWord.epoch(past.permission);
        final SimRegions.Geometry geometry = regions.geometry();
        if (isWritten(id, incarnation, epoch, index)) {
            return true;
        }
        final long from = past.inheritedFrom;
        final long at = regions.inheritance(id, incarnation, InheritanceLayout.area(epoch))
            + (index - from) * geometry.slotLength();
        return index >= from && index - from < geometry.slots() + geometry.retained() && copy.read(at, index + 1);
    }

    /** I3: nothing that the sealed log held above the base is missing, or older than it was, in what is passed on. */
    private void checkComplete(final Grant grant, final Past past, final long area) {
        final int slotLength = regions.geometry().slotLength();
        for (long index = Math.max(grant.base(), past.sealedFrom); index < past.sealedEnd; index++) {
            final long held = past.sealed.get(index);
            final boolean isThere = index >= grant.from() && index < grant.end()
                && copy.read(area + (index - grant.from()) * slotLength, index + 1);
            if (held != 0 && (!isThere || copy.ballot() < held)) {
                throw new Violation("I3 what was sealed is passed on", "index " + index + " of "
                    + Ballot.toString(held) + " in the log of " + grant.id() + " is "
                    + (isThere ? "passed on as of " + Ballot.toString(copy.ballot()) : "not passed on") + ", from "
                    + grant.from() + " to " + grant.end() + ", base " + grant.base());
            }
        }
    }

    /** I10: what a grant says of its copy is true, and none of it is left over from an earlier copy. */
    private void checkDescription(final Grant grant, final long area) {
        final SimRegions.Geometry geometry = regions.geometry();
        final String what = "inheritance of " + grant.id() + " from " + grant.from() + " to " + grant.end() + ", base "
            + grant.base();
        if (grant.from() > grant.base()) {
            throw new Violation("I10 a copy begins where the base is, or below", what);
        }
        if (grant.end() < grant.from() || grant.end() - grant.from() > geometry.slots() + geometry.retained()) {
            throw new Violation("I10 a copy ends where it was said to end", what);
        }
        for (long index = grant.from(); index < grant.end(); index++) {
            final long word = memory.visible(area + (index - grant.from()) * geometry.slotLength());
            if (word != index + 1 && (word != 0 || index == grant.end() - 1)) {
                throw new Violation("I10 a copy ends where it was said to end", what + ": at index " + index
                    + " lies " + word);
            }
        }
    }

    private void onPromised(final SimRegions.Region region, final long value, final Processor by) {
        requirePlane(region, by, true, "promise");
        final Past past = past(region.id(), region.incarnation());
        if (value <= past.promised) {
            throw new Violation("I6 a promise never falls", region.id() + " from " + Ballot.toString(past.promised)
                + " to " + Ballot.toString(value));
        }
        past.promised = value;
    }

    private void onApplied(final SimRegions.Region region, final long value, final Processor by) {
        requirePlane(region, by, false, "applied index");
        final Past past = past(region.id(), region.incarnation());
        if (value < past.applied) {
            throw new Violation("I13 the applied index never falls", region.id() + " from " + past.applied + " to "
                + value);
        }
        past.applied = value;
        ghost.checkProgress("applied index", region.id(), value);
        ghost.onApplied(region.id(), region.incarnation(), value);
    }

    /** I4: an acknowledgement is true when it is made: the log is revoked from all before and granted to this one. */
    private void onAcknowledged(final SimRegions.Region region, final int holder, final long ballot) {
        final Past past = past(region.id(), region.incarnation());
        if (PermissionWord.holder(past.permission) != holder || Ballot.id(ballot) != holder
            || ballot <= past.acknowledged || ballot != past.promised) {
            throw new Violation("I4 an acknowledgement is true", region.id() + " acknowledged "
                + Ballot.toString(ballot) + " to " + holder + ", promised " + Ballot.toString(past.promised)
                + ", permission " + past.permission);
        }
        past.acknowledged = ballot;
        final Grant grant = describe(region, holder, ballot);
        noteInheritance(past, grant);
        final long epoch = PermissionWord.epoch(grant.permission());
        past.ballots.put(epoch, ballot);
        ghost.onGrant(grant, past.lastGranted, wholeEnd(grant));
        final boolean wrapped = hasWrapped(region, epoch - 1);
        past.lastGranted = past.permission;
        checkInheritance(grant);
        listener.onGranted(grant, wrapped);
    }

    private Grant describe(final SimRegions.Region region, final int holder, final long ballot) {
        final long at = regions.control(region.id(), region.incarnation()) + ControlLayout.grant(holder);
        return new Grant(region.id(), region.incarnation(), ballot,
            memory.visible(at + ControlLayout.GRANT_PERMISSION), memory.visible(at + ControlLayout.GRANT_BASE),
            memory.visible(at + ControlLayout.GRANT_FROM), memory.visible(at + ControlLayout.GRANT_END),
            memory.visible(at + ControlLayout.GRANT_CHOSEN_FROM),
            memory.visible(at + ControlLayout.GRANT_VOTES) == 1);
    }

    private boolean hasWrapped(final SimRegions.Region region, final long epoch) {
        if (epoch == 0) {
            return false;
        }
        final int slots = regions.geometry().slots();
        final long ring = regions.ring(region.id(), region.incarnation(), epoch);
        final long end = memory.visible(ring + RingLayout.WRITTEN_END);
        // The slot of an older lap was taken: the first index of the ring is no longer there.
        for (long index = Math.max(0, end - slots); index < end; index++) {
            if (memory.visible(ring + RingLayout.slot(index, slots, regions.geometry().slotLength())) == 0) {
                return false;
            }
        }
        return end > slots;
    }

    /** All of what a replica passes on: whole, without holes, written by somebody, and not against what is chosen. */
    private void checkInheritance(final Grant grant) {
        final SimRegions.Geometry geometry = regions.geometry();
        final long area = regions.inheritance(grant.id(), grant.incarnation(),
            InheritanceLayout.area(PermissionWord.epoch(grant.permission())));
        checkDescription(grant, area);
        checkComplete(grant, past(grant.id(), grant.incarnation()), area);
        for (long index = grant.from(); index < grant.end(); index++) {
            final long at = area + (index - grant.from()) * geometry.slotLength();
            if (copy.read(at, index + 1)) {
                final String where = "inheritance of " + grant.id();
                ghost.checkCopy(where, index, copy.ballot(), copy.value());
                if (index >= grant.chosenFrom() && index < grant.base()
                    && InheritanceLayout.isMarked(copy.commitIndex())) {
                    ghost.checkHistory(where, index, copy.value());
                }
            } else if (index >= grant.base()) {
                checkHole(grant, index);
            }
        }
    }

    /**
     * I10: the holder had left no hole when it was revoked. Two entries that were under way at that moment may arrive
     * while the log is copied, the first behind the copy and the second before it. That hole harms nobody, however
     * often it is passed on: neither will be a success, and success is held against where the first hole is.
     */
    private void checkHole(final Grant grant, final long hole) {
        final Past past = past(grant.id(), grant.incarnation());
        if (hole < past.writtenEnd) {
            throw new Violation("I10 no holes", "inheritance of " + grant.id() + " from " + grant.base() + " to "
                + grant.end() + " has none of " + hole + ", but its holder had written to " + past.writtenEnd);
        }
    }

    /** Where what is passed on from the base on has its first hole, or ends. */
    private long wholeEnd(final Grant grant) {
        final SimRegions.Geometry geometry = regions.geometry();
        final long area = regions.inheritance(grant.id(), grant.incarnation(),
            InheritanceLayout.area(PermissionWord.epoch(grant.permission())));
        long end = Math.min(Math.max(grant.base(), grant.from()), grant.end());
        while (end < grant.end() && end - grant.from() < geometry.slots() + geometry.retained()
            && copy.read(area + (end - grant.from()) * geometry.slotLength(), end + 1)) {
            end++;
        }
        return end;
    }

    /** I1: a ring is written by the one to whom it was granted, whenever its stores land. */
    private void onRing(final SimRegions.Region region, final Processor by) {
        final Past past = past(region.id(), region.incarnation());
        final long ballot = past.ballots.get(region.number());
        if (ballot == Ballot.NONE || Ballot.id(ballot) != by.id() || Ballot.incarnation(ballot) != by.incarnation()
            || by.isBackground()) {
            throw new Violation("I1 a log has one holder", "ring " + region.number() + " of " + region.id()
                + ", granted under " + (ballot == Ballot.NONE ? "none" : Ballot.toString(ballot)) + ", written by "
                + by.id() + "/" + by.incarnation());
        }
        if (past.permission != PermissionWord.granted(region.number(), by.id())) {
            coverage.count(Situation.STORE_AFTER_REVOKE);
        } else if (memory.visible(regions.control(region.id(), region.incarnation()) + ControlLayout.DEAD) != 0) {
            coverage.count(Situation.WRITE_TO_DEAD_TARGET);
        }
    }

    /** I12: an entry speaks of entries in front of it only: those are in the same ring, or applied. */
    private void checkCommitIndex(final SimRegions.Region region, final long address, final long value) {
        final int offset = SimMemory.offset(address);
        final int slotLength = regions.geometry().slotLength();
        if (offset >= RingLayout.SLOTS && (offset - RingLayout.SLOTS) % slotLength == RingLayout.COMMIT_WORD) {
            final long index = (value & INDEX_MASK) - 1;
            final long hint = memory.visible(address + RingLayout.COMMIT_INDEX);
            if (hint > index) {
                throw new Violation("I12 a commit index covers what the ring holds only", "index " + index + " in ring "
                    + region.number() + " of " + region.id() + " carries commit index " + hint);
            }
        }
    }

    /** I2: what a replica has passed on never changes while the grant stands. */
    private void onInheritance(final SimRegions.Region region, final Processor by) {
        requirePlane(region, by, true, "inheritance");
        final long permission = past(region.id(), region.incarnation()).permission;
        if (PermissionWord.holder(permission) != 0
            && InheritanceLayout.area(PermissionWord.epoch(permission)) == region.number()) {
            throw new Violation("I2 what was passed on does not change", "inheritance " + region.number() + " of "
                + region.id() + " under permission " + permission);
        }
    }

    /** Whether a replica still has a chosen index: applied, or a copy that a new leader would adopt. */
    boolean has(final int id, final int incarnation, final long index) {
        final Past past = past(id, incarnation);
        if (past.applied > index) {
            return true;
        }
        return PermissionWord.epoch(past.permission) != 0 && findCanonical(id, incarnation, index)
            && ghost.keeps(index, copy.ballot(), copy.value());
    }

    /** What all see as applied. */
    long applied(final int id, final int incarnation) {
        return past(id, incarnation).applied;
    }

    /** Whether a replica has such an entry as {@link #damage} would choose. */
    boolean canDamage(final int id, final int incarnation, final long choice) {
        return damageable(id, incarnation, choice) >= 0;
    }

    /** Index of an entry not yet applied, in the ring or, for an odd choice, in the inheritance; or -1. */
    private long damageable(final int id, final int incarnation, final long choice) {
        final Past past = past(id, incarnation);
        final long epoch = PermissionWord.epoch(past.permission);
        // Not before the grant is acknowledged: until then what is passed on is checked, and must be whole.
        if (epoch == 0 || PermissionWord.holder(past.permission) == 0 || past.lastGranted != past.permission) {
            return -1;
        }
        final long least = Math.max(past.applied, past.inheritedBase);
        final long end = (choice & 1) != 0 ? past.inheritedEnd
            : memory.visible(regions.ring(id, incarnation, epoch) + RingLayout.WRITTEN_END);
        return end <= least ? -1 : least + (choice >>> 40 & 0xFFFF) % (end - least);
    }

    /**
     * Changes a word of an entry in a replica's log that it has not applied, its commit word excepted: a change there
     * is no damage that could be seen.
     *
     * @return its index, or -1 if there is none
     */
    long damage(final int id, final int incarnation, final long choice) {
        final long index = damageable(id, incarnation, choice);
        return index < 0 ? -1 : damage(id, incarnation, choice, index);
    }

    /** The same at this very index. */
    long damage(final int id, final int incarnation, final long choice, final long index) {
        final boolean inherited = (choice & 1) != 0;
        final Past past = past(id, incarnation);
        final long epoch = PermissionWord.epoch(past.permission);
        final SimRegions.Geometry geometry = regions.geometry();
        final long slot = inherited
            ? regions.inheritance(id, incarnation, InheritanceLayout.area(epoch))
                + (index - past.inheritedFrom) * geometry.slotLength()
            : regions.ring(id, incarnation, epoch)
                + RingLayout.slot(index, geometry.slots(), geometry.slotLength());
        if (!copy.read(slot, inherited ? index + 1 : RingLayout.commitWord(epoch, index))) {
            return -1;
        }
        final long length = memory.visible(slot + RingLayout.KIND_LENGTH) >>> 32;
        final long words = (RingLayout.PAYLOAD + length - 1) / Long.BYTES;
        final long at = slot + Long.BYTES * (1 + (choice >>> 44 & 0xFFFF) % words);
        memory.scribble(at, memory.visible(at) ^ 1L << (choice >>> 1 & 63));
        return index;
    }
}
