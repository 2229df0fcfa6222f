package io.muex.exchange.matching;

import io.muex.exchange.protocol.AddInstrumentFlyweight;
import io.muex.exchange.protocol.CancelReason;
import io.muex.exchange.protocol.RejectReason;
import io.muex.exchange.protocol.SetInstrumentStatusFlyweight;
import io.muex.exchange.protocol.SetMarketPriceFlyweight;
import io.muex.exchange.protocol.SetSessionLimitsFlyweight;

/** Operator commands about instruments and sessions. Whether the sender is an operator was checked before. */
final class Operations {
    private final Market market;

    Operations(final Market market) {
        this.market = market;
    }

    void addInstrument(final AddInstrumentFlyweight added) {
        final RejectReason reason = market.instruments.check(added);
        if (reason != RejectReason.NONE) {
            market.events.commandRejected(AddInstrumentFlyweight.TEMPLATE_ID, 0, added.instrumentId(), reason);
            return;
        }
        final Instrument instrument = new Instrument(added);
        market.instruments.add(instrument);
        market.events.instrumentAdded(instrument);
    }

    void setMarketPrice(final SetMarketPriceFlyweight set) {
        final Instrument instrument = market.instruments.find(set.instrumentId());
        if (instrument == null || instrument.isHalted()) {
            market.events.commandRejected(SetMarketPriceFlyweight.TEMPLATE_ID, 0, set.instrumentId(),
                instrument == null ? RejectReason.UNKNOWN_INSTRUMENT : RejectReason.INSTRUMENT_HALTED);
            return;
        }
        market.step.cancelReason = CancelReason.IMMEDIATE_OR_CANCEL;
        instrument.book().marketPrice(set.price(), market.bookEvents.of(instrument));
    }

    void setInstrumentStatus(final SetInstrumentStatusFlyweight set) {
        final Instrument instrument = market.instruments.find(set.instrumentId());
        if (instrument == null) {
            market.events.commandRejected(SetInstrumentStatusFlyweight.TEMPLATE_ID, 0, set.instrumentId(),
                RejectReason.UNKNOWN_INSTRUMENT);
            return;
        }
        instrument.status(set.status());
        market.events.statusChanged(instrument);
    }

    void setSessionLimits(final SetSessionLimitsFlyweight set) {
        final SessionState target = market.sessions.find(set.targetSession());
        if (target == null) {
            market.events.commandRejected(SetSessionLimitsFlyweight.TEMPLATE_ID, set.targetSession(), 0,
                RejectReason.UNKNOWN_SESSION);
            return;
        }
        target.limits(set);
        market.events.limitsSet(set, target.owner());
    }
}
