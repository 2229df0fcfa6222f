package io.muex.mu.replication;

import io.muex.mu.fabric.Grant;
import io.muex.mu.fabric.LogChannel;

/** One replica that the leader writes under the present ballot: its channel, its room, and whether it counts. */
final class Target {
    /** How long a target that is behind may come no further before the leader goes on without it. */
    static final long PATIENCE_NS = 20_000_000;

    private final LogChannel channel;
    private final int window;
    private boolean started;
    private boolean votes;
    private boolean starved;
    private long applied;
    private long toldCommit;
    private long progressApplied = Long.MIN_VALUE / 2;
    private long progressAtNs;

    /**
     * A target just granted.
     *
     * @param window how far beyond its applied index the target may be written: slots less reserve
     */
    Target(final LogChannel channel, final int window) {
        this.channel = channel;
        this.window = window;
        this.votes = channel.grant().votes();
    }

    Grant grant() {
        return channel.grant();
    }

    int id() {
        return channel.grant().id();
    }

    /** Begins writing at {@code index}; all below is chosen and held or applied by the target. */
    void startAt(final long index) {
        channel.startAt(index);
        applied = Math.max(applied, index);
        started = true;
        starved = false;
    }

    boolean isStarted() {
        return started;
    }

    LogChannel channel() {
        return channel;
    }

    /** Whether the slot of the next index may be written: its previous lap is applied. Reads the target only if not. */
    boolean hasRoom() {
        if (channel.postedEnd() < applied + window) {
            return true;
        }
        applied = Math.max(applied, channel.applied());
        return channel.postedEnd() < applied + window;
    }

    /** The applied index, read afresh. */
    long refreshApplied() {
        applied = Math.max(applied, channel.applied());
        return applied;
    }

    boolean isCounted() {
        return votes && started && !channel.hasFailed();
    }

    boolean votes() {
        return votes;
    }

    /** The target has applied its own admission. */
    void admit() {
        votes = true;
    }

    /** The leader has found again what the target needs. */
    void fed() {
        starved = false;
    }

    /** The leader no longer has what the target needs next. */
    void starve() {
        starved = true;
    }

    boolean isStarved() {
        return starved;
    }

    /**
     * Whether a target that is behind gets on, so that the leader should not overwrite what it needs next: it applied
     * at least {@code least} entries within {@link #PATIENCE_NS}, the first time as far as this is known.
     */
    boolean isComing(final long nowNs, final long least) {
        if (applied - progressApplied >= least) {
            progressApplied = applied;
            progressAtNs = nowNs;
        }
        return !starved && nowNs - progressAtNs < PATIENCE_NS;
    }

    /** Tells the commit index through the header, once per value. */
    void tellCommit(final long commitIndex) {
        final long told = Math.min(commitIndex, channel.postedEnd());
        if (told > toldCommit) {
            toldCommit = told;
            channel.postCommit(told);
        }
    }

    @Override
    public String toString() {
        return id() + "/" + grant().incarnation() + (votes ? " votes" : " learns") + (started ? "" : " not started")
            + (starved ? " starved" : "") + (channel.hasFailed() ? " failed" : "") + " base " + grant().base()
            + " applied " + applied + " posted " + channel.postedEnd() + " completed " + channel.completedEnd();
    }
}
