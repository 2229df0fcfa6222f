package io.muex.load.flow;

/**
 * What a flow has met so far.
 *
 * @param operations     delivered, BOOK included
 * @param dumpsSkipped   DUMP operations passed over: they ask for a print of the book and change nothing
 * @param ignored        messages of the source that are no operation here (LOBSTER: hidden executions, halts, messages
 *                       about orders from before the file)
 * @param malformedLines lines that could not be read; each was reported
 */
public record FlowCounts(long operations, long dumpsSkipped, long ignored, long malformedLines) {
}
