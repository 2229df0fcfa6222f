package io.muex.gateway.marketdata;

import io.muex.exchange.protocol.link.LinkHeader;
import io.muex.exchange.protocol.link.Tally;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Makes the feed of the events of one replica, whichever it is: increments as they come, from memory that also serves
 * whoever lost some; snapshots; and the conflated variant. Reads no clock. One thread.
 * <p>
 * No reader can hold up another. An increment that cannot be sent within {@link #PATIENCE_NS} is not waited for any
 * longer: readers notice that it is missing and ask for it. What readers may ask for is bounded for each of them and
 * for all of them together, and answered on a stream that all share.
 * <p>
 * Increments are a function of the events, so any number of publishers send the same bytes under the same sequence
 * numbers. One exception: the first increment of a publisher that begins later than the cluster may name as previous
 * the event at which it began, because it cannot know of the increment before; what it says is the same.
 */
final class FeedPublisher implements IncrementWriter.Output {
    static final long PATIENCE_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long HEARTBEAT_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int SEND_LIMIT = 256;

    private final int publisher;
    private final Outputs outputs;
    private final Tally<FeedCounter> tally;
    private final PacketRing retained;
    private final IncrementWriter writer = new IncrementWriter(this);
    private final MarketTracker tracker = new MarketTracker(writer);
    private final Repeats repeats;
    private final SnapshotCarousel snapshots;
    private final ConflatedFeed conflated;
    private final RequestLimits limits = new RequestLimits();
    private final UnsafeBuffer heartbeat = new UnsafeBuffer(new byte[FeedLink.HEARTBEAT_LENGTH]);
    private boolean isReady;
    private long toSend;
    private long stuckNs;
    private boolean isStuck;
    private long lastSentNs;
    private long timestampNs;
    private boolean hasIncrements;

    /** The streams of a publisher. */
    record Outputs(FeedOutput increments, FeedOutput recovery, FeedOutput conflated) {
    }

    FeedPublisher(final int publisher, final Outputs outputs, final MarketDataConfig config,
        final Tally<FeedCounter> tally) {
        this.publisher = publisher;
        this.outputs = outputs;
        this.tally = tally;
        retained = new PacketRing(config.retainedPackets(), config.retainedBytes());
        repeats = new Repeats(retained, publisher, outputs.recovery, tally);
        snapshots = new SnapshotCarousel(
            tracker.market(), publisher, outputs.recovery, tally, config.snapshotIntervalNs());
        conflated = new ConflatedFeed(tracker.market(), publisher, outputs.conflated, tally,
            config.conflatedIntervalNs(), config.conflatedLevels());
    }

    /** Where the books are restored and events go; they reach readers only after {@link #ready}. */
    MarketTracker tracker() {
        return tracker;
    }

    /** Books of another moment, or of another cluster, are going to be restored: what was retained is void. */
    void begin(final long clusterId, final long fromEventSeq) {
        isReady = false;
        hasIncrements = false;
        tracker.begin(fromEventSeq);
        writer.begin(clusterId, fromEventSeq - 1);
        retained.clear();
        repeats.clear();
        snapshots.clear();
        toSend = retained.next();
    }

    /** All books are as of the last event, which ended a command: from here on the feed is complete. */
    void ready() {
        writer.begin(writer.clusterId(), tracker.eventSeq());
        isReady = true;
    }

    boolean isReady() {
        return isReady;
    }

    /** Sequence number of the last increment. */
    long seq() {
        return writer.seq();
    }

    long clusterId() {
        return writer.clusterId();
    }

    @Override
    public void onIncrement(final DirectBuffer buffer, final int offset, final int length) {
        if (isReady) {
            retained.append(buffer, offset, length);
            hasIncrements = true;
            timestampNs = FeedLink.incrementTimestampNs(buffer, offset);
            tally.increment(FeedCounter.INCREMENTS);
        }
    }

    /** A request of a reader; {@code reader} tells readers apart. */
    void onRequest(final int reader, final DirectBuffer buffer, final int offset, final int length, final long nowNs) {
        final int type = LinkHeader.type(buffer, offset, length);
        if (type != FeedLink.WANT_GAP && type != FeedLink.WANT_SNAPSHOT
            || !FeedLink.check(type, buffer, offset, length)) {
            tally.increment(FeedCounter.MALFORMED);
        } else if (!limits.admit(reader, nowNs)) {
            tally.increment(FeedCounter.REQUESTS_LIMITED);
        } else if (isReady && FeedLink.clusterId(buffer, offset) == writer.clusterId()) {
            tally.increment(FeedCounter.REQUESTS);
            if (type == FeedLink.WANT_GAP) {
                repeats.want(FeedLink.wantFrom(buffer, offset), FeedLink.wantTo(buffer, offset));
            } else {
                snapshots.want();
            }
        }
    }

    /**
     * Sends what is due, a bounded amount.
     *
     * @param isFed false while no replica is heard of: then nothing is sent that claims to be up to date
     * @return packets sent, heartbeats left out
     */
    int step(final long nowNs, final boolean isFed) {
        if (!isReady) {
            return 0;
        }
        int work = sendIncrements(nowNs);
        work += repeats.step(nowNs, writer.clusterId(), writer.seq());
        if (isFed) {
            beat(nowNs);
            if (tracker.isAtEnd()) {
                work += snapshots.step(nowNs, writer.clusterId(), tracker.eventSeq());
                work += conflated.step(nowNs, writer.clusterId(), tracker.eventSeq(), timestampNs);
            }
        }
        tally.set(FeedCounter.ORDERS, tracker.orders());
        tally.set(FeedCounter.INSTRUMENTS, tracker.market().count());
        return work;
    }

    /** True while so much waits to be sent that no more events should be taken. */
    boolean isBehind() {
        return retained.next() - toSend > SEND_LIMIT;
    }

    private int sendIncrements(final long nowNs) {
        if (!outputs.increments.isConnected()) {
            toSend = retained.next();
            isStuck = false;
            return 0;
        }
        if (toSend < retained.first()) {
            tally.add(FeedCounter.INCREMENTS_DROPPED, retained.first() - toSend);
            toSend = retained.first();
        }
        int sent = 0;
        while (sent < SEND_LIMIT && toSend < retained.next()) {
            if (!outputs.increments.send(
                retained.buffer(), retained.offset(toSend), retained.length(toSend))) {
                onStuck(nowNs);
                break;
            }
            isStuck = false;
            lastSentNs = nowNs;
            toSend++;
            sent++;
        }
        return sent;
    }

    private void onStuck(final long nowNs) {
        if (!isStuck) {
            isStuck = true;
            stuckNs = nowNs;
        } else if (nowNs - stuckNs > PATIENCE_NS) {
            tally.add(FeedCounter.INCREMENTS_DROPPED, retained.next() - toSend);
            toSend = retained.next();
        }
    }

    /** Lets readers notice that the last increment is missing, and that this publisher lives. */
    private void beat(final long nowNs) {
        if (toSend == retained.next() && tracker.isAtEnd() && nowNs - lastSentNs >= HEARTBEAT_NS) {
            FeedLink.encodeHeartbeat(heartbeat, 0, publisher, writer.clusterId(),
                hasIncrements ? writer.seq() : 0, tracker.eventSeq(), repeats.retainedFrom(writer.seq()));
            if (outputs.increments.send(heartbeat, 0, FeedLink.HEARTBEAT_LENGTH)) {
                lastSentNs = nowNs;
            }
        }
    }
}
