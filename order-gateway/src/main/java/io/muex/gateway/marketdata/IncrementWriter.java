package io.muex.gateway.marketdata;

import io.muex.exchange.protocol.MarketInstrumentFlyweight;
import io.muex.exchange.protocol.MarketLevelFlyweight;
import io.muex.exchange.protocol.MarketPriceFlyweight;
import io.muex.exchange.protocol.MarketStatusFlyweight;
import io.muex.exchange.protocol.MarketTradeFlyweight;
import io.muex.exchange.protocol.Side;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Collects what one command changed for the public and puts it into packets when the command ends: first what happened,
 * in its order, then every level that is different from before the command, in the order in which they were first
 * touched.
 * <p>
 * Sequence numbers come from the events: the last packet of a command has the number of the command's last event, the
 * one before it one less, and so on. They rise, and every packet names the one before it, so that whatever is missing
 * is noticed; since a command has many more events than packets, they never meet those of the command before. Commands
 * that changed nothing for the public have no packet.
 * <p>
 * One thread. Allocates only for a larger command than ever before.
 */
final class IncrementWriter {
    private static final int FIRST_TOUCHED = 256;

    private final Output output;
    private final MutableDirectBuffer messages = new ExpandableArrayBuffer(1 << 16);
    private final UnsafeBuffer packet = new UnsafeBuffer(new byte[FeedLink.MAX_PACKET]);
    private final MarketTradeFlyweight trade = new MarketTradeFlyweight();
    private final MarketLevelFlyweight level = new MarketLevelFlyweight();
    private final MarketInstrumentFlyweight instrument = new MarketInstrumentFlyweight();
    private final MarketStatusFlyweight status = new MarketStatusFlyweight();
    private final MarketPriceFlyweight marketPrice = new MarketPriceFlyweight();
    private PublicBook[] books = new PublicBook[FIRST_TOUCHED];
    private Side[] sides = new Side[FIRST_TOUCHED];
    private long[] prices = new long[FIRST_TOUCHED];
    private long[] quantities = new long[FIRST_TOUCHED];
    private int[] orders = new int[FIRST_TOUCHED];
    private int touched;
    private int length;
    private long mark = 1;
    private long clusterId;
    private long seq;

    /** Takes the packets, in order. */
    interface Output {
        /** One INCREMENT; the buffer is valid during the call. */
        void onIncrement(DirectBuffer buffer, int offset, int length);
    }

    IncrementWriter(final Output output) {
        this.output = output;
    }

    /** Begins with the books as of an event, of a cluster. */
    void begin(final long newClusterId, final long asOf) {
        clusterId = newClusterId;
        seq = asOf;
        touched = 0;
        length = 0;
    }

    long clusterId() {
        return clusterId;
    }

    /** Sequence number of the last packet, or the event that it all began with. */
    long seq() {
        return seq;
    }

    void trade(final int instrumentId, final long tradeId, final Side side, final long price, final long quantity) {
        room(MarketTradeFlyweight.LENGTH);
        trade.wrapForWrite(messages, length).tradeId(tradeId).price(price).quantity(quantity)
            .instrumentId(instrumentId).side(side);
        length += MarketTradeFlyweight.LENGTH;
    }

    void instrument(final PublicBook book) {
        room(MarketInstrumentFlyweight.LENGTH);
        book.describe(instrument.wrapForWrite(messages, length));
        length += MarketInstrumentFlyweight.LENGTH;
    }

    void status(final PublicBook book) {
        room(MarketStatusFlyweight.LENGTH);
        status.wrapForWrite(messages, length).instrumentId(book.instrumentId()).status(book.status());
        length += MarketStatusFlyweight.LENGTH;
    }

    void marketPrice(final PublicBook book) {
        room(MarketPriceFlyweight.LENGTH);
        marketPrice.wrapForWrite(messages, length).price(book.marketPrice()).instrumentId(book.instrumentId());
        length += MarketPriceFlyweight.LENGTH;
    }

    /** Flyweights look at memory that is there. */
    private void room(final int messageLength) {
        messages.checkLimit(length + messageLength);
    }

    /** Changes a level, and remembers what it was before the command. */
    void level(
        final PublicBook book, final Side side, final long price, final long quantity, final int orderCount) {
        final PublicSide levels = book.side(side);
        final int index = levels.add(price, quantity, orderCount);
        if (levels.mark(index, mark) == mark) {
            return;
        }
        if (touched == prices.length) {
            grow();
        }
        books[touched] = book;
        sides[touched] = side;
        prices[touched] = price;
        quantities[touched] = levels.quantityOf(index) - quantity;
        orders[touched] = levels.ordersOf(index) - orderCount;
        touched++;
    }

    private void grow() {
        final int capacity = 2 * prices.length;
        books = Arrays.copyOf(books, capacity);
        sides = Arrays.copyOf(sides, capacity);
        prices = Arrays.copyOf(prices, capacity);
        quantities = Arrays.copyOf(quantities, capacity);
        orders = Arrays.copyOf(orders, capacity);
    }

    /** A command ends with this event: its packets go out, if it has any. */
    void end(final long eventSeq, final long timestampNs) {
        for (int i = 0; i < touched; i++) {
            writeLevel(i);
        }
        touched = 0;
        mark++;
        if (length != 0) {
            send(eventSeq, timestampNs);
            length = 0;
        }
    }

    private void writeLevel(final int i) {
        final PublicSide levels = books[i].side(sides[i]);
        final long quantity = levels.quantityAt(prices[i]);
        final int orderCount = levels.ordersAt(prices[i]);
        levels.drop(prices[i]);
        if (quantity != quantities[i] || orderCount != orders[i]) {
            room(MarketLevelFlyweight.LENGTH);
            level.wrapForWrite(messages, length).price(prices[i]).quantity(quantity).orders(orderCount)
                .instrumentId(books[i].instrumentId()).side(sides[i]);
            length += MarketLevelFlyweight.LENGTH;
            books[i].changed();
        }
        books[i] = null;
    }

    private void send(final long eventSeq, final long timestampNs) {
        int packets = 0;
        for (int at = 0; at < length; at = packetEnd(at)) {
            packets++;
        }
        int at = 0;
        for (int i = 1; i <= packets; i++) {
            final int end = packetEnd(at);
            final long packetSeq = eventSeq - packets + i;
            FeedLink.encodeIncrement(
                packet, 0, clusterId, seq, packetSeq, timestampNs, i == packets ? FeedLink.END : 0);
            packet.putBytes(FeedLink.INCREMENT_HEADER_LENGTH, messages, at, end - at);
            seq = packetSeq;
            output.onIncrement(packet, 0, FeedLink.INCREMENT_HEADER_LENGTH + end - at);
            at = end;
        }
    }

    /** As many whole messages as fit into one packet. */
    private int packetEnd(final int from) {
        int at = from;
        while (at < length && at + FeedLink.messageLength(messages, at) - from
            <= FeedLink.MAX_PACKET - FeedLink.INCREMENT_HEADER_LENGTH) {
            at += FeedLink.messageLength(messages, at);
        }
        return at;
    }
}
