package io.muex.load.bench.order;

import org.HdrHistogram.Histogram;

/**
 * What came of one measurement.
 *
 * @param latency    of every command, from when it was due
 * @param stages     of the sampled ones
 * @param tookNs     from the first command's due time to the last report
 * @param answered   commands answered
 * @param unanswered commands without an answer at the end; they are in the latency with their age
 * @param unusual    commands settled in another way than by an answer
 * @param lateSends  commands sent more than a millisecond late
 * @param allocated  bytes that the measuring thread allocated on the heap
 */
record LoadResult(Histogram latency, Stages stages, long tookNs, long answered, long unanswered, long unusual,
    long lateSends, long allocated) {
    private static final double SECOND_NS = 1e9;

    double perSecond() {
        return answered * SECOND_NS / Math.max(1, tookNs);
    }

    double p99Ns() {
        return latency.getValueAtPercentile(99);
    }
}
