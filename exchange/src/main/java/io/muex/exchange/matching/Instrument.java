package io.muex.exchange.matching;

import io.muex.exchange.book.OrderBook;
import io.muex.exchange.book.OrderBookConfig;
import io.muex.exchange.protocol.AddInstrumentFlyweight;
import io.muex.exchange.protocol.InstrumentStatus;
import io.muex.exchange.protocol.RejectReason;
import io.muex.exchange.protocol.TimeInForce;
import io.muex.mu.SnapshotReader;
import io.muex.mu.SnapshotWriter;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** One instrument: its book, its rules, the list of its live orders and the depth last published. */
final class Instrument {
    private static final long DAY_NS = 86_400_000_000_000L;
    private static final long BAND_UNITS = 10_000;

    private final AddInstrumentFlyweight definition = new AddInstrumentFlyweight();
    private final UnsafeBuffer definitionBytes = new UnsafeBuffer(new byte[AddInstrumentFlyweight.LENGTH]);
    private final int id;
    private final long minQuantity;
    private final long maxQuantity;
    private final long dayEndNs;
    private final long priceBand;
    private final OrderBook book;
    private final PublishedDepth depth;
    private InstrumentStatus status = InstrumentStatus.OPEN;

    /** List of live orders; kept by {@link LiveOrders}. */
    int firstOrder = LiveOrders.NONE;
    int lastOrder = LiveOrders.NONE;

    /** Takes all memory of the instrument. The definition must have passed the decoder. */
    Instrument(final AddInstrumentFlyweight added) {
        definition.wrapForWrite(definitionBytes, 0)
            .symbolWords(added.symbolWord0(), added.symbolWord1())
            .tickMantissa(added.tickMantissa()).tickExponent(added.tickExponent())
            .lotMantissa(added.lotMantissa()).lotExponent(added.lotExponent())
            .minQuantity(added.minQuantity()).maxQuantity(added.maxQuantity())
            .dayEndNs(added.dayEndNs()).instrumentId(added.instrumentId())
            .depthLevels(added.depthLevels()).maxOrders(added.maxOrders()).maxLevels(added.maxLevels())
            .priceBand(added.priceBand());
        id = added.instrumentId();
        minQuantity = added.minQuantity();
        maxQuantity = added.maxQuantity();
        dayEndNs = added.dayEndNs();
        priceBand = added.priceBand();
        book = new OrderBook(new OrderBookConfig(added.maxOrders(), added.maxLevels(), added.depthLevels()));
        depth = new PublishedDepth(added.depthLevels());
    }

    int id() {
        return id;
    }

    /** As it was added. */
    AddInstrumentFlyweight definition() {
        return definition;
    }

    OrderBook book() {
        return book;
    }

    PublishedDepth depth() {
        return depth;
    }

    InstrumentStatus status() {
        return status;
    }

    void status(final InstrumentStatus newStatus) {
        status = newStatus;
    }

    boolean isHalted() {
        return status == InstrumentStatus.HALTED;
    }

    boolean hasSymbol(final long word0, final long word1) {
        return definition.symbolWord0() == word0 && definition.symbolWord1() == word1;
    }

    RejectReason checkQuantity(final long quantity, final boolean isNew) {
        if (isNew && quantity < minQuantity) {
            return RejectReason.QUANTITY_TOO_SMALL;
        }
        return quantity > maxQuantity ? RejectReason.QUANTITY_TOO_LARGE : RejectReason.NONE;
    }

    /** Judges a limit price (0 = market order, never judged) by the market price, once that is known. */
    RejectReason checkPrice(final long price) {
        final long market = book.marketPrice();
        if (priceBand == 0 || price == 0 || market == 0) {
            return RejectReason.NONE;
        }
        // floor(market * band / 10000) without leaving 64 bits
        final long distance = market / BAND_UNITS * priceBand + market % BAND_UNITS * priceBand / BAND_UNITS;
        return Math.abs(price - market) > distance ? RejectReason.PRICE_OUT_OF_BAND : RejectReason.NONE;
    }

    /** When an order entered now expires; 0 = never. */
    long expiryNs(final TimeInForce timeInForce, final long wantedNs, final long nowNs) {
        if (timeInForce != TimeInForce.DAY) {
            return wantedNs;
        }
        final long today = Math.floorDiv(nowNs, DAY_NS) * DAY_NS + dayEndNs;
        return today > nowNs ? today : today + DAY_NS;
    }

    void writeSnapshot(final SnapshotWriter out) {
        out.putBytes(definitionBytes, 0, AddInstrumentFlyweight.LENGTH);
        out.putInt(status.code());
        out.putInt(firstOrder);
        out.putInt(lastOrder);
        out.putInt(0);
        final int length = book.snapshotLength();
        out.putLong(length);
        book.writeSnapshot(out.buffer(), out.claim(length));
    }

    static Instrument loadSnapshot(final SnapshotReader in) {
        final ExpandableArrayBuffer bytes = new ExpandableArrayBuffer(AddInstrumentFlyweight.LENGTH);
        in.getBytes(bytes, 0, AddInstrumentFlyweight.LENGTH);
        final Instrument instrument = new Instrument(new AddInstrumentFlyweight().wrap(bytes, 0));
        instrument.status = InstrumentStatus.of(in.getInt());
        instrument.firstOrder = in.getInt();
        instrument.lastOrder = in.getInt();
        in.getInt();
        final int length = (int) in.getLong();
        instrument.book.loadSnapshot(in.buffer(), in.advance(length));
        instrument.depth.restore(instrument.book);
        return instrument;
    }
}
