package io.muex.exchange.config;

import java.math.BigDecimal;

import io.muex.exchange.config.file.Problems;
import io.muex.exchange.config.file.Section;
import io.muex.exchange.config.file.Units;

/**
 * An instrument that exists from the beginning.
 *
 * @param symbol       1 to 16 printable ASCII characters, no blanks
 * @param tickSize     one tick in money, for example 0.01
 * @param lotSize      one lot in units, for example 1
 * @param minQuantity  smallest quantity of a new order in lots, 1 or more
 * @param maxQuantity  largest quantity of a new order in lots
 * @param dayEndNs     end of the trading day in nanoseconds after midnight UTC; DAY orders expire then
 * @param depthLevels  visible price levels a side, 0 to 64
 * @param maxOrders    live orders of its book
 * @param maxLevels    price levels of its book
 * @param priceBand    largest distance of a limit price from the market price in 1/10,000 of it, to 10,000; 0 = no band
 */
public record InstrumentConfig(
    String symbol, BigDecimal tickSize, BigDecimal lotSize, long minQuantity, long maxQuantity, long dayEndNs,
    int depthLevels, int maxOrders, int maxLevels, int priceBand) {
    private static final long DAY_NS = 86_400_000_000_000L;
    private static final int MAX_EXPONENT = 18;

    /** Reads one item of the list. */
    public static InstrumentConfig from(final Section section) {
        final InstrumentConfig instrument = new InstrumentConfig(
            section.text("symbol", ""),
            decimal(section, "tick-size", "0.01"),
            decimal(section, "lot-size", "1"),
            section.wholeNumber("min-quantity", 1),
            section.wholeNumber("max-quantity", 1_000_000_000),
            section.durationNs("day-end", 0),
            section.integer("depth-levels", 5),
            section.integer("max-orders", 65_536),
            section.integer("max-levels", 16_384),
            section.integer("price-band", 0));
        instrument.check(section.path());
        return instrument;
    }

    private void check(final String place) {
        new Problems(place)
            .require(symbol.matches("[!-~]{1,16}"), "symbol", "must be 1 to 16 printable characters without blanks"
                + (symbol.isEmpty() ? "" : " (is " + symbol + ")"))
            .require(isIncrement(tickSize), "tick-size", "must be a positive decimal such as 0.01")
            .require(isIncrement(lotSize), "lot-size", "must be a positive decimal such as 1")
            .require(minQuantity >= 1, "min-quantity", "must be 1 or more (is " + minQuantity + ")")
            .require(maxQuantity >= minQuantity, "max-quantity",
                "must not be less than min-quantity (is " + maxQuantity + ")")
            .require(dayEndNs < DAY_NS, "day-end",
                "must be less than 24h after midnight UTC (is " + Units.formatDurationNs(dayEndNs) + ")")
            .require(depthLevels >= 0 && depthLevels <= 64, "depth-levels",
                "must be from 0 to 64 (is " + depthLevels + ")")
            .require(maxOrders >= 1, "max-orders", "must be 1 or more (is " + maxOrders + ")")
            .require(maxLevels >= 1, "max-levels", "must be 1 or more (is " + maxLevels + ")")
            .require(priceBand >= 0 && priceBand <= 10_000, "price-band",
                "must be from 0 to 10000 (is " + priceBand + ")")
            .throwIfAny();
    }

    /** What is no decimal becomes 0, which {@link #check} refuses. */
    private static BigDecimal decimal(final Section section, final String key, final String defaultValue) {
        final String text = section.text(key, defaultValue);
        final boolean isDecimal = text.length() <= 40 && text.matches("[0-9]+(\\.[0-9]+)?");
        return isDecimal ? new BigDecimal(text).stripTrailingZeros() : BigDecimal.ZERO;
    }

    private static boolean isIncrement(final BigDecimal value) {
        return value.signum() > 0 && Math.abs(value.scale()) <= MAX_EXPONENT
            && value.unscaledValue().bitLength() < Long.SIZE;
    }
}
