package io.muex.gateway.marketdata;

import io.muex.exchange.protocol.link.LinkHeader;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The reader's half of the feed, without any transport: packets go in, whatever was lost or doubled on the way and from
 * however many publishers; books come out. Time is handed in. One thread; allocates only for new instruments and for
 * more levels than ever before.
 * <p>
 * <b>In order.</b> The reader knows the sequence number up to which it has everything. An increment that names this
 * one, or an earlier one, as its previous comes next; one that does not is set aside until what is missing has come:
 * from the other publisher, or because it was asked for. What cannot be had makes every book unknown.
 * <p>
 * <b>Joining.</b> An unknown book becomes known by a snapshot. Increments after the snapshot that came before it are
 * applied from memory; a snapshot older than that memory is left alone, the next one will do.
 */
final class FeedReader {
    private static final long PATIENCE_NS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long RETRY_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long SNAPSHOT_RETRY_NS = TimeUnit.MILLISECONDS.toNanos(100);
    /** A cluster of which nothing was heard for so long is over when another one is heard of. */
    private static final long SILENCE_NS = TimeUnit.MILLISECONDS.toNanos(1_500);
    private static final int ATTEMPTS_PER_PUBLISHER = 3;
    private static final int PACKETS = 1 << 13;
    private static final int BYTES = 1 << 21;
    private static final long UNSET = -1;

    private final FeedOutput[] requests;
    private final MarketDataListener listener;
    private final PublicMarket market = new PublicMarket();
    private final PublicMessages messages;
    private final SnapshotAssembly[] assemblies;
    /** The latest increments that were applied, while a book is unknown. */
    private final PacketRing history = new PacketRing(PACKETS, BYTES);
    /** Increments that came too early. */
    private final PacketRing early = new PacketRing(PACKETS, BYTES);
    private final UnsafeBuffer request = new UnsafeBuffer(new byte[FeedLink.WANT_GAP_LENGTH]);
    private long clusterId;
    private long heardNs;
    private boolean hasHeard;
    private long seq = UNSET;
    private long announcedSeq;
    private boolean isConsistent = true;
    private boolean isLive;
    private int known;
    private int expected = Integer.MAX_VALUE;
    private long expectedAsOf;
    private boolean hasGap;
    private long gapSeq;
    private long nextAskNs;
    private int asked;
    private long nextSnapshotNs;
    private int asksSnapshotOf;
    private long gaps;
    private long losses;
    private long malformed;

    /**
     * Knows nothing yet.
     *
     * @param requests the way to each publisher, by its number among those that this reader listens to
     */
    FeedReader(final FeedOutput[] requests, final MarketDataListener listener) {
        this.requests = requests.clone();
        this.listener = listener;
        messages = new PublicMessages(market, listener);
        assemblies = new SnapshotAssembly[requests.length];
        for (int i = 0; i < assemblies.length; i++) {
            assemblies[i] = new SnapshotAssembly();
        }
    }

    PublicMarket market() {
        return market;
    }

    /** True while every book is known and nothing is known to be missing. */
    boolean isLive() {
        return isLive && !hasGap;
    }

    /** Everything up to here was applied; -1 before the first packet. */
    long seq() {
        return seq;
    }

    /** True if {@link #seq()} is the end of a command. */
    boolean isConsistent() {
        return isConsistent;
    }

    long clusterId() {
        return clusterId;
    }

    /** Times that something was missing. */
    long gaps() {
        return gaps;
    }

    /** Times that it could not be had. */
    long losses() {
        return losses;
    }

    /** Packets that were none. */
    long malformed() {
        return malformed;
    }

    /** A packet of the increments or the recovery stream of a publisher. */
    void onPacket(
        final int publisher, final DirectBuffer buffer, final int offset, final int length, final long nowNs) {
        final int type = LinkHeader.type(buffer, offset, length);
        if (!FeedLink.check(type, buffer, offset, length)) {
            malformed++;
            return;
        }
        if (!isOfCluster(FeedLink.clusterId(buffer, offset), nowNs)) {
            return;
        }
        switch (type) {
            case FeedLink.INCREMENT -> onIncrement(buffer, offset, length, nowNs);
            case FeedLink.HEARTBEAT -> onHeartbeat(buffer, offset, nowNs);
            case FeedLink.SNAPSHOT -> onSnapshot(assemblies[publisher], buffer, offset, length);
            case FeedLink.NOT_RETAINED -> onNotRetained(FeedLink.notRetainedFrom(buffer, offset), nowNs);
            default -> malformed++;
        }
        settle();
    }

