package io.muex.load.bench.order;

import io.muex.exchange.protocol.link.StageStamps;
import java.util.Arrays;
import org.HdrHistogram.Histogram;

/**
 * Where the time of sampled commands went. The stages of one command add up to its whole time exactly, since each
 * begins where the one before it ends. Commands without all stamps, or with stamps out of order (because the command
 * was sent again), are counted and left out here; their whole times count where all do. One thread.
 */
final class Stages {
    private static final Stage[] ALL = Stage.values();
    private static final int DIGITS = 3;

    private final StageStamps stamps;
    private final Histogram[] histograms = new Histogram[ALL.length];
    private final long[] sumsNs = new long[ALL.length];
    private final long[] tookNs = new long[ALL.length];
    private long wholeNs;
    private long complete;
    private long incomplete;

    Stages(final StageStamps stamps) {
        this.stamps = stamps;
        Arrays.setAll(histograms, at -> new Histogram(DIGITS));
    }

    void begin(final long session, final long number) {
        stamps.begin(session, number);
    }

    /** The last report of a sampled command has come. */
    void end(final long session, final long number, final long dueNs, final long sentNs, final long nowNs) {
        long beforeNs = dueNs;
        boolean isComplete = true;
        for (final Stage stage : ALL) {
            final long atNs = switch (stage) {
                case CLIENT_WAITS -> Math.max(sentNs, dueNs);
                case GATEWAY_TO_CLIENT -> nowNs;
                default -> stamps.at(stage.point(), session, number);
            };
            tookNs[stage.ordinal()] = atNs - beforeNs;
            isComplete &= atNs >= beforeNs;
            beforeNs = atNs;
        }
        if (isComplete) {
            record(nowNs - dueNs);
        } else {
            incomplete++;
        }
    }

    private void record(final long wholeTookNs) {
        complete++;
        wholeNs += wholeTookNs;
        for (int i = 0; i < ALL.length; i++) {
            histograms[i].recordValue(tookNs[i]);
            sumsNs[i] += tookNs[i];
        }
    }

    Histogram histogram(final Stage stage) {
        return histograms[stage.ordinal()];
    }

    /** Sum of a stage over all complete commands. */
    long sumNs(final Stage stage) {
        return sumsNs[stage.ordinal()];
    }

    /** Sum of the whole times of the same commands. */
    long wholeNs() {
        return wholeNs;
    }

    long complete() {
        return complete;
    }

    long incomplete() {
        return incomplete;
    }
}
