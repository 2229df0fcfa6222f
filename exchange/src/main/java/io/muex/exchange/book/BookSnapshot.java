package io.muex.exchange.book;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Layout of a snapshot, version 1, all little-endian: a header (magic, version, market price, number of orders in each
 * of the four places), then one row per order in rank order (id, open quantity, price, stop price, tag, conditions).
 */
final class BookSnapshot {
    private static final int MAGIC = 0x4B42_584D;
    private static final int VERSION = 1;

    private static final int MAGIC_OFFSET = 0;
    private static final int VERSION_OFFSET = 4;
    private static final int MARKET_PRICE_OFFSET = 8;
    private static final int COUNTS_OFFSET = 16;
    private static final int HEADER_LENGTH = 32;

    private static final int ID_OFFSET = 0;
    private static final int OPEN_OFFSET = 8;
    private static final int PRICE_OFFSET = 16;
    private static final int STOP_OFFSET = 24;
    private static final int TAG_OFFSET = 32;
    private static final int CONDITIONS_OFFSET = 40;
    private static final int ROW_LENGTH = 44;

    private final OrderBook book;
    private final OrderPool orders;
    private final IdIndex ids;
    private final Ranking[] rankings;
    private final Admission admission;

    BookSnapshot(final OrderBook book, final OrderPool orders, final IdIndex ids, final Ranking[] rankings,
                 final Admission admission) {
        this.book = book;
        this.orders = orders;
        this.ids = ids;
        this.rankings = rankings;
        this.admission = admission;
    }

    static int length(final int orderCount) {
        return Math.addExact(HEADER_LENGTH, Math.multiplyExact(orderCount, ROW_LENGTH));
    }

    int write(final MutableDirectBuffer buffer, final int offset) {
        buffer.putInt(offset + MAGIC_OFFSET, MAGIC, LITTLE_ENDIAN);
        buffer.putInt(offset + VERSION_OFFSET, VERSION, LITTLE_ENDIAN);
        buffer.putLong(offset + MARKET_PRICE_OFFSET, book.marketPrice(), LITTLE_ENDIAN);
        int at = offset + HEADER_LENGTH;
        for (int place = 0; place < Place.COUNT; place++) {
            buffer.putInt(offset + COUNTS_OFFSET + Integer.BYTES * place, book.orderCount(place), LITTLE_ENDIAN);
            for (int order = book.firstOrder(place); order != OrderBook.NO_ORDER; order = book.nextOrder(order)) {
                buffer.putLong(at + ID_OFFSET, book.idAt(order), LITTLE_ENDIAN);
                buffer.putLong(at + OPEN_OFFSET, book.openQuantityAt(order), LITTLE_ENDIAN);
                buffer.putLong(at + PRICE_OFFSET, book.priceAt(order), LITTLE_ENDIAN);
                buffer.putLong(at + STOP_OFFSET, book.stopPriceAt(order), LITTLE_ENDIAN);
                buffer.putLong(at + TAG_OFFSET, book.tagAt(order), LITTLE_ENDIAN);
                buffer.putInt(at + CONDITIONS_OFFSET, book.conditionsAt(order), LITTLE_ENDIAN);
                at += ROW_LENGTH;
            }
        }
        return at - offset;
    }

    /** Puts the orders into the empty book. Returns the bytes read; the market price is for the caller to set. */
    int load(final DirectBuffer buffer, final int offset) {
        require(buffer.getInt(offset + MAGIC_OFFSET, LITTLE_ENDIAN) == MAGIC, "no book snapshot");
        require(buffer.getInt(offset + VERSION_OFFSET, LITTLE_ENDIAN) == VERSION, "unknown version");
        final long marketPrice = marketPrice(buffer, offset);
        require(marketPrice >= 0, "negative market price");
        int at = offset + HEADER_LENGTH;
        for (int place = 0; place < Place.COUNT; place++) {
            final int count = buffer.getInt(offset + COUNTS_OFFSET + Integer.BYTES * place, LITTLE_ENDIAN);
            require(count >= 0, "negative count");
            long keyBefore = Long.MAX_VALUE;
            for (int i = 0; i < count; i++) {
                final long key = rankKey(place, buffer, at);
                require(key <= keyBefore, "orders not in rank order");
                keyBefore = key;
                loadOrder(place, marketPrice, buffer, at);
                at += ROW_LENGTH;
            }
        }
        return at - offset;
    }

    private static long rankKey(final int place, final DirectBuffer buffer, final int at) {
        final boolean isStop = place >= Place.BUY_STOPS;
        final long price = buffer.getLong(at + (isStop ? STOP_OFFSET : PRICE_OFFSET), LITTLE_ENDIAN);
        if (price == 0) {
            return Long.MAX_VALUE;
        }
        return place == Place.BIDS || place == Place.SELL_STOPS ? price : -price;
    }

    /** Of a snapshot. */
    static long marketPrice(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + MARKET_PRICE_OFFSET, LITTLE_ENDIAN);
    }

    private void loadOrder(final int place, final long marketPrice, final DirectBuffer buffer, final int at) {
        final long stop = buffer.getLong(at + STOP_OFFSET, LITTLE_ENDIAN);
        final int conditions = buffer.getInt(at + CONDITIONS_OFFSET, LITTLE_ENDIAN);
        require((conditions & ~Conditions.FOK) == 0, "unknown conditions");
        if (place < Place.BUY_STOPS) {
            require(stop == 0, "a resting order with a stop price");
            require((conditions & Conditions.IOC) == 0, "a resting immediate-or-cancel order");
        } else {
            require(stop > 0, "a waiting order without a stop price");
            final boolean isReached = place == Place.BUY_STOPS ? marketPrice >= stop : marketPrice <= stop;
            require(marketPrice == 0 || !isReached, "a waiting stop that is reached");
        }
        final long id = buffer.getLong(at + ID_OFFSET, LITTLE_ENDIAN);
        final long open = buffer.getLong(at + OPEN_OFFSET, LITTLE_ENDIAN);
        final long price = buffer.getLong(at + PRICE_OFFSET, LITTLE_ENDIAN);
        final int side = place & 1;
        final RejectCode code = admission.checkAdd(id, side, open, price, stop, conditions);
        if (code != null) {
            throw new IllegalArgumentException("order " + id + ": " + code);
        }
        final int order = orders.allocate();
        orders.write(order, id, side, open, price, stop, conditions, buffer.getLong(at + TAG_OFFSET, LITTLE_ENDIAN));
        ids.putMissing(order);
        rankings[place].place(order, stop != 0 ? stop : price, open);
    }

    private static void require(final boolean holds, final String problem) {
        if (!holds) {
            throw new IllegalArgumentException(problem);
        }
    }
}
