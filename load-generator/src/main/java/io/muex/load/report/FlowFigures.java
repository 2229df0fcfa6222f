package io.muex.load.report;

import io.muex.load.flow.FlowCounts;

/**
 * What was played.
 *
 * @param source         file, or seed of the generator
 * @param operations     that were sent, BOOK included
 * @param dumpsSkipped   DUMPs, which ask for a print of the book and change nothing
 * @param ignored        messages of the source that are no operation here
 * @param malformedLines lines that could not be read
 * @param ratePerSecond  at which operations were due
 * @param lateSends      operations that were sent more than a millisecond after they were due
 */
public record FlowFigures(String source, long operations, long dumpsSkipped, long ignored, long malformedLines,
    int ratePerSecond, long lateSends) {
    static FlowFigures of(final String source, final long operations, final FlowCounts counts, final int rate,
                          final long lateSends) {
        return new FlowFigures(source, operations, counts.dumpsSkipped(), counts.ignored(), counts.malformedLines(),
            rate, lateSends);
    }
}
