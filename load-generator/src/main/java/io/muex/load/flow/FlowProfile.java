package io.muex.load.flow;

/**
 * What generated flow looks like.
 *
 * @param seed        of everything random
 * @param operations  after BOOK
 * @param depthLevels of the book
 * @param firstPrice  fair value at the beginning, in ticks; it wanders between a half and the double of this
 * @param range       how far from the fair value orders are placed at most, in ticks; most are within a few
 * @param minQuantity smallest quantity of an order in lots
 * @param maxQuantity largest; small ones are much more frequent
 * @param liveOrders  about so many orders are live once the book has filled
 */
public record FlowProfile(long seed, long operations, int depthLevels, long firstPrice, int range, long minQuantity,
    long maxQuantity, int liveOrders) {
    /** Says everything that is wrong, in one exception. */
    public FlowProfile {
        final StringBuilder problems = new StringBuilder();
        require(problems, operations >= 0, "operations must be 0 or more, is " + operations);
        require(problems, depthLevels >= 1, "depth levels must be 1 or more, is " + depthLevels);
        require(problems, range >= 1, "range must be 1 or more, is " + range);
        require(problems, firstPrice / 4 > range && firstPrice < Long.MAX_VALUE / 4,
            "first price must be more than four times the range, is " + firstPrice);
        require(problems, minQuantity >= 1 && maxQuantity >= minQuantity && maxQuantity <= 1L << 40,
            "quantities must be 1 to 2^40, are " + minQuantity + " to " + maxQuantity);
        require(problems, liveOrders >= 1 && liveOrders <= 1 << 20,
            "live orders must be 1 to 2^20, is " + liveOrders);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.toString());
        }
    }

    /** A book around 100.00 with about 2,000 live orders. */
    public static FlowProfile of(final long seed, final long operations) {
        return new FlowProfile(seed, operations, 5, 10_000, 200, 1, 500, 2_000);
    }

    private static void require(final StringBuilder problems, final boolean holds, final String problem) {
        if (!holds) {
            problems.append(problems.isEmpty() ? "" : "; ").append(problem);
        }
    }
}
