package io.muex.exchange.matching;

import io.muex.exchange.protocol.AddInstrumentFlyweight;
import io.muex.exchange.protocol.RejectReason;
import io.muex.mu.SnapshotReader;
import io.muex.mu.SnapshotWriter;

/** The instruments by id, and what is left of the room that all their books share. */
final class Instruments {
    private final Instrument[] byId;
    private final int maxOrders;
    private final int maxLevels;
    private int freeOrders;
    private int freeLevels;

    Instruments(final int maxInstruments, final int maxOrders, final int maxLevels) {
        byId = new Instrument[maxInstruments + 1];
        this.maxOrders = maxOrders;
        this.maxLevels = maxLevels;
        freeOrders = maxOrders;
        freeLevels = maxLevels;
    }

    int maxInstruments() {
        return byId.length - 1;
    }

    /** The instrument with this id, or null. */
    Instrument find(final int id) {
        return id > 0 && id < byId.length ? byId[id] : null;
    }

    RejectReason check(final AddInstrumentFlyweight added) {
        final int id = added.instrumentId();
        if (id >= byId.length) {
            return RejectReason.INVALID_INSTRUMENT_ID;
        }
        if (byId[id] != null) {
            return RejectReason.DUPLICATE_INSTRUMENT;
        }
        for (final Instrument other : byId) {
            if (other != null && other.hasSymbol(added.symbolWord0(), added.symbolWord1())) {
                return RejectReason.DUPLICATE_INSTRUMENT;
            }
        }
        return added.maxOrders() > freeOrders || added.maxLevels() > freeLevels
            ? RejectReason.CAPACITY_EXHAUSTED : RejectReason.NONE;
    }

    void add(final Instrument instrument) {
        byId[instrument.id()] = instrument;
        freeOrders -= instrument.definition().maxOrders();
        freeLevels -= instrument.definition().maxLevels();
    }

    void writeSnapshot(final SnapshotWriter out) {
        out.putInt(byId.length - 1);
        out.putInt(maxOrders);
        out.putInt(maxLevels);
        for (int id = 1; id < byId.length; id++) {
            if (byId[id] != null) {
                out.putInt(id);
                byId[id].writeSnapshot(out);
            }
        }
        out.putInt(0);
    }

    static Instruments loadSnapshot(final SnapshotReader in) {
        final Instruments instruments = new Instruments(in.getInt(), in.getInt(), in.getInt());
        while (in.getInt() != 0) {
            instruments.add(Instrument.loadSnapshot(in));
        }
        return instruments;
    }
}
