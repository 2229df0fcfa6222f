package io.muex.gateway.marketdata;

import io.muex.exchange.book.OrderBook;
import io.muex.exchange.book.Place;
import io.muex.exchange.matching.Exchange;
import io.muex.exchange.protocol.BookSide;
import io.muex.exchange.protocol.Conditions;
import io.muex.exchange.protocol.GenesisFlyweight;
import io.muex.exchange.protocol.InstrumentAddedFlyweight;
import io.muex.exchange.protocol.InstrumentStatus;
import io.muex.exchange.protocol.MassCancelScope;
import io.muex.exchange.protocol.SelfTradePrevention;
import io.muex.exchange.protocol.Side;
import io.muex.exchange.protocol.TimeInForce;
import io.muex.exchange.protocol.wire.AddInstrument;
import io.muex.exchange.protocol.wire.CancelOrder;
import io.muex.exchange.protocol.wire.Expire;
import io.muex.exchange.protocol.wire.InstrumentAdded;
import io.muex.exchange.protocol.wire.MassCancel;
import io.muex.exchange.protocol.wire.Message;
import io.muex.exchange.protocol.wire.NewOrder;
import io.muex.exchange.protocol.wire.QueryBook;
import io.muex.exchange.protocol.wire.ReduceOrder;
import io.muex.exchange.protocol.wire.ReplaceOrder;
import io.muex.exchange.protocol.wire.SetInstrumentStatus;
import io.muex.exchange.protocol.wire.SetMarketPrice;
import io.muex.exchange.replica.ExchangeApplication;
import io.muex.mu.session.CommandEnvelope;
import io.muex.mu.session.EventRing;
import io.muex.mu.session.SessionCommands;
import io.muex.mu.session.SessionedStateMachine;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The real exchange under seeded random commands: narrow prices so that much meets; stops, all-or-none, market orders,
 * self-trade prevention, expiry, mass cancels, halts, instruments that come later. Keeps the hash of every book after
 * every command.
 */
final class FeedExchange {
    static final int INSTRUMENTS = 4;
    private static final int TRADERS = 5;
    private static final int OPERATOR = 9;
    private static final int NAMES = 40;

