package io.muex.gateway.marketdata;

import io.muex.exchange.protocol.MarketInstrumentFlyweight;
import io.muex.exchange.protocol.MarketLevelFlyweight;
import io.muex.exchange.protocol.MarketPriceFlyweight;
import io.muex.exchange.protocol.MarketQuoteFlyweight;
import io.muex.exchange.protocol.MarketStatusFlyweight;
import io.muex.exchange.protocol.MarketTradeFlyweight;
import io.muex.exchange.protocol.MessageFlyweight;
import io.muex.exchange.protocol.InstrumentStatus;
import io.muex.exchange.protocol.Side;
import org.agrona.DirectBuffer;

/** Applies the messages of a packet to a market and tells a listener. One thread; no allocation but for new books. */
final class PublicMessages {
    private final MarketTradeFlyweight trade = new MarketTradeFlyweight();
    private final MarketLevelFlyweight level = new MarketLevelFlyweight();
    private final MarketInstrumentFlyweight instrument = new MarketInstrumentFlyweight();
    private final MarketStatusFlyweight status = new MarketStatusFlyweight();
    private final MarketPriceFlyweight marketPrice = new MarketPriceFlyweight();
    private final PublicMarket market;
    private final MarketDataListener listener;
    private int added;

    PublicMessages(final PublicMarket market, final MarketDataListener listener) {
        this.market = market;
        this.listener = listener;
    }

    /** Length of the block of a message that this version knows; 0 of what it does not: that is skipped. */
    static int blockLength(final int templateId) {
        return switch (templateId) {
            case MarketTradeFlyweight.TEMPLATE_ID -> MarketTradeFlyweight.BLOCK_LENGTH;
            case MarketLevelFlyweight.TEMPLATE_ID -> MarketLevelFlyweight.BLOCK_LENGTH;
            case MarketInstrumentFlyweight.TEMPLATE_ID -> MarketInstrumentFlyweight.BLOCK_LENGTH;
            case MarketStatusFlyweight.TEMPLATE_ID -> MarketStatusFlyweight.BLOCK_LENGTH;
            case MarketPriceFlyweight.TEMPLATE_ID -> MarketPriceFlyweight.BLOCK_LENGTH;
            case MarketQuoteFlyweight.TEMPLATE_ID -> MarketQuoteFlyweight.BLOCK_LENGTH;
            default -> 0;
        };
    }

    /**
     * Applies an INCREMENT that passed {@link FeedLink#check}.
     *
     * @param only    the book to apply it to without telling anybody, or null: all books, and the listener is told
     * @return instruments that began to exist with it
     */
    int apply(final DirectBuffer buffer, final int offset, final int length, final PublicBook only) {
        final long seq = FeedLink.seq(buffer, offset);
        final long timestampNs = FeedLink.incrementTimestampNs(buffer, offset);
        added = 0;
        int at = offset + FeedLink.INCREMENT_HEADER_LENGTH;
        while (at < offset + length) {
            apply(buffer, at, seq, timestampNs, only);
            at += FeedLink.messageLength(buffer, at);
        }
        return added;
    }

    private void apply(
        final DirectBuffer buffer, final int at, final long seq, final long timestampNs, final PublicBook only) {
        switch (MessageFlyweight.templateId(buffer, at)) {
            case MarketTradeFlyweight.TEMPLATE_ID -> onTrade(trade.wrap(buffer, at), seq, timestampNs, only);
            case MarketLevelFlyweight.TEMPLATE_ID -> onLevel(level.wrap(buffer, at), seq, only);
            case MarketInstrumentFlyweight.TEMPLATE_ID -> onInstrument(instrument.wrap(buffer, at), seq, only);
            case MarketStatusFlyweight.TEMPLATE_ID -> onStatus(status.wrap(buffer, at), seq, only);
            case MarketPriceFlyweight.TEMPLATE_ID -> onMarketPrice(marketPrice.wrap(buffer, at), seq, only);
            default -> {
                // A message of a later version; what it says is not needed for the book.
            }
        }
    }

    /** The book that a message of this sequence number changes, or null. */
    private PublicBook changed(final int instrumentId, final long seq, final PublicBook only) {
        final PublicBook book = market.find(instrumentId);
        return book != null && book.isKnown() && seq > book.asOf() && (only == null || only == book) ? book : null;
    }

    private void onTrade(
        final MarketTradeFlyweight message, final long seq, final long timestampNs, final PublicBook only) {
        final Side side = message.side();
        final PublicBook book = changed(message.instrumentId(), seq, only);
        if (book != null) {
            book.marketPrice(message.price());
        }
        final PublicBook told = only == null ? market.findOrAdd(message.instrumentId()) : null;
        if (told != null && side != null) {
            listener.onTrade(told, message.tradeId(), side, message.price(), message.quantity(), timestampNs);
        }
    }

    private void onLevel(final MarketLevelFlyweight message, final long seq, final PublicBook only) {
        final Side side = message.side();
        final PublicBook book = changed(message.instrumentId(), seq, only);
        if (book == null || side == null) {
            return;
        }
        book.side(side).set(message.price(), message.quantity(), message.orders());
        book.changed();
        if (only == null) {
            listener.onLevel(book, side, message.price(), message.quantity(), message.orders());
        }
    }

    private void onInstrument(final MarketInstrumentFlyweight message, final long seq, final PublicBook only) {
        if (only != null) {
            return;
        }
        final PublicBook book = message.status() == null ? null : market.findOrAdd(message.instrumentId());
        if (book == null) {
            return;
        }
        added++;
        if (!book.isKnown()) {
            book.begin(message);
            book.known(seq);
            listener.onBook(book);
        }
    }

    private void onStatus(final MarketStatusFlyweight message, final long seq, final PublicBook only) {
        final InstrumentStatus newStatus = message.status();
        final PublicBook book = changed(message.instrumentId(), seq, only);
        if (book != null && newStatus != null) {
            book.status(newStatus);
            if (only == null) {
                listener.onStatus(book);
            }
        }
    }

    private void onMarketPrice(final MarketPriceFlyweight message, final long seq, final PublicBook only) {
        final PublicBook book = changed(message.instrumentId(), seq, only);
        if (book != null) {
            book.marketPrice(message.price());
            if (only == null) {
                listener.onMarketPrice(book);
            }
        }
    }
}
