package io.muex.deploy.client;

import io.muex.deploy.cluster.InstrumentList;
import io.muex.deploy.cluster.Refusal;
import io.muex.exchange.protocol.wire.InstrumentAdded;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An instrument as people name it: by symbol or number, with prices in ticks or in money.
 *
 * @param id       of the instrument
 * @param symbol   of it; its number where the command line does not know it
 * @param tickSize one tick in money; null where the command line does not know it
 */
public record Market(int id, String symbol, BigDecimal tickSize) {
    /**
     * Finds an instrument.
     *
     * @param name symbol, or number
     * @throws Refusal if it is neither
     */
    public static Market find(final InstrumentList known, final String name) throws IOException {
        final Optional<InstrumentAdded> bySymbol = known.find(name);
        if (bySymbol.isPresent()) {
            return of(bySymbol.get());
        }
        if (name.matches("[0-9]{1,9}")) {
            final int id = Integer.parseInt(name);
            return known.find(id).map(Market::of).orElse(new Market(id, name, null));
        }
        throw new Refusal("no instrument is named " + name + "; there are: "
            + known.all().stream().map(added -> added.symbol).collect(Collectors.joining(" "))
            + " (or say its number)");
    }

    private static Market of(final InstrumentAdded added) {
        return new Market(added.instrumentId, added.symbol,
            BigDecimal.valueOf(added.tickMantissa).scaleByPowerOfTen(added.tickExponent));
    }

    /**
     * A price in ticks.
     *
     * @param text a whole number is ticks, a decimal such as 10.50 is money
     * @throws Refusal if it is no price of this instrument
     */
    public long ticks(final String text) {
        if (text.matches("[0-9]{1,18}")) {
            return Long.parseLong(text);
        }
        if (!text.matches("[0-9]{1,18}\\.[0-9]{1,18}")) {
            throw new Refusal("not a price: " + text + "; say ticks such as 1050, or money such as 10.50");
        }
        if (tickSize == null) {
            throw new Refusal("the tick size of instrument " + symbol + " is not known here; say the price in ticks");
        }
        final BigDecimal[] parts = new BigDecimal(text).divideAndRemainder(tickSize);
        if (parts[1].signum() != 0 || parts[0].precision() > 18) {
            throw new Refusal(text + " is no whole number of ticks of " + tickSize.toPlainString());
        }
        return parts[0].longValueExact();
    }

    /** A price as money, or in ticks where the size of one is not known. */
    public String money(final long ticks) {
        return tickSize == null ? Long.toString(ticks) : tickSize.multiply(BigDecimal.valueOf(ticks)).toPlainString();
    }
}
