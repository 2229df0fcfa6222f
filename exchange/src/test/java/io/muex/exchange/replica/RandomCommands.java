package io.muex.exchange.replica;

import io.muex.exchange.protocol.BookSide;
import io.muex.exchange.protocol.Conditions;
import io.muex.exchange.protocol.InstrumentStatus;
import io.muex.exchange.protocol.MassCancelScope;
import io.muex.exchange.protocol.SelfTradePrevention;
import io.muex.exchange.protocol.Side;
import io.muex.exchange.protocol.TimeInForce;
import io.muex.exchange.protocol.wire.AddInstrument;
import io.muex.exchange.protocol.wire.CancelOrder;
import io.muex.exchange.protocol.wire.Expire;
import io.muex.exchange.protocol.wire.MassCancel;
import io.muex.exchange.protocol.wire.Message;
import io.muex.exchange.protocol.wire.NewOrder;
import io.muex.exchange.protocol.wire.QueryBook;
import io.muex.exchange.protocol.wire.QueryOrders;
import io.muex.exchange.protocol.wire.ReduceOrder;
import io.muex.exchange.protocol.wire.ReplaceOrder;
import io.muex.exchange.protocol.wire.SessionDisconnected;
import io.muex.exchange.protocol.wire.SetInstrumentStatus;
import io.muex.exchange.protocol.wire.SetMarketPrice;
import io.muex.exchange.protocol.wire.SetSessionLimits;
import io.muex.mu.session.CommandEnvelope;
import io.muex.mu.session.SessionCommands;
import io.muex.mu.session.SessionTable;
import io.muex.mu.session.SessionedStateMachine;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A seeded stream of commands in their envelopes: mostly sensible, with narrow prices and few names so that much meets;
 * partly extreme numbers; partly garbage. Sessions 1 to {@value #TRADERS} trade, the next reads, then a gateway and
 * an operator.
 */
final class RandomCommands {
    static final long CLUSTER = 77;
    static final int TRADERS = 6;
    static final int READER = 7;
    static final int GATEWAY = 8;
    static final int OPERATOR = 9;
    static final int INSTRUMENTS = 4;
    private static final int NAMES = 30;
    private static final long START_NS = 1_800_000_000_000_000_000L;

    private final Random random;
    private final IntUnaryOperator presentEpoch;
    private final MutableDirectBuffer buffer = new UnsafeBuffer(new byte[512]);
    private final long[] numbers = new long[OPERATOR + 1];
    private final int[] epochs = new int[OPERATOR + 1];
    private boolean reopensSessions = true;
    private long nowNs = START_NS;
    private int setUp;
    /** Session that was closed, negative once it is open again and lacks a connection; 0 if there is none. */
    private int pendingOpen;

    /**
     * A stream of its own.
     *
     * @param presentEpoch tells the present connection epoch of an open session, as a refusal would
     */
    RandomCommands(final long seed, final IntUnaryOperator presentEpoch) {
        random = new Random(seed);
        this.presentEpoch = presentEpoch;
    }

    /** A stream for a machine. */
    static RandomCommands of(final long seed, final SessionedStateMachine machine) {
        final SessionTable sessions = machine.sessions();
        return new RandomCommands(seed, session -> sessions.connectionEpoch(sessions.find(session)));
    }

    /** From now on no session is closed and opened again. */
    RandomCommands keepSessions() {
        reopensSessions = false;
        return this;
    }

    MutableDirectBuffer buffer() {
        return buffer;
    }

    long nowNs() {
        return nowNs;
    }

    /** Writes the next command and returns its length. */
    int next() {
        nowNs += random.nextInt(2_000_000);
        if (setUp < OPERATOR) {
            setUp++;
            return establish(setUp);
        } else if (setUp < OPERATOR + INSTRUMENTS) {
            setUp++;
            return envelope(OPERATOR, instrument(setUp - OPERATOR));
        }
        final int kind = random.nextInt(1000);
        if (kind < 50) {
            return garbage();
        } else if (kind < 53) {
            return internal();
        } else if (kind < 54 && reopensSessions || pendingOpen != 0 && kind < 300) {
            return reopen(1 + random.nextInt(TRADERS));
        } else if (kind < 90) {
            return envelope(kind < 60 ? READER + random.nextInt(3) : OPERATOR, operation());
        } else if (kind < 100) {
            return envelope(1 + random.nextInt(OPERATOR), query());
        }
        return envelope(1 + random.nextInt(kind < 105 ? OPERATOR : TRADERS), trade());
    }

    private int establish(final int session) {
        final int known = presentEpoch.applyAsInt(session);
        epochs[session] = known + 1;
        numbers[session] = 0;
        return SessionCommands.encodeEstablish(
            buffer, 0, CLUSTER, session, known, Long.MIN_VALUE | random.nextLong());
    }

    /** Closes a session; the next calls open it again and establish a connection. */
    private int reopen(final int session) {
        if (pendingOpen == 0) {
            pendingOpen = session;
            CommandEnvelope.encode(buffer, 0, CommandEnvelope.CLOSE_SESSION, CLUSTER, OPERATOR, 1, ++numbers[OPERATOR]);
            return SessionCommands.encodeCloseSession(buffer, 0, session);
        } else if (pendingOpen > 0) {
            pendingOpen = -pendingOpen;
            CommandEnvelope.encode(buffer, 0, CommandEnvelope.OPEN_SESSION, CLUSTER, OPERATOR, 1, ++numbers[OPERATOR]);
            return SessionCommands.encodeOpenSession(buffer, 0, -pendingOpen, 0);
        }
        final int opened = -pendingOpen;
        pendingOpen = 0;
        return establish(opened);
    }

    private int envelope(final int session, final Message body) {
        final int header = CommandEnvelope.encode(
            buffer, 0, CommandEnvelope.COMMAND, CLUSTER, session, epochs[session], ++numbers[session]);
        return header + body.encode(buffer, header);
    }

    private int garbage() {
        final int session = 1 + random.nextInt(OPERATOR);
        final int header = CommandEnvelope.encode(
            buffer, 0, CommandEnvelope.COMMAND, CLUSTER, session, epochs[session], ++numbers[session]);
        if (random.nextInt(3) == 0) {
            final byte[] bytes = new byte[random.nextInt(150)];
            random.nextBytes(bytes);
            buffer.putBytes(header, bytes);
            return header + bytes.length;
        }
        final Message good = random.nextInt(4) == 0 ? operation() : trade();
        final int length = good.encode(buffer, header);
        for (int change = 1 + random.nextInt(3); change > 0; change--) {
            buffer.putByte(header + random.nextInt(length), (byte) random.nextInt());
        }
        return header + Math.max(0, length - (random.nextInt(10) == 0 ? random.nextInt(length) : 0));
    }

    private int internal() {
        final Expire expire = new Expire();
        expire.timeNs = nowNs - random.nextInt(1_000_000);
        final int header =
            CommandEnvelope.encode(buffer, 0, CommandEnvelope.INTERNAL, CLUSTER, CommandEnvelope.NO_SESSION, 0, 0);
        return header + (random.nextInt(20) == 0 ? trade() : expire).encode(buffer, header);
    }

    static AddInstrument instrument(final int id) {
        final AddInstrument added = new AddInstrument();
        added.instrumentId = id;
        added.symbol = "SYM" + id;
        added.tickMantissa = 1;
        added.lotMantissa = 1;
        added.minQuantity = id == 2 ? 3 : 1;
        added.maxQuantity = id == 2 ? 50 : Long.MAX_VALUE;
        added.depthLevels = id - 1;
        added.maxOrders = id == 3 ? 60 : 300;
        added.maxLevels = id == 4 ? 20 : 300;
        added.priceBand = id == 2 ? 800 : 0;
        return added;
    }

    private Message trade() {
        final int kind = random.nextInt(100);
        if (kind < 55) {
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
            replace.delta = random.nextInt(300) == 0 ? random.nextLong() : random.nextInt(41) - 20;
            replace.newPrice = random.nextInt(3) == 0 ? 0 : price();
            return replace;
        }
        final MassCancel cancel = new MassCancel();
        cancel.scope = MassCancelScope.OWN;
        cancel.instrumentId = random.nextInt(INSTRUMENTS + 1);
        cancel.side = BookSide.values()[random.nextInt(3)];
        return cancel;
    }

    private NewOrder newOrder() {
        final NewOrder order = new NewOrder();
        order.clOrdId = name();
        order.instrumentId = 1 + random.nextInt(random.nextInt(100) == 0 ? INSTRUMENTS + 2 : INSTRUMENTS);
        order.side = random.nextBoolean() ? Side.BUY : Side.SELL;
        order.quantity = quantity();
        order.price = random.nextInt(8) == 0 ? 0 : price();
        order.stopPrice = random.nextInt(8) == 0 ? price() : 0;
        order.conditions = random.nextInt(3) == 0 ? Conditions.values()[random.nextInt(4)] : Conditions.NONE;
        if (random.nextInt(4) == 0) {
            order.timeInForce = TimeInForce.values()[random.nextInt(3)];
            order.expireTimeNs = order.timeInForce == TimeInForce.GTD ? nowNs + random.nextInt(200_000_000) : 0;
        }
        if (random.nextInt(3) == 0 && order.stopPrice == 0) {
            order.selfTradePrevention = SelfTradePrevention.values()[random.nextInt(4)];
        }
        return order;
    }

    private Message operation() {
        final int kind = random.nextInt(100);
        final int instrumentId = 1 + random.nextInt(INSTRUMENTS);
        if (kind < 30) {
            final SetMarketPrice set = new SetMarketPrice();
            set.instrumentId = instrumentId;
            set.price = price();
            return set;
        } else if (kind < 60) {
            final SetInstrumentStatus set = new SetInstrumentStatus();
            set.instrumentId = instrumentId;
            set.status = random.nextInt(12) == 0 ? InstrumentStatus.HALTED : InstrumentStatus.OPEN;
            return set;
        } else if (kind < 80) {
            return limits();
        } else if (kind < 85) {
            return instrument(instrumentId);
        } else if (kind < 93) {
            final SessionDisconnected disconnected = new SessionDisconnected();
            disconnected.targetSession = 1 + random.nextInt(TRADERS + 5);
            return disconnected;
        }
        final MassCancel cancel = new MassCancel();
        cancel.scope = random.nextBoolean() ? MassCancelScope.INSTRUMENT : MassCancelScope.SESSION;
        cancel.targetSession = cancel.scope == MassCancelScope.SESSION ? 1 + random.nextInt(TRADERS) : 0;
        cancel.instrumentId = instrumentId;
        cancel.side = BookSide.values()[random.nextInt(3)];
        return cancel;
    }

    private SetSessionLimits limits() {
        final SetSessionLimits set = new SetSessionLimits();
        set.targetSession = 1 + random.nextInt(TRADERS);
        set.owner = random.nextInt(3);
        set.maxOpenOrders = 20 + random.nextInt(60);
        set.maxQuantity = random.nextInt(3) == 0 ? 30 : 0;
        set.maxNotional = random.nextInt(3) == 0 ? 3_000 : 0;
        set.maxOpenNotional = random.nextInt(3) == 0 ? 40_000 : 0;
        set.maxCommandsPerSecond = random.nextInt(4) == 0 ? 200 : 0;
        set.maxCommandBurst = 5;
        set.cancelOnDisconnect = random.nextBoolean();
        return set;
    }

    private Message query() {
        if (random.nextBoolean()) {
            return new QueryOrders();
        }
        final QueryBook query = new QueryBook();
        query.instrumentId = 1 + random.nextInt(INSTRUMENTS);
        query.levels = 1 + random.nextInt(80);
        return query;
    }

    private long name() {
        return 1 + random.nextInt(NAMES);
    }

    private long price() {
        return random.nextInt(400) == 0 ? random.nextLong() >>> random.nextInt(63) : 90 + random.nextInt(21);
    }

    private long quantity() {
        return random.nextInt(200) == 0 ? random.nextLong() >>> random.nextInt(63) : 1 + random.nextInt(30);
    }
}
