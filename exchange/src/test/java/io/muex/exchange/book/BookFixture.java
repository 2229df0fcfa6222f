package io.muex.exchange.book;

/** Short words for tests of single situations; every operation returns its events as text. */
final class BookFixture {
    final OrderBook book;
    private final EventLog events = new EventLog();

    BookFixture(final int maxOrders, final int maxLevels, final int depthLevels) {
        book = new OrderBook(new OrderBookConfig(maxOrders, maxLevels, depthLevels));
    }

    static BookFixture quiet() {
        return new BookFixture(100, 100, 0);
    }

    String buy(final long id, final long quantity, final long price) {
        return add(id, Side.BUY, quantity, price, 0, Conditions.NONE);
    }

    String sell(final long id, final long quantity, final long price) {
        return add(id, Side.SELL, quantity, price, 0, Conditions.NONE);
    }

    String add(final long id, final int side, final long quantity, final long price, final long stop,
               final int conditions) {
        events.clear();
        book.add(id, side, quantity, price, stop, conditions, events);
        return events.toString();
    }

    String cancel(final long id) {
        events.clear();
        book.cancel(id, events);
        return events.toString();
    }

    String reduce(final long id, final long quantity) {
        events.clear();
        book.reduce(id, quantity, events);
        return events.toString();
    }

    String replace(final long id, final long delta, final long newPrice) {
        events.clear();
        book.replace(id, delta, newPrice, events);
        return events.toString();
    }

    String market(final long price) {
        events.clear();
        book.marketPrice(price, events);
        return events.toString();
    }

    static String code(final RejectCode code) {
        return " " + code.ordinal() + "\n";
    }
}
