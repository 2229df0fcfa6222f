package io.muex.load.bench.detector;

import io.muex.mu.DetectorConfig;
import io.muex.mu.background.PullScore;
import java.util.Arrays;
import org.HdrHistogram.Histogram;

/**
 * When a process beat and when another thread got to run, recorded under load: both detectors are judged on the same
 * one, so neither has better luck. Times are monotonic nanoseconds, rising.
 *
 * @param beatsNs when the watched process beat
 * @param wakesNs when the watching thread ran
 */
record Trace(long[] beatsNs, long[] wakesNs) {
    private static final int PEER = 1;

    /** How often the watched process, which lives throughout, was suspected by its score. */
    int pullSuspicions(final DetectorConfig config) {
        final PullScore score = new PullScore(config, PEER);
        int suspicions = 0;
        boolean live = true;
        long nextNs = wakesNs[0];
        for (final long wakeNs : wakesNs) {
            if (wakeNs < nextNs) {
                continue;
            }
            nextNs = wakeNs + config.readIntervalNs();
            score.onHeartbeatRead(PEER, 1, beatsUntil(wakeNs));
            suspicions += live && !score.isLive(PEER) ? 1 : 0;
            live = score.isLive(PEER);
        }
        return suspicions;
    }

    /** The same by a time-out since the latest beat that has arrived. */
    int pushSuspicions(final long timeoutNs) {
        int suspicions = 0;
        boolean live = true;
        for (final long wakeNs : wakesNs) {
            final long beats = beatsUntil(wakeNs);
            final boolean late = beats > 0 && wakeNs - beatsNs[(int) beats - 1] > timeoutNs;
            suspicions += live && late ? 1 : 0;
            live = !late;
        }
        return suspicions;
    }

    /** Had the process ended at each of many moments: when it would have been suspected by its score. */
    void pullDetection(final DetectorConfig config, final int moments, final Histogram into) {
        for (int moment = 1; moment < moments; moment++) {
            final int end = (int) ((long) wakesNs.length * moment / (moments + 1));
            final long endNs = wakesNs[end] - 1;
            final long beatsAtEnd = beatsUntil(endNs);
            final PullScore score = new PullScore(config, PEER);
            long nextNs = 0;
            for (int i = Math.max(0, end - warmWakes(config)); i < wakesNs.length; i++) {
                if (wakesNs[i] < nextNs) {
                    continue;
                }
                nextNs = wakesNs[i] + config.readIntervalNs();
                score.onHeartbeatRead(PEER, 1, Math.min(beatsAtEnd, beatsUntil(wakesNs[i])));
                if (wakesNs[i] > endNs && !score.isLive(PEER)) {
                    into.recordValue(wakesNs[i] - endNs);
                    break;
                }
            }
        }
    }

    /** The same by the time-out. */
    void pushDetection(final long timeoutNs, final int moments, final Histogram into) {
        for (int moment = 1; moment < moments; moment++) {
            final int end = (int) ((long) wakesNs.length * moment / (moments + 1));
            final long endNs = wakesNs[end] - 1;
            final long beats = beatsUntil(endNs);
            final long lastNs = beats == 0 ? endNs : beatsNs[(int) beats - 1];
            for (int i = end; i < wakesNs.length; i++) {
                if (wakesNs[i] - lastNs > timeoutNs) {
                    into.recordValue(wakesNs[i] - endNs);
                    break;
                }
            }
        }
    }

    /** Wakes before the end in which the score reaches what it would have. */
    private int warmWakes(final DetectorConfig config) {
        final long spanNs = 4L * config.scoreMax() * config.readIntervalNs();
        final long meanNs = Math.max(1, (wakesNs[wakesNs.length - 1] - wakesNs[0]) / wakesNs.length);
        return (int) (spanNs / meanNs) + config.scoreMax();
    }

    private long beatsUntil(final long timeNs) {
        final int at = Arrays.binarySearch(beatsNs, timeNs);
        return at >= 0 ? at + 1 : -at - 1;
    }

    /** Length of the trace. */
    long lengthNs() {
        return wakesNs[wakesNs.length - 1] - wakesNs[0];
    }
}
