package io.muex.load.bench.book;

/**
 * What a run did in its measured part, and what rests in the end; equal for all correct engines. Cancels are those that
 * were asked for and done; rejects are of all kinds.
 */
record Totals(long fills, long fillQuantity, long fillValue, long cancelsDone, long rejected, long bids, long asks,
              long bidQuantity, long askQuantity, long bidLevels, long askLevels) {
    /** On one line. */
    String text() {
        return fills + " fills, quantity " + fillQuantity + ", value " + fillValue + ", " + cancelsDone
            + " cancels done, " + rejected + " rejected, " + bids + " bids and " + asks + " asks resting, open "
            + bidQuantity + " and " + askQuantity + ", " + bidLevels + " and " + askLevels + " levels";
    }
}
