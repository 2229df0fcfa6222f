package io.muex.exchange.matching;

import io.muex.exchange.protocol.CommandDecoder;
import io.muex.exchange.protocol.GenesisFlyweight;
import io.muex.mu.SnapshotReader;
import io.muex.mu.SnapshotWriter;

/** The whole state of a started exchange, and the parts that change it. Everything of a step passes through here. */
final class Market {
    private static final int SNAPSHOT_VERSION = 1;

    final Step step = new Step();
    final Sessions sessions;
    final Instruments instruments;
    final LiveOrders orders;
    final ExpiryQueue expiries;
    final EventWriter events;
    final BookEvents bookEvents;
    private final int initialOpenOrders;
    private final int initialCommandsPerSecond;
    private final int initialCommandBurst;
    private long nextOrderId = 1;

    Market(final GenesisFlyweight genesis, final CommandDecoder decoder) {
        this(new Sessions(),
            new Instruments(genesis.maxInstruments(), genesis.maxOrders(), genesis.maxLevels()),
            new LiveOrders(genesis.maxOrders()), decoder,
            genesis.maxOpenOrders(), genesis.maxCommandsPerSecond(), genesis.maxCommandBurst());
    }

    private Market(final Sessions sessions, final Instruments instruments, final LiveOrders orders,
                   final CommandDecoder decoder, final int initialOpenOrders, final int initialCommandsPerSecond,
                   final int initialCommandBurst) {
        this.sessions = sessions;
        this.instruments = instruments;
        this.orders = orders;
        this.initialOpenOrders = initialOpenOrders;
        this.initialCommandsPerSecond = initialCommandsPerSecond;
        this.initialCommandBurst = initialCommandBurst;
        expiries = new ExpiryQueue(orders);
        events = new EventWriter(step, orders, sessions);
        bookEvents = new BookEvents(step, orders, expiries, sessions, events, decoder.newOrder());
    }

    SessionState openSession(final long session, final long role) {
        final SessionState opened = sessions.open(session, role);
        opened.initialLimits(initialOpenOrders, initialCommandsPerSecond, initialCommandBurst);
        return opened;
    }

    /** The id that the next accepted order gets. */
    long nextOrderId() {
        return nextOrderId;
    }

    /** Called when an order got the id. */
    void orderIdIsUsed() {
        nextOrderId++;
    }

    /** Cancels a live order in its book; the event says the reason of the step. */
    void cancel(final int slot) {
        final Instrument instrument = instruments.find(orders.instrument(slot));
        instrument.book().cancel(orders.orderId(slot), bookEvents.of(instrument));
    }

    void writeSnapshot(final SnapshotWriter out) {
        out.putInt(SNAPSHOT_VERSION);
        out.putInt(initialOpenOrders);
        out.putInt(initialCommandsPerSecond);
        out.putInt(initialCommandBurst);
        out.putLong(nextOrderId);
        out.putLong(bookEvents.nextTradeId());
        sessions.writeSnapshot(out);
        instruments.writeSnapshot(out);
        orders.writeSnapshot(out);
        expiries.writeSnapshot(out);
    }

    static Market loadSnapshot(final SnapshotReader in, final CommandDecoder decoder) {
        final int version = in.getInt();
        if (version != SNAPSHOT_VERSION) {
            throw new IllegalStateException(
                "exchange snapshot of version " + version + ", this is " + SNAPSHOT_VERSION);
        }
        final int openOrders = in.getInt();
        final int commandsPerSecond = in.getInt();
        final int commandBurst = in.getInt();
        final long nextOrderId = in.getLong();
        final long nextTradeId = in.getLong();
        final Sessions sessions = Sessions.loadSnapshot(in);
        final Instruments instruments = Instruments.loadSnapshot(in);
        final LiveOrders orders = LiveOrders.loadSnapshot(in);
        final Market market =
            new Market(sessions, instruments, orders, decoder, openOrders, commandsPerSecond, commandBurst);
        market.expiries.loadSnapshot(in);
        market.nextOrderId = nextOrderId;
        market.bookEvents.nextTradeId(nextTradeId);
        for (int index = 0; index < sessions.used(); index++) {
            if (sessions.at(index) != null) {
                orders.enterNames(sessions.at(index));
            }
        }
        return market;
    }
}
