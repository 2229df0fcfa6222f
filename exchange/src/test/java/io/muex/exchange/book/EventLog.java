package io.muex.exchange.book;

import java.util.Arrays;

/** The events of one operation as numbers, so that two books can be compared cheaply. */
final class EventLog implements BookListener {
    static final int ACC = 1;
    static final int REJ = 2;
    static final int TRIG = 3;
    static final int FILL = 4;
    static final int CXL = 5;
    static final int CXLREJ = 6;
    static final int RED = 7;
    static final int REDREJ = 8;
    static final int REPL = 9;
    static final int REPLREJ = 10;
    static final int MKT = 11;
    static final int MKTREJ = 12;
    static final int DEPTH = 13;
    static final int BBO = 14;

    private static final String[] NAMES = {"", "ACC", "REJ", "TRIG", "FILL", "CXL", "CXLREJ", "RED", "REDREJ", "REPL",
        "REPLREJ", "MKT", "MKTREJ", "DEPTH", "BBO"};

    /** Each event: its kind, the number of its fields, its fields. */
    private long[] words = new long[1024];
    private int length;

    void clear() {
        length = 0;
    }

    int length() {
        return length;
    }

    long word(final int at) {
        return words[at];
    }

    void event(final int kind, final long... fields) {
        begin(kind, fields.length);
        for (final long field : fields) {
            append(field);
        }
    }

    private void begin(final int kind, final int fieldCount) {
        append(kind);
        append(fieldCount);
    }

    private void append(final long word) {
        if (length == words.length) {
            words = Arrays.copyOf(words, length * 2);
        }
        words[length++] = word;
    }

    boolean isSameAs(final EventLog other) {
        return Arrays.equals(words, 0, length, other.words, 0, other.length);
    }

    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < length) {
            text.append(NAMES[(int) words[at]]);
            final int fieldCount = (int) words[at + 1];
            for (int i = 0; i < fieldCount; i++) {
                text.append(' ').append(words[at + 2 + i]);
            }
            text.append('\n');
            at += 2 + fieldCount;
        }
        return text.toString();
    }

    @Override
    public void onAccepted(final long id) {
        event(ACC, id);
    }

    @Override
    public void onRejected(final long id, final RejectCode code) {
        event(REJ, id, code.ordinal());
    }

    @Override
    public void onTriggered(final long id) {
        event(TRIG, id);
    }

    @Override
    public void onFill(final long active, final long passive, final long quantity, final long price,
                       final long activeLeft, final long passiveLeft) {
        event(FILL, active, passive, quantity, price, activeLeft, passiveLeft);
    }

    @Override
    public void onCancelled(final long id, final long openQuantity) {
        event(CXL, id, openQuantity);
    }

    @Override
    public void onCancelRejected(final long id, final RejectCode code) {
        event(CXLREJ, id, code.ordinal());
    }

    @Override
    public void onReduced(final long id, final long quantity, final long left) {
        event(RED, id, quantity, left);
    }

    @Override
    public void onReduceRejected(final long id, final RejectCode code) {
        event(REDREJ, id, code.ordinal());
    }

    @Override
    public void onReplaced(final long id, final long delta, final long price, final long left) {
        event(REPL, id, delta, price, left);
    }

    @Override
    public void onReplaceRejected(final long id, final RejectCode code) {
        event(REPLREJ, id, code.ordinal());
    }

    @Override
    public void onMarketPrice(final long price) {
        event(MKT, price);
    }

    @Override
    public void onMarketPriceRejected(final RejectCode code) {
        event(MKTREJ, code.ordinal());
    }

    @Override
    public void onDepth(final OrderBook book) {
        levels(DEPTH, book, book.depthLevels());
    }

    @Override
    public void onBestPrices(final OrderBook book) {
        levels(BBO, book, 1);
    }

    private void levels(final int kind, final OrderBook book, final int depthLevels) {
        final int[] counts = new int[2];
        for (int side = 0; side < 2; side++) {
            counts[side] = Math.min(depthLevels, book.levelCount(side));
        }
        begin(kind, 2 + 3 * (counts[0] + counts[1]));
        for (int side = 0; side < 2; side++) {
            append(counts[side]);
            int level = book.bestLevel(side);
            for (int i = 0; i < counts[side]; i++) {
                append(book.levelPrice(level));
                append(book.levelOrders(level));
                append(book.levelQuantity(level));
                level = book.nextLevel(level);
            }
        }
    }
}