    /** Asks for what is missing, if it is time to. */
    void step(final long nowNs) {
        if (hasGap && nowNs - nextAskNs >= 0) {
            askForGap(nowNs);
            settle();
        }
        if (!isLive && seq != UNSET && nowNs - nextSnapshotNs >= 0) {
            nextSnapshotNs = nowNs + SNAPSHOT_RETRY_NS;
            FeedLink.encodeWantSnapshot(request, 0, clusterId);
            final int publisher = asksSnapshotOf++ % requests.length;
            requests[publisher].send(request, 0, FeedLink.WANT_SNAPSHOT_LENGTH);
        }
    }

    private boolean isOfCluster(final long packetClusterId, final long nowNs) {
        if (!hasHeard) {
            clusterId = packetClusterId;
            hasHeard = true;
        } else if (packetClusterId != clusterId) {
            if (nowNs - heardNs < SILENCE_NS) {
                return false;
            }
            clusterId = packetClusterId;
            reset();
        }
        heardNs = nowNs;
        return true;
    }

    private void reset() {
        market.clear();
        history.clear();
        early.clear();
        for (final SnapshotAssembly assembly : assemblies) {
            assembly.clear();
        }
        seq = UNSET;
        announcedSeq = 0;
        isConsistent = true;
        isLive = false;
        known = 0;
        expected = Integer.MAX_VALUE;
        expectedAsOf = 0;
        closeGap();
        listener.onReset(clusterId);
    }

    private void onIncrement(final DirectBuffer buffer, final int offset, final int length, final long nowNs) {
        final long previous = FeedLink.previous(buffer, offset);
        final long packetSeq = FeedLink.seq(buffer, offset);
        if (seq == UNSET) {
            seq = previous;
        }
        if (packetSeq <= seq) {
            return;
        }
        if (previous <= seq) {
            apply(buffer, offset, length);
            applyEarly();
        } else if (early.isEmpty() || packetSeq > early.seq(early.next() - 1)) {
            if (!early.hasRoom(length)) {
                giveUp(nowNs);
                onIncrement(buffer, offset, length, nowNs);
                return;
            }
            early.append(buffer, offset, length);
        }
        lookForGap(nowNs);
    }

    private void apply(final DirectBuffer buffer, final int offset, final int length) {
        seq = FeedLink.seq(buffer, offset);
        isConsistent = FeedLink.isEnd(buffer, offset);
        if (!isLive) {
            history.append(buffer, offset, length);
        }
        final int before = market.count();
        final int added = messages.apply(buffer, offset, length, null);
        if (added > 0) {
            countKnown();
            if (seq > expectedAsOf && expected != Integer.MAX_VALUE) {
                expected += added;
                expectedAsOf = seq;
            }
        }
        if (market.count() != before && !isLive) {
            countKnown();
        }
        if (isConsistent && isLive) {
            listener.onConsistent(seq);
        }
    }

    private void applyEarly() {
        while (!early.isEmpty() && early.previous(early.first()) <= seq) {
            final long position = early.first();
            if (early.seq(position) > seq) {
                apply(early.buffer(), early.offset(position), early.length(position));
            }
            early.forgetFirst();
        }
    }

    private void onHeartbeat(final DirectBuffer buffer, final int offset, final long nowNs) {
        final long lastSeq = FeedLink.heartbeatSeq(buffer, offset);
        final long eventSeq = FeedLink.heartbeatEventSeq(buffer, offset);
        final long quietFrom = lastSeq != 0 ? lastSeq : FeedLink.heartbeatRetainedFrom(buffer, offset);
        announcedSeq = Math.max(announcedSeq, lastSeq);
        if (seq == UNSET || seq >= quietFrom && eventSeq > seq) {
            seq = eventSeq;
            isConsistent = true;
            applyEarly();
        }
        lookForGap(nowNs);
    }

    private void lookForGap(final long nowNs) {
        final boolean isMissing = !early.isEmpty() || announcedSeq > seq;
        if (isMissing && !hasGap) {
            hasGap = true;
            gaps++;
            asked = 0;
            gapSeq = seq;
            nextAskNs = nowNs + PATIENCE_NS;
        } else if (isMissing && gapSeq != seq) {
            asked = 0;
            gapSeq = seq;
            nextAskNs = nowNs;
        } else if (!isMissing) {
            closeGap();
        }
    }

