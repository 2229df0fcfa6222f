package io.muex.exchange.book.bench;

/**
 * What a run did in its measured part, and what rests in the end; equal for all correct engines.
 */
record Totals(long fills, long fillQuantity, long fillValue, long cancelsDone, long rejected, long bids, long asks,
              long bidQuantity, long askQuantity, long bidLevels, long askLevels) {
    /** Of the mixed stream, as reached by four independent engines. */
    static final Totals OF_MIXED_STREAM =
        new Totals(349_149, 9_523_310, 952_272_392_611L, 294_001, 5_818, 2_022, 1_976, 104_139, 100_881, 52, 46);
}
