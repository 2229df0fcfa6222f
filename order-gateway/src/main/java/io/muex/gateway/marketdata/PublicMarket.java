package io.muex.gateway.marketdata;

import java.util.Arrays;

/** The books of all instruments by id. Allocates when an instrument is new. One thread. */
final class PublicMarket {
    /** Largest instrument id of any cluster. */
    static final int MAX_INSTRUMENTS = 4_096;

    private PublicBook[] books = new PublicBook[16];
    private int count;

    /** The book of an instrument, or null. */
    PublicBook find(final int instrumentId) {
        return instrumentId > 0 && instrumentId < books.length ? books[instrumentId] : null;
    }

    /** The book of an instrument, made if need be; null if there can be no such instrument. */
    PublicBook findOrAdd(final int instrumentId) {
        if (instrumentId < 1 || instrumentId > MAX_INSTRUMENTS) {
            return null;
        }
        if (instrumentId >= books.length) {
            books = Arrays.copyOf(books, Math.min(MAX_INSTRUMENTS + 1, Math.max(instrumentId + 1, 2 * books.length)));
        }
        if (books[instrumentId] == null) {
            books[instrumentId] = new PublicBook(instrumentId);
            count++;
        }
        return books[instrumentId];
    }

    /** Instruments. */
    int count() {
        return count;
    }

    /** One more than the largest id there may be a book of. */
    int end() {
        return books.length;
    }

    void clear() {
        Arrays.fill(books, null);
        count = 0;
    }
}
