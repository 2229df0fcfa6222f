package io.muex.gateway.client;

import io.muex.exchange.protocol.Side;

/** A live order of a session as {@link OpenOrders} knows it. Belongs to them: read it while it is live, keep none. */
public final class OpenOrder {
    private long orderId;
    private long clOrdId;
    private int instrumentId;
    private Side side;
    private long price;
    private long leavesQuantity;

    OpenOrder() {
    }

    void is(final long newOrderId, final long newClOrdId, final int newInstrumentId, final Side newSide,
        final long newPrice, final long newLeavesQuantity) {
        orderId = newOrderId;
        clOrdId = newClOrdId;
        instrumentId = newInstrumentId;
        side = newSide;
        price = newPrice;
        leavesQuantity = newLeavesQuantity;
    }

    void leaves(final long newLeavesQuantity) {
        leavesQuantity = newLeavesQuantity;
    }

    void price(final long newPrice) {
        price = newPrice;
    }

    /** Given by the exchange. */
    public long orderId() {
        return orderId;
    }

    /** Given by the session. */
    public long clOrdId() {
        return clOrdId;
    }

    public int instrumentId() {
        return instrumentId;
    }

    public Side side() {
        return side;
    }

    /** Ticks; 0 = market order. */
    public long price() {
        return price;
    }

    /** Lots still open. */
    public long leavesQuantity() {
        return leavesQuantity;
    }

    @Override
    public String toString() {
        return clOrdId + " (" + orderId + "): " + side + " " + leavesQuantity + " at " + price + " in " + instrumentId;
    }
}
