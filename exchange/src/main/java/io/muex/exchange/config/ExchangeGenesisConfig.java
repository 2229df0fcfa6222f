package io.muex.exchange.config;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.muex.exchange.config.file.Problems;
import io.muex.exchange.config.file.Section;

/**
 * The first values that go into the log of a new cluster. From then on the log decides: what a file says later about
 * these is not read by anybody.
 *
 * @param capacity    what every replica reserves
 * @param instruments instruments that exist from the beginning; the first one has id 1
 */
public record ExchangeGenesisConfig(CapacityConfig capacity, List<InstrumentConfig> instruments) {
    /** Name of the section in a file. */
    public static final String SECTION = "genesis";

    /** Checks what must hold between capacities and instruments. */
    public ExchangeGenesisConfig {
        instruments = List.copyOf(instruments);
        if (capacity != null) {
            final long orders = instruments.stream().mapToLong(InstrumentConfig::maxOrders).sum();
            final long levels = instruments.stream().mapToLong(InstrumentConfig::maxLevels).sum();
            final Set<String> symbols = new HashSet<>();
            instruments.forEach(instrument -> symbols.add(instrument.symbol()));
            new Problems(SECTION)
                .require(symbols.size() == instruments.size(), "instruments", "must have different symbols")
                .require(instruments.size() <= capacity.maxInstruments(), "instruments",
                    "must be no more than capacity.max-instruments")
                .require(orders <= capacity.maxOrders(), "instruments",
                    "must not have more max-orders together than capacity.max-orders (are " + orders + ")")
                .require(levels <= capacity.maxLevels(), "instruments",
                    "must not have more max-levels together than capacity.max-levels (are " + levels + ")")
                .throwIfAny();
        }
    }

    /** Reads the section. */
    public static ExchangeGenesisConfig from(final Section section) {
        return new ExchangeGenesisConfig(
            section.section("capacity", CapacityConfig::from),
            section.list("instruments", Map.of("symbol", "ACME"), InstrumentConfig::from));
    }
}
