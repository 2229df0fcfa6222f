package io.muex.mu.sim;

import io.muex.mu.fabric.sim.SimMemory;
import io.muex.mu.log.Entry;
import io.muex.mu.log.RingLayout;

/** Reads slots as others see them at this moment, for checkers: no scheduling point, no checksum. Reused. */
final class LogCopy {
    private final SimMemory memory;
    private final int maxPayload;
    private long ballot;
    private long value;
    private long commitIndex;
    private int kind;

    LogCopy(final SimMemory memory, final int slotLength) {
        this.memory = memory;
        this.maxPayload = Entry.maxPayload(slotLength);
    }

    /** Whether the slot at an address carries this commit word; if so, what it holds is in the accessors. */
    boolean read(final long address, final long commitWord) {
        if (memory.visible(address) != commitWord) {
            return false;
        }
        ballot = memory.visible(address + RingLayout.BALLOT);
        commitIndex = memory.visible(address + RingLayout.COMMIT_INDEX);
        final long timestamp = memory.visible(address + RingLayout.TIMESTAMP);
        final long kindLength = memory.visible(address + RingLayout.KIND_LENGTH);
        kind = (int) kindLength;
        // A damaged length reaches no further than its slot: what is read then is no entry that anybody wrote.
        final int length = Math.min((int) (kindLength >>> 32) & Integer.MAX_VALUE, maxPayload);
        long hash = Proposal.start(kind, timestamp, length);
        for (int i = 0; i < length; i += Long.BYTES) {
            hash = Proposal.step(hash, memory.visible(address + RingLayout.PAYLOAD + i));
        }
        value = hash == 0 ? 1 : hash;
        return true;
    }

    long ballot() {
        return ballot;
    }

    long value() {
        return value;
    }

    /** What the slot holds beside the entry: the writer's commit index, or in an inheritance the mark. */
    long commitIndex() {
        return commitIndex;
    }

    int kind() {
        return kind;
    }
}
