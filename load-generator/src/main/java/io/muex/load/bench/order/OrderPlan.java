package io.muex.load.bench.order;

import java.util.List;

/**
 * What is to be measured.
 *
 * @param rates       commands due per second, one measurement each, in this order; the rows of the first have no suffix
 * @param isSearching whether the highest rate that is sustained is looked for, beyond the given ones
 * @param warmUp      seconds for which each rate is played before it is measured
 * @param seconds     length of each measurement, without warming up
 * @param outstanding commands under way in the closed loop; 0 for none
 * @param isDirect    whether the gateway runs on the client's thread instead of in its process
 * @param isStuck     whether a client and a follower that stand still are measured too
 */
public record OrderPlan(
    List<Integer> rates, boolean isSearching, double warmUp, double seconds, int outstanding, boolean isDirect,
    boolean isStuck) {
    /** Rates unless said otherwise. */
    public static final List<Integer> DEFAULT_RATES = List.of(10_000, 100_000, 200_000, 400_000);

    /** Checks every value. */
    public OrderPlan {
        rates = List.copyOf(rates);
        if (rates.isEmpty() || rates.stream().anyMatch(rate -> rate < 1 || rate > 10_000_000)) {
            throw new IllegalArgumentException("rates must be 1 to 10,000,000 a second, are " + rates);
        }
        if (!(seconds > 0) || !(warmUp >= 0)) {
            throw new IllegalArgumentException("seconds must be positive, and those of warming up not negative");
        }
        if (outstanding < 0 || outstanding > OrderLoad.ROOM) {
            throw new IllegalArgumentException("outstanding must be 0 to " + OrderLoad.ROOM + ", is " + outstanding);
        }
    }
}
