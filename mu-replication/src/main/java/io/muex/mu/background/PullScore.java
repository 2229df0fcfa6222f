package io.muex.mu.background;

import io.muex.mu.DetectorConfig;

/**
 * Whether each peer makes progress, judged by pulling its heartbeat: slow reads only mean fewer reads, never a missed
 * beat. Two thresholds, so a peer on the edge does not flap.
 */
public final class PullScore {
    private final DetectorConfig config;
    private final int[] score;
    private final long[] lastHeartbeat;
    private final int[] incarnation;
    private final boolean[] live;

    /** Everybody is trusted from the first read on. */
    public PullScore(final DetectorConfig config, final int replicas) {
        this.config = config;
        this.score = new int[replicas + 1];
        this.lastHeartbeat = new long[replicas + 1];
        this.incarnation = new int[replicas + 1];
        this.live = new boolean[replicas + 1];
    }

    /** Judges one read. A new incarnation starts trusted, with the highest score. */
    public void onHeartbeatRead(final int id, final int ofIncarnation, final long heartbeat) {
        if (incarnation[id] != ofIncarnation) {
            incarnation[id] = ofIncarnation;
            lastHeartbeat[id] = heartbeat;
            score[id] = config.scoreMax();
            live[id] = true;
            return;
        }
        final int step = heartbeat != lastHeartbeat[id] ? 1 : -1;
        lastHeartbeat[id] = heartbeat;
        score[id] = Math.clamp(score[id] + step, 0, config.scoreMax());
        live[id] = live[id] ? score[id] >= config.failThreshold() : score[id] > config.recoverThreshold();
    }

    /** Whether a peer is trusted. */
    public boolean isLive(final int id) {
        return live[id];
    }
}
