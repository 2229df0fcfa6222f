package io.muex.load.bench.book;

/** A book that can run the operations of a stream. */
interface BookEngine {
    /** Starts over with an empty book. */
    void reset();

    /** Forgets the counts, not the book. */
    void resetCounts();

    /** Runs the operations from one index to before another. */
    void run(OperationStream stream, int from, int to);

    /** Counts since the last reset of counts, and the state of the book. */
    Totals totals();
}
