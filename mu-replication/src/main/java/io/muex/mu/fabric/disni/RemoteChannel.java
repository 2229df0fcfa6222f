package io.muex.mu.fabric.disni;

import io.muex.mu.fabric.Grant;
import io.muex.mu.fabric.LogChannel;
import io.muex.mu.fabric.Memory;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.log.Entry;
import io.muex.mu.log.PermissionWord;
import io.muex.mu.log.RingLayout;

/**
 * Writes of a holder into one peer's ring over its queue pair. An entry is put together in a ring of this replica's own
 * that has the same shape, the <em>staging</em>, and posted from there as soon as the queue has room, so a post never
 * has to be refused; a staged slot is used again only when the peer has applied what it held.
 * <p>
 * A completion with an error means: outcome unknown, channel lost. Replication plane.
 */
final class RemoteChannel implements LogChannel {
    private final Memory memory;
    private final PeerLink link;
    private final ReplicationEnd end;
    private final Grant grant;
    private final long epoch;
    private final int key;
    private final long remote;
    private final long staging;
    private final int slots;
    private final int slotLength;
    private final int[] lengths;
    private long writtenEnd;
    private long postedEnd;
    private long sentEnd;
    private long completedEnd;
    private long wantedCommit = -1;
    private long sentCommit = -1;
    private boolean failed;

    RemoteChannel(final Memory memory, final PeerLink link, final ReplicationEnd end, final Grant grant,
                  final int key) {
        this.memory = memory;
        this.link = link;
        this.end = end;
        this.grant = grant;
        this.epoch = PermissionWord.epoch(grant.permission());
        this.key = key;
        this.remote = link.remoteRing(epoch);
        this.staging = link.staging();
        this.slots = link.slots();
        this.slotLength = link.slotLength();
        this.lengths = link.stagedLengths();
        memory.putPlain(staging + RingLayout.WRITTEN_END, 0);
        end.serve(this);
    }

    long epoch() {
        return epoch;
    }

    int key() {
        return key;
    }

    int stagingKey() {
        return link.localKey();
    }

    /** A newer grant of the same writer takes this one's place, or the connection is given back. */
    void lose() {
        failed = true;
    }

    @Override
    public Grant grant() {
        return grant;
    }

    @Override
    public void startAt(final long index) {
        end.abandon();
        postedEnd = index;
        sentEnd = index;
        completedEnd = index;
    }

    @Override
    public void post(final Entry entry, final long commitIndex) {
        final long index = postedEnd;
        postedEnd = index + 1;
        if (failed) {
            return;
        }
        final long slot = staging + RingLayout.slot(index, slots, slotLength);
        final long commitWord = RingLayout.commitWord(epoch, index);
        final long hint = Math.min(commitIndex, index);
        memory.putPlain(slot + RingLayout.COMMIT_INDEX, hint);
        memory.putPlain(slot + RingLayout.INTEGRITY, entry.integrity(commitWord, hint));
        memory.copyIn(slot + RingLayout.BALLOT, entry.buffer(), RingLayout.BALLOT,
            entry.imageEnd() - RingLayout.BALLOT);
        memory.putPlain(slot + RingLayout.COMMIT_WORD, commitWord);
        lengths[(int) index & slots - 1] = entry.imageEnd();
    }

    @Override
    public void postCommit(final long commitIndex) {
        wantedCommit = Math.min(commitIndex, postedEnd);
    }

    /** Posts what is staged, as far as the queue has room. */
    void send() {
        while (!failed && sentEnd < postedEnd && end.hasRoom()) {
            final ReplicationEnd.Chain chain =
                end.chain(postedEnd - sentEnd >= ReplicationEnd.BATCH ? ReplicationEnd.BATCH : 1);
            final long from = sentEnd;
            sentEnd = from + chain.entries;
            writtenEnd = Math.max(writtenEnd, sentEnd);
            memory.putPlain(staging + RingLayout.WRITTEN_END, writtenEnd);
            chain.header(staging + RingLayout.WRITTEN_END, remote + RingLayout.WRITTEN_END);
            for (int n = 0; n < chain.entries; n++) {
                final long offset = RingLayout.slot(from + n, slots, slotLength);
                chain.entry(n, staging + offset, remote + offset,
                    lengths[(int) (from + n) & slots - 1] - Long.BYTES);
            }
            end.post(chain, sentEnd);
        }
        if (!failed && wantedCommit > sentCommit && sentEnd == postedEnd && end.hasRoom()) {
            sentCommit = wantedCommit;
            memory.putPlain(staging + RingLayout.COMMIT, sentCommit);
            end.postWord(staging + RingLayout.COMMIT, remote + RingLayout.COMMIT, sentEnd);
        }
    }

    void onCompleted(final long completed) {
        if (!failed) {
            completedEnd = Math.max(completedEnd, completed);
        }
    }

    @Override
    public boolean poll() {
        if (failed) {
            return false;
        }
        end.poll();
        if (end.isBroken() || link.isDead(grant.incarnation())) {
            failed = true;
            link.giveBack(end);
            return false;
        }
        send();
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
        return Math.max(0, link.word(grant.incarnation(), ControlLayout.APPLIED));
    }
}