    private final ExchangeApplication application = new ExchangeApplication();
    private final SessionedStateMachine machine = new SessionedStateMachine(application);
    private final Random random;
    private final long clusterId;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1_024]);
    private final long[] numbers = new long[OPERATOR + 1];
    private final Map<Long, long[]> hashes = new HashMap<>();
    private final UnsafeBuffer definition = new UnsafeBuffer(new byte[InstrumentAddedFlyweight.LENGTH]);
    private boolean keepsHashes = true;
    private long nowNs = 1_800_000_000_000_000_000L;
    private long index;
    private int instruments;

    FeedExchange(final long seed, final long clusterId) {
        random = new Random(seed);
        this.clusterId = clusterId;
        final UnsafeBuffer genesis = new UnsafeBuffer(new byte[GenesisFlyweight.LENGTH]);
        new GenesisFlyweight().wrapForWrite(genesis, 0).maxOrders(2_000).maxLevels(2_000).maxInstruments(10)
            .maxOpenOrders(60);
        apply(SessionCommands.encodeGenesis(buffer, 0, clusterId, new SessionCommands.Capacities(16, 1 << 14, 1 << 21),
            new long[] {1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 9, 1}, genesis.byteArray()));
        for (int session = 1; session <= OPERATOR; session++) {
            if (session <= TRADERS || session == OPERATOR) {
                apply(SessionCommands.encodeEstablish(buffer, 0, clusterId, session, 0, Long.MIN_VALUE | session));
            }
        }
        addInstrument();
    }

    /** Hashes cost time; a test of something else goes without. */
    FeedExchange withoutHashes() {
        keepsHashes = false;
        return this;
    }

    EventRing events() {
        return machine.events();
    }

    long clusterId() {
        return clusterId;
    }

    int instruments() {
        return instruments;
    }

    Exchange exchange() {
        return application.exchange();
    }

    /** Hash of every book, by id, after the command that ended with this event. */
    long[] hashes(final long eventSeq) {
        return hashes.get(eventSeq);
    }

    static long hash(final OrderBook book) {
        long hash = BookHash.empty();
        for (final Side side : Side.values()) {
            for (int level = book.bestLevel(side.code() - 1); level != OrderBook.NO_LEVEL;
                 level = book.nextLevel(level)) {
                hash = BookHash.level(
                    hash, side, book.levelPrice(level), book.levelQuantity(level), book.levelOrders(level));
            }
        }
        return hash;
    }

    /** Gives a publisher all books as of now, as a replica would. */
    void restore(final FeedPublisher publisher) {
        final long asOf = events().lastEventSeq();
        publisher.begin(clusterId, asOf + 1);
        for (int id = 1; id <= exchange().maxInstruments(); id++) {
            if (exchange().book(id) != null) {
                restore(publisher.tracker(), id, asOf);
            }
        }
        publisher.ready();
    }

    private void restore(final MarketTracker tracker, final int id, final long asOf) {
        final OrderBook book = exchange().book(id);
        final InstrumentAddedFlyweight added = new InstrumentAddedFlyweight().wrapForWrite(definition, 0)
            .symbol("SYM" + id).tickMantissa(1).lotMantissa(1).instrumentId(id);
        final PublicBook restored =
            tracker.restoreInstrument(added, exchange().status(id), book.marketPrice(), asOf);
        for (int place = Place.BIDS; place <= Place.SELL_STOPS; place++) {
            for (int order = book.firstOrder(place); order != OrderBook.NO_ORDER; order = book.nextOrder(order)) {
                tracker.restoreOrder(restored, book.idAt(order), Side.of(book.sideAt(order) + 1), book.priceAt(order),
                    book.openQuantityAt(order), place == Place.BUY_STOPS || place == Place.SELL_STOPS);
            }
        }
    }

    /** Executes one random command. */
    void next() {
        nowNs += random.nextInt(2_000_000);
        final int kind = random.nextInt(1_000);
        if (kind < 5) {
            internal();
        } else if (kind < 40) {
            send(OPERATOR, operation());
        } else if (kind < 50) {
            final QueryBook query = new QueryBook();
            query.instrumentId = 1;
            query.levels = 5;
            send(1, query);
        } else {
            send(1 + random.nextInt(TRADERS), trade());
        }
    }

    /** An order that rests and nothing else, for a flow of which the public sees every command. */
    void restingOrder(final long price, final long name) {
        final NewOrder order = new NewOrder();
        order.clOrdId = name;
        order.instrumentId = 1;
        order.side = Side.BUY;
        order.quantity = 1;
        order.price = price;
        order.conditions = Conditions.NONE;
        order.timeInForce = TimeInForce.GTC;
        order.selfTradePrevention = SelfTradePrevention.NONE;
        send(1, order);
    }

    private void internal() {
        final Expire expire = new Expire();
        expire.timeNs = nowNs;
        final int header = CommandEnvelope.encode(
            buffer, 0, CommandEnvelope.INTERNAL, clusterId, CommandEnvelope.NO_SESSION, 0, 0);
        apply(header + expire.encode(buffer, header));
    }

    private void send(final int session, final Message message) {
        final int header = CommandEnvelope.encode(
            buffer, 0, CommandEnvelope.COMMAND, clusterId, session, 1, ++numbers[session]);
        apply(header + message.encode(buffer, header));
    }

    private void apply(final int length) {
        final long before = events().lastEventSeq();
        machine.onCommand(index++, nowNs, buffer, 0, length);
        if (keepsHashes && events().lastEventSeq() != before) {
            final long[] now = new long[INSTRUMENTS + 1];
            for (int id = 1; id <= INSTRUMENTS; id++) {
                now[id] = exchange().book(id) == null ? 0 : hash(exchange().book(id));
            }
            hashes.put(events().lastEventSeq(), now);
        }
    }

    private void addInstrument() {
        final AddInstrument added = new AddInstrument();
        added.instrumentId = ++instruments;
        added.symbol = "SYM" + instruments;
        added.tickMantissa = 1;
        added.lotMantissa = 1;
        added.minQuantity = 1;
        added.maxQuantity = Long.MAX_VALUE;
        added.depthLevels = instruments - 1;
        added.maxOrders = 300;
        added.maxLevels = 300;
        send(OPERATOR, added);
    }

    private Message operation() {
        final int kind = random.nextInt(100);
        if (kind < 8 && instruments < INSTRUMENTS) {
            addInstrument();
        }
        if (kind < 40) {
            final SetMarketPrice set = new SetMarketPrice();
            set.instrumentId = 1 + random.nextInt(INSTRUMENTS);
            set.price = price();
            return set;
        } else if (kind < 90) {
            final SetInstrumentStatus set = new SetInstrumentStatus();
            set.instrumentId = 1 + random.nextInt(INSTRUMENTS);
            set.status = random.nextInt(12) == 0 ? InstrumentStatus.HALTED : InstrumentStatus.OPEN;
            return set;
        }
        final MassCancel cancel = new MassCancel();
        cancel.scope = MassCancelScope.INSTRUMENT;
        cancel.instrumentId = 1 + random.nextInt(INSTRUMENTS);
        cancel.side = BookSide.values()[random.nextInt(3)];
        return cancel;
    }

    private Message trade() {
        final int kind = random.nextInt(100);
        if (kind < 58) {
            return newOrder();
        } else if (kind < 70) {
            final CancelOrder cancel = new CancelOrder();
            cancel.clOrdId = name();
            return cancel;
        } else if (kind < 80) {
            final ReduceOrder reduce = new ReduceOrder();
            reduce.clOrdId = name();
            reduce.quantity = quantity();
            return reduce;
        } else if (kind < 99) {
            final ReplaceOrder replace = new ReplaceOrder();
            replace.clOrdId = name();
            replace.delta = random.nextInt(41) - 20;
            replace.newPrice = random.nextInt(3) == 0 ? 0 : price();
            return replace;
        }
        final MassCancel cancel = new MassCancel();
        cancel.scope = MassCancelScope.OWN;
        cancel.side = BookSide.values()[random.nextInt(3)];
        return cancel;
    }

    private NewOrder newOrder() {
        final NewOrder order = new NewOrder();
        order.clOrdId = name();
        order.instrumentId = 1 + random.nextInt(INSTRUMENTS);
        order.side = random.nextBoolean() ? Side.BUY : Side.SELL;
        order.quantity = quantity();
        order.price = random.nextInt(8) == 0 ? 0 : price();
        order.stopPrice = random.nextInt(8) == 0 ? price() : 0;
        order.conditions = random.nextInt(3) == 0 ? Conditions.values()[random.nextInt(4)] : Conditions.NONE;
        order.timeInForce = random.nextInt(4) == 0 ? TimeInForce.GTD : TimeInForce.GTC;
        order.expireTimeNs = order.timeInForce == TimeInForce.GTD ? nowNs + random.nextInt(200_000_000) : 0;
        order.selfTradePrevention = random.nextInt(3) == 0 && order.stopPrice == 0
            ? SelfTradePrevention.values()[random.nextInt(4)] : SelfTradePrevention.NONE;
        return order;
    }

    private long name() {
        return 1 + random.nextInt(NAMES);
    }

    private long price() {
        return 70 + random.nextInt(61);
    }

    private long quantity() {
        return 1 + random.nextInt(30);
    }
}
