package io.muex.gateway.marketdata;

import io.muex.exchange.protocol.InstrumentStatus;
import io.muex.exchange.protocol.MarketInstrumentFlyweight;
import io.muex.exchange.protocol.Side;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What the public knows of one instrument: its definition and status, the market price, and every price level with
 * quantity and number of orders. Limit orders that rest, all-or-none orders in full; market orders and waiting stop
 * orders are not seen. A book may be locked or crossed, since all-or-none orders can rest without trading.
 * <p>
 * Belongs to whoever made it; others may look at it from within callbacks, on that thread.
 */
public final class PublicBook {
    private final int instrumentId;
    private final PublicSide bids = new PublicSide(Side.BUY);
    private final PublicSide asks = new PublicSide(Side.SELL);
    private long symbolWord0;
    private long symbolWord1;
    private long tickMantissa;
    private long lotMantissa;
    private int tickExponent;
    private int lotExponent;
    private long marketPrice;
    private InstrumentStatus status = InstrumentStatus.OPEN;
    private long asOf;
    private boolean isKnown;
    private long changes;

    PublicBook(final int instrumentId) {
        this.instrumentId = instrumentId;
    }

    /** The instrument. */
    public int instrumentId() {
        return instrumentId;
    }

    /** False while a reader does not know all of it: then levels and market price mean nothing. */
    public boolean isKnown() {
        return isKnown;
    }

    /** Buy or sell side. */
    public PublicSide side(final Side side) {
        return side == Side.BUY ? bids : asks;
    }

    /** Buy side. */
    public PublicSide bids() {
        return bids;
    }

    /** Sell side. */
    public PublicSide asks() {
        return asks;
    }

    /** Price of the last trade, or as set by an operator since, in ticks; 0 = not known. */
    public long marketPrice() {
        return marketPrice;
    }

    /** Whether it can be traded. */
    public InstrumentStatus status() {
        return status;
    }

    /** Its name. Allocates. */
    public String symbol() {
        final UnsafeBuffer characters = new UnsafeBuffer(new byte[2 * Long.BYTES]);
        characters.putLong(0, symbolWord0, ByteOrder.LITTLE_ENDIAN);
        characters.putLong(Long.BYTES, symbolWord1, ByteOrder.LITTLE_ENDIAN);
        int length = 0;
        while (length < characters.capacity() && characters.getByte(length) != 0) {
            length++;
        }
        return characters.getStringWithoutLengthAscii(0, length);
    }

    /** One tick in money is this times 10 to the {@link #tickExponent()}. */
    public long tickMantissa() {
        return tickMantissa;
    }

    public int tickExponent() {
        return tickExponent;
    }

    /** One lot in units is this times 10 to the {@link #lotExponent()}. */
    public long lotMantissa() {
        return lotMantissa;
    }

    public int lotExponent() {
        return lotExponent;
    }

    /** Hash over all levels; see {@link BookHash}. */
    public long hash() {
        return asks.hash(bids.hash(BookHash.empty()));
    }

    /** Rises with every change. */
    long changes() {
        return changes;
    }

    void changed() {
        changes++;
    }

    /** Changes up to this sequence number are in it already. */
    long asOf() {
        return asOf;
    }

    void known(final long newAsOf) {
        isKnown = true;
        asOf = newAsOf;
    }

    void unknown() {
        isKnown = false;
    }

    void marketPrice(final long price) {
        marketPrice = price;
        changes++;
    }

    void status(final InstrumentStatus newStatus) {
        status = newStatus;
        changes++;
    }

    void symbolWords(final long word0, final long word1) {
        symbolWord0 = word0;
        symbolWord1 = word1;
    }

    void increments(final long newTickMantissa, final int newTickExponent, final long newLotMantissa,
        final int newLotExponent) {
        tickMantissa = newTickMantissa;
        tickExponent = newTickExponent;
        lotMantissa = newLotMantissa;
        lotExponent = newLotExponent;
    }

    /** Takes the definition and makes the book empty. */
    void begin(final MarketInstrumentFlyweight message) {
        symbolWords(message.symbolWord0(), message.symbolWord1());
        increments(message.tickMantissa(), message.tickExponent(), message.lotMantissa(), message.lotExponent());
        marketPrice = message.marketPrice();
        status = message.status();
        bids.clear();
        asks.clear();
        changes++;
    }

    void describe(final MarketInstrumentFlyweight message) {
        message.symbolWords(symbolWord0, symbolWord1).tickMantissa(tickMantissa).tickExponent(tickExponent)
            .lotMantissa(lotMantissa).lotExponent(lotExponent).marketPrice(marketPrice).instrumentId(instrumentId)
            .status(status);
    }

    /** Becomes what another one is, whether it is known or not. */
    void copyFrom(final PublicBook other) {
        symbolWords(other.symbolWord0, other.symbolWord1);
        increments(other.tickMantissa, other.tickExponent, other.lotMantissa, other.lotExponent);
        marketPrice = other.marketPrice;
        status = other.status;
        bids.copyFrom(other.bids);
        asks.copyFrom(other.asks);
        changes++;
    }
}
