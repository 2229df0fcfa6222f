package io.muex.exchange.book;

import static io.muex.exchange.book.BookFixture.code;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Largest numbers, and a book that is full. */
class OrderBookLimitsTest {
    private static final long MAX = Long.MAX_VALUE;

    @Test
    void shouldTradeTheLargestQuantityAtTheLargestPrice() {
        final BookFixture f = BookFixture.quiet();
        assertEquals("ACC 1\n", f.sell(1, MAX, MAX));
        assertEquals("ACC 2\nFILL 2 1 " + MAX + " " + MAX + " 0 0\n", f.buy(2, MAX, MAX));
        assertEquals(MAX, f.book.marketPrice());
        assertEquals(0, f.book.orderCount());
    }

    @Test
    void shouldRefuseWhatWouldOverflowASideAlsoIfItWouldTradeAtOnce() {
        final BookFixture f = BookFixture.quiet();
        f.sell(1, 10, 5);
        f.buy(2, MAX - 5, 3);
        assertEquals("REJ 3" + code(RejectCode.QUANTITY_OVERFLOW), f.buy(3, 6, 5));
        assertEquals("ACC 4\nFILL 4 1 5 5 0 5\n", f.buy(4, 5, 5));
    }

    @Test
    void shouldCountWaitingStops() {
        final BookFixture f = BookFixture.quiet();
        f.add(1, Side.SELL, MAX - 5, 0, 10, Conditions.NONE);
        assertEquals("REJ 2" + code(RejectCode.QUANTITY_OVERFLOW), f.sell(2, 6, 20));
        assertEquals("ACC 2\n", f.sell(2, 5, 20));
        assertEquals(MAX, f.book.sideTotal(Side.SELL));
        assertEquals("REPLREJ 2" + code(RejectCode.QUANTITY_OVERFLOW), f.replace(2, 1, 0));
        assertEquals("REPLREJ 2" + code(RejectCode.QUANTITY_OVERFLOW), f.replace(2, MAX, 0));
        assertEquals("CXL 1 " + (MAX - 5) + "\n", f.cancel(1));
        assertEquals("REPL 2 1 20 6\n", f.replace(2, 1, 0));
    }

    @Test
    void shouldClampEvenTheSmallestDelta() {
        final BookFixture f = BookFixture.quiet();
        f.buy(1, MAX, 7);
        assertEquals("REPL 1 " + -MAX + " 7 0\nCXL 1 0\n", f.replace(1, Long.MIN_VALUE, 0));
    }

    @Test
    void shouldReportTheFirstCheckThatFails() {
        final BookFixture f = new BookFixture(1, 1, 0);
        f.buy(5, 5, 5);
        assertEquals("REJ 0" + code(RejectCode.INVALID_ID), f.add(0, Side.BUY, 0, -1, -1, 0));
        assertEquals("REJ 5" + code(RejectCode.INVALID_QUANTITY), f.add(5, Side.BUY, 0, -1, -1, 0));
        assertEquals("REJ 5" + code(RejectCode.INVALID_PRICE), f.add(5, Side.BUY, MAX, -1, -1, 0));
        assertEquals("REJ 5" + code(RejectCode.INVALID_STOP_PRICE), f.add(5, Side.BUY, MAX, 1, -1, 0));
        assertEquals("REJ 5" + code(RejectCode.DUPLICATE_ORDER), f.add(5, Side.BUY, MAX, 1, 1, 0));
        assertEquals("REJ 6" + code(RejectCode.QUANTITY_OVERFLOW), f.add(6, Side.BUY, MAX, 1, 1, 0));
        assertEquals("REJ 6" + code(RejectCode.BOOK_FULL), f.add(6, Side.BUY, 1, 1, 1, 0));
        assertEquals("REDREJ 6" + code(RejectCode.INVALID_QUANTITY), f.reduce(6, Long.MIN_VALUE));
        assertEquals("REPLREJ 6" + code(RejectCode.INVALID_PRICE), f.replace(6, 0, Long.MIN_VALUE));
        assertEquals("MKTREJ" + code(RejectCode.INVALID_PRICE), f.market(0));
    }

    @Test
    void shouldBeFullAtItsNumberOfOrdersAndGoOnAfterwards() {
        final BookFixture f = new BookFixture(2, 2, 0);
        f.sell(1, 5, 10);
        f.sell(2, 5, 11);
        assertEquals("REJ 3" + code(RejectCode.BOOK_FULL), f.buy(3, 5, 10));
        f.cancel(1);
        assertEquals("ACC 3\nFILL 3 2 5 11 0 0\n", f.buy(3, 5, 11));
        assertEquals("ACC 4\n", f.buy(4, 5, 9));
        assertEquals("ACC 5\n", f.buy(5, 5, 8));
    }

    @Test
    void shouldBeFullAtItsNumberOfLevels() {
        final BookFixture f = new BookFixture(100, 3, 0);
        f.sell(1, 5, 10);
        f.sell(2, 5, 11);
        f.buy(3, 5, 5);
        assertEquals("REJ 4" + code(RejectCode.BOOK_FULL), f.buy(4, 5, 6));
        assertEquals("ACC 4\n", f.buy(4, 5, 5));
        assertEquals("ACC 5\nFILL 5 1 1 10 0 4\n", f.add(5, Side.BUY, 1, 10, 0, Conditions.IOC));
        assertEquals("REPLREJ 4" + code(RejectCode.BOOK_FULL), f.replace(4, 0, 6));
        assertEquals("REPL 2 0 12 5\n", f.replace(2, 0, 12));
    }

    @Test
    void shouldKeepALevelForEveryWaitingStop() {
        final BookFixture f = new BookFixture(100, 3, 0);
        f.market(50);
        assertEquals("ACC 1\n", f.add(1, Side.BUY, 5, 61, 60, Conditions.NONE));
        assertEquals("REJ 2" + code(RejectCode.BOOK_FULL), f.add(2, Side.BUY, 5, 62, 61, Conditions.NONE));
        assertEquals("ACC 3\n", f.buy(3, 5, 40));
        assertEquals("REJ 4" + code(RejectCode.BOOK_FULL), f.buy(4, 5, 41));
        assertEquals("REJ 4" + code(RejectCode.BOOK_FULL), f.add(4, Side.BUY, 5, 62, 60, Conditions.NONE));
        assertEquals("MKT 60\nTRIG 1\n", f.market(60));
        assertEquals("ACC 4\n", f.buy(4, 5, 41));
    }

    @Test
    void shouldRefuseWhatNoDecoderLetsThrough() {
        final BookFixture f = BookFixture.quiet();
        assertThrows(IllegalArgumentException.class, () -> f.add(1, 2, 1, 1, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> f.add(1, Side.BUY, 1, 1, 0, 4));
        assertThrows(NullPointerException.class, () -> f.book.cancel(1, null));
        assertEquals("ACC 1\n", f.buy(1, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new OrderBookConfig(0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new OrderBookConfig(1, OrderBookConfig.MAX_ORDERS + 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new OrderBookConfig(1, 1, -1));
    }
}
