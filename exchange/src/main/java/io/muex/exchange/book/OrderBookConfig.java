package io.muex.exchange.book;

/**
 * Size of a book. All memory is taken at construction: about 64 bytes for each order, 190 to 200 for each level and 16
 * to 32 for each entry of the id index; 0.3 MB for a thousand orders on as many levels.
 *
 * @param maxOrders   live orders (resting and waiting), 1 to {@link #MAX_ORDERS}; beyond it ADD is answered BOOK_FULL
 * @param maxLevels   distinct prices (resting and stop) that may be in use, 1 to {@link #MAX_ORDERS}; beyond it ADD and
 *                    REPLACE are answered BOOK_FULL. With at least {@code maxOrders} it never limits anything
 * @param depthLevels visible levels a side, 0 for a book that publishes neither depth nor best prices
 */
public record OrderBookConfig(int maxOrders, int maxLevels, int depthLevels) {
    /** Upper bound of {@link #maxOrders()} and {@link #maxLevels()}. */
    public static final int MAX_ORDERS = 1 << 26;

    /** Checks the ranges. */
    public OrderBookConfig {
        if (maxOrders < 1 || maxOrders > MAX_ORDERS) {
            throw new IllegalArgumentException("maxOrders must be 1.." + MAX_ORDERS + ", not " + maxOrders);
        }
        if (maxLevels < 1 || maxLevels > MAX_ORDERS) {
            throw new IllegalArgumentException("maxLevels must be 1.." + MAX_ORDERS + ", not " + maxLevels);
        }
        if (depthLevels < 0) {
            throw new IllegalArgumentException("depthLevels must not be negative, not " + depthLevels);
        }
    }
}
