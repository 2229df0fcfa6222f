package io.muex.mu.fabric;

import io.muex.mu.log.ControlLayout;
import io.muex.mu.log.Entry;
import io.muex.mu.log.PermissionWord;
import io.muex.mu.log.RingLayout;

/**
 * The writer's half of the permission gate over {@link Memory}: one holder writing one target's ring under one grant.
 * <pre>
 *   W1  give up early if the permission word has changed (not needed for safety)
 *   W2  plain stores of the entry
 *   W3  release store of its commit word
 *   W4  one full fence for the whole batch, over all channels ({@link MemoryFabric#flush})
 *   W5  success only if the permission still stands and nobody marked the target dead
 * </pre>
 * Why that is enough: the target stores "revoked", fences, and only then scans. If W5 still saw the grant, W4 came
 * before the target's fence, so the scan sees W3 and with it all of W2. A store that comes later lands in a ring that
 * nobody reads any more.
 */
final class RingChannel implements LogChannel {
    private final Memory memory;
    private final Grant grant;
    private final long control;
    private final long ring;
    private final long epoch;
    private final int slots;
    private final int slotLength;
    private long writtenEnd;
    private long postedEnd;
    private long completedEnd;
    private boolean failed;

    RingChannel(final Memory memory, final Regions regions, final Grant grant, final long control, final long ring) {
        this.memory = memory;
        this.grant = grant;
        this.control = control;
        this.ring = ring;
        this.epoch = PermissionWord.epoch(grant.permission());
        this.slots = regions.slots();
        this.slotLength = regions.slotLength();
    }

    @Override
    public Grant grant() {
        return grant;
    }

    @Override
    public void startAt(final long index) {
        postedEnd = index;
        completedEnd = index;
    }

    @Override
    public void post(final Entry entry, final long commitIndex) {
        final long index = postedEnd;
        final long slot = ring + RingLayout.slot(index, slots, slotLength);
        final long commitWord = RingLayout.commitWord(epoch, index);
        final long hint = Math.min(commitIndex, index);
        if (index >= writtenEnd) {
            // Before the slot, so that a seal which must see the entry also sees how far it has to look.
            writtenEnd = index + 1;
            memory.putPlain(ring + RingLayout.WRITTEN_END, writtenEnd);
        }
        memory.putPlain(slot + RingLayout.COMMIT_INDEX, hint);
        memory.putPlain(slot + RingLayout.INTEGRITY, entry.integrity(commitWord, hint));
        memory.copyIn(slot + RingLayout.BALLOT, entry.buffer(), RingLayout.BALLOT,
            entry.imageEnd() - RingLayout.BALLOT);
        memory.putRelease(slot + RingLayout.COMMIT_WORD, commitWord);
        postedEnd = index + 1;
    }

    @Override
    public void postCommit(final long commitIndex) {
        memory.putRelease(ring + RingLayout.COMMIT, Math.min(commitIndex, postedEnd));
    }

    @Override
    public boolean poll() {
        if (!failed) {
            if (memory.getOpaque(control + ControlLayout.PERMISSION) == grant.permission()
                && memory.getOpaque(control + ControlLayout.DEAD) == 0) {
                completedEnd = postedEnd;
            } else {
                failed = true;
            }
        }
        return !failed;
    }

    @Override
    public long postedEnd() {
        return postedEnd;
    }

    @Override
    public long completedEnd() {
        return completedEnd;
    }

    @Override
    public boolean hasFailed() {
        return failed;
    }

    @Override
    public long applied() {
        return memory.getAcquire(control + ControlLayout.APPLIED);
    }
}
