package io.muex.mu.replication;

import io.muex.mu.fabric.Fabric;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.recovery.HashAudit;
import org.agrona.MutableDirectBuffer;

/**
 * Followers cannot propose, so the leader collects: it reads the sample that every counted replica shows and proposes
 * all that belong to its own latest index in one entry. It waits a little for those that lag, and proposes once more
 * only if a dispute may be decided by a sample that came later. An instance lives as long as its leadership.
 */
final class SampleCollector {
    private static final long PATIENCE_NS = 50_000_000;

    private final Fabric fabric;
    private final HashAudit audit;
    private final long[] hashes;
    private long index;
    private long sinceNs;
    private long proposed;
    private boolean isDone = true;

    SampleCollector(final Fabric fabric, final HashAudit audit) {
        this.fabric = fabric;
        this.audit = audit;
        this.hashes = new long[fabric.replicaCount() + 1];
    }

    /** Length of the payload to propose, put together in {@code into}; 0 if there is nothing to propose now. */
    int collect(final Leadership leadership, final long nowNs, final MutableDirectBuffer into) {
        if (isDone && (index == 0 || audit.disputedIndex() != index)) {
            if (audit.sampleIndex() <= index) {
                return 0;
            }
            index = audit.sampleIndex();
            sinceNs = nowNs;
            proposed = 0;
            isDone = false;
        }
        long counted = 0;
        long present = 0;
        for (int id = 1; id < hashes.length; id++) {
            final Target target = leadership.target(id);
            if (target != null && target.isCounted()) {
                counted |= 1L << id;
                present |= read(id, target.grant().incarnation()) ? 1L << id : 0;
            }
        }
        return isTime(present == counted, nowNs) ? propose(present, into) : 0;
    }

    /** Everybody's sample is there, or waited for long enough, or about to give way to later ones. */
    private boolean isTime(final boolean isComplete, final long nowNs) {
        return isComplete || nowNs - sinceNs > PATIENCE_NS
            || audit.sampleIndex() - index >= (ControlLayout.SAMPLES_SHOWN - 1L) * audit.interval();
    }

    private int propose(final long present, final MutableDirectBuffer into) {
        final boolean isDisputed = audit.disputedIndex() == index;
        final boolean isMore = Long.bitCount(present) >= 2 && Long.bitCount(present) > Long.bitCount(proposed);
        isDone = !isDisputed && (proposed != 0 || !isMore);
        if (isDone || !isMore) {
            return 0;
        }
        proposed = present;
        return HashAudit.encode(into, index, present, hashes);
    }

    private boolean read(final int id, final int incarnation) {
        final int at = ControlLayout.sample(index / audit.interval());
        final long shown = fabric.word(id, incarnation, at + ControlLayout.SAMPLE_INDEX);
        final long hash = fabric.word(id, incarnation, at + ControlLayout.SAMPLE_HASH);
        final long check = fabric.word(id, incarnation, at + ControlLayout.SAMPLE_CHECK);
        hashes[id] = hash;
        return shown == index && check == HashAudit.check(index, hash);
    }
}
