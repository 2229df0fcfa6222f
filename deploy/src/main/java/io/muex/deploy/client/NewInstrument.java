package io.muex.deploy.client;

import io.muex.deploy.cluster.InstrumentList;
import io.muex.exchange.config.InstrumentConfig;
import io.muex.exchange.protocol.wire.AddInstrument;
import io.muex.exchange.protocol.wire.InstrumentAdded;
import java.io.IOException;
import java.util.List;

/** Adds instruments as an operator, and to the list that the command line keeps. */
public final class NewInstrument {
    private NewInstrument() {
    }

    /**
     * Adds one.
     *
     * @param operator a session that may
     * @return what the exchange answered
     */
    public static List<Told> add(final Talk operator, final int id, final InstrumentConfig wanted,
        final InstrumentList known) throws IOException {
        final List<Told> answer = operator.ask(command(id, wanted));
        for (final Told told : answer) {
            if (told.message() instanceof final InstrumentAdded added) {
                known.add(added);
            }
        }
        return answer;
    }

    /** The command that adds an instrument. */
    public static AddInstrument command(final int id, final InstrumentConfig wanted) {
        final AddInstrument command = new AddInstrument();
        command.instrumentId = id;
        command.symbol = wanted.symbol();
        command.tickMantissa = wanted.tickSize().unscaledValue().longValueExact();
        command.tickExponent = -wanted.tickSize().scale();
        command.lotMantissa = wanted.lotSize().unscaledValue().longValueExact();
        command.lotExponent = -wanted.lotSize().scale();
        command.minQuantity = wanted.minQuantity();
        command.maxQuantity = wanted.maxQuantity();
        command.dayEndNs = wanted.dayEndNs();
        command.depthLevels = wanted.depthLevels();
        command.maxOrders = wanted.maxOrders();
        command.maxLevels = wanted.maxLevels();
        command.priceBand = wanted.priceBand();
        return command;
    }
}