    private void closeGap() {
        hasGap = false;
        asked = 0;
    }

    /** The sequence number up to which increments are missing. */
    private long gapEnd() {
        return early.isEmpty() ? announcedSeq : early.previous(early.first());
    }

    private void askForGap(final long nowNs) {
        if (asked >= ATTEMPTS_PER_PUBLISHER * requests.length) {
            giveUp(nowNs);
            return;
        }
        FeedLink.encodeWantGap(request, 0, clusterId, seq, gapEnd());
        requests[asked % requests.length].send(request, 0, FeedLink.WANT_GAP_LENGTH);
        asked++;
        nextAskNs = nowNs + RETRY_NS;
    }

    /** That publisher cannot help; another one may, at once. */
    private void onNotRetained(final long from, final long nowNs) {
        if (hasGap && from == seq) {
            nextAskNs = nowNs;
            asked = Math.max(asked, 1);
            asked += ATTEMPTS_PER_PUBLISHER - 1;
        }
    }

    /** What is missing cannot be had, so all that is missing is given up. Every book may be concerned. */
    private void giveUp(final long nowNs) {
        losses++;
        isLive = false;
        do {
            forgetBooks();
            seq = gapEnd();
            isConsistent = true;
            applyEarly();
        } while (!early.isEmpty() || announcedSeq > seq);
        listener.onLost(seq);
        closeGap();
        nextSnapshotNs = nowNs;
    }

    private void forgetBooks() {
        for (int id = 1; id < market.end(); id++) {
            final PublicBook book = market.find(id);
            if (book != null) {
                book.unknown();
            }
        }
        history.clear();
        known = 0;
        expected = Integer.MAX_VALUE;
        expectedAsOf = 0;
    }

    private void onSnapshot(
        final SnapshotAssembly assembly, final DirectBuffer buffer, final int offset, final int length) {
        if (isLive || seq == UNSET) {
            return;
        }
        final long asOf = FeedLink.asOf(buffer, offset);
        if (asOf >= expectedAsOf && asOf >= historyStart()) {
            expected = FeedLink.snapshotInstruments(buffer, offset);
            expectedAsOf = asOf;
        }
        if (assembly.onPart(buffer, offset, length)) {
            restore(assembly.book(), assembly.asOf());
        }
    }

    /** The oldest snapshot that what is remembered can bring up to date. */
    private long historyStart() {
        return history.isEmpty() ? seq : history.previous(history.first());
    }

    private void restore(final PublicBook restored, final long asOf) {
        final PublicBook book = market.findOrAdd(restored.instrumentId());
        if (book == null || book.isKnown() || asOf < historyStart()) {
            return;
        }
        book.copyFrom(restored);
        book.known(asOf);
        for (long position = history.after(asOf); position < history.next(); position++) {
            messages.apply(history.buffer(), history.offset(position), history.length(position), book);
        }
        countKnown();
        listener.onBook(book);
    }

    private void countKnown() {
        known = 0;
        for (int id = 1; id < market.end(); id++) {
            final PublicBook book = market.find(id);
            if (book != null && book.isKnown()) {
                known++;
            }
        }
    }

    /** A reader is live when it knows all books, none of them ahead of the others. */
    private void settle() {
        if (!isLive && !hasGap && isConsistent && known >= expected && seq >= newest()) {
            isLive = true;
            history.clear();
            listener.onLive(seq);
            listener.onConsistent(seq);
        }
    }

    /** For people. Allocates. */
    @Override
    public String toString() {
        return "seq " + seq + (isLive ? ", live" : "") + ", announced " + announcedSeq + (hasGap ? ", gap" : "")
            + ", early " + (early.next() - early.first()) + ", books " + known + " of " + expected + " as of "
            + expectedAsOf + ", newest " + newest() + ", history from " + historyStart() + ", gaps " + gaps
            + ", losses " + losses + ", malformed " + malformed;
    }

    private long newest() {
        long newest = 0;
        for (int id = 1; id < market.end(); id++) {
            final PublicBook book = market.find(id);
            newest = book != null && book.isKnown() ? Math.max(newest, book.asOf()) : newest;
        }
        return newest;
    }
}
