package io.muex.gateway.marketdata;

import io.muex.exchange.protocol.MarketInstrumentFlyweight;
import io.muex.exchange.protocol.MarketLevelFlyweight;
import io.muex.exchange.protocol.MessageFlyweight;
import io.muex.exchange.protocol.Side;
import org.agrona.DirectBuffer;

/** Puts the snapshot of one book together from its parts, which must come in order. One thread. */
final class SnapshotAssembly {
    private final MarketInstrumentFlyweight instrument = new MarketInstrumentFlyweight();
    private final MarketLevelFlyweight level = new MarketLevelFlyweight();
    private PublicBook book = new PublicBook(0);
    private long asOf;
    private int nextPart;

    void clear() {
        nextPart = 0;
    }

    /** The book that is complete. Valid until the next part. */
    PublicBook book() {
        return book;
    }

    long asOf() {
        return asOf;
    }

    /** Takes a part; true if a book is complete with it. */
    boolean onPart(final DirectBuffer buffer, final int offset, final int length) {
        final int part = FeedLink.snapshotPart(buffer, offset);
        final int instrumentId = FeedLink.snapshotInstrumentId(buffer, offset);
        if (part == 0) {
            nextPart = begin(buffer, offset, length, instrumentId) ? 0 : -1;
        } else if (part != nextPart || instrumentId != book.instrumentId()
            || FeedLink.asOf(buffer, offset) != asOf) {
            nextPart = -1;
        }
        if (nextPart < 0) {
            return false;
        }
        int at = offset + FeedLink.SNAPSHOT_HEADER_LENGTH;
        while (at < offset + length) {
            if (MessageFlyweight.templateId(buffer, at) == MarketLevelFlyweight.TEMPLATE_ID) {
                level.wrap(buffer, at);
                final Side side = level.side();
                if (side != null) {
                    book.side(side).set(level.price(), level.quantity(), level.orders());
                }
            }
            at += FeedLink.messageLength(buffer, at);
        }
        nextPart++;
        final boolean isWhole = nextPart == FeedLink.snapshotParts(buffer, offset);
        if (isWhole) {
            nextPart = -1;
        }
        return isWhole;
    }

    private boolean begin(final DirectBuffer buffer, final int offset, final int length, final int instrumentId) {
        final int at = offset + FeedLink.SNAPSHOT_HEADER_LENGTH;
        if (instrumentId < 1 || instrumentId > PublicMarket.MAX_INSTRUMENTS || at == offset + length
            || MessageFlyweight.templateId(buffer, at) != MarketInstrumentFlyweight.TEMPLATE_ID) {
            return false;
        }
        instrument.wrap(buffer, at);
        if (instrument.status() == null) {
            return false;
        }
        if (book.instrumentId() != instrumentId) {
            book = new PublicBook(instrumentId);
        }
        book.begin(instrument);
        asOf = FeedLink.asOf(buffer, offset);
        return true;
    }
}
