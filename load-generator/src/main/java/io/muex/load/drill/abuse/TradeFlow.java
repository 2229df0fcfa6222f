package io.muex.load.drill.abuse;

import io.muex.exchange.protocol.CancelOrderFlyweight;
import io.muex.exchange.protocol.Conditions;
import io.muex.exchange.protocol.MassCancelFlyweight;
import io.muex.exchange.protocol.MassCancelScope;
import io.muex.exchange.protocol.BookSide;
import io.muex.exchange.protocol.MessageFlyweight;
import io.muex.exchange.protocol.NewOrderFlyweight;
import io.muex.exchange.protocol.QueryBookFlyweight;
import io.muex.exchange.protocol.QueryOrdersFlyweight;
import io.muex.exchange.protocol.ReduceOrderFlyweight;
import io.muex.exchange.protocol.ReplaceOrderFlyweight;
import io.muex.exchange.protocol.SelfTradePrevention;
import io.muex.exchange.protocol.Side;
import io.muex.exchange.protocol.TimeInForce;
import java.util.Random;
import org.agrona.DirectBuffer;
import org.agrona.collections.LongArrayList;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What one session sends: orders that meet in the middle of a narrow band, so that books stay small enough to be asked
 * for as a whole, changes of its own orders, questions, and attempts on the orders of others. One thread.
 */
final class TradeFlow {
    /** Client order ids of a session begin here, so that everybody sees whose an order is. */
    static final long IDS_PER_SESSION = 1_000_000_000;
    /** More levels than a side can have. */
    static final int LEVELS = 64;

    private static final int MIDDLE = 1_000;
    private static final int BAND = 25;
    private static final int OVERLAP = 4;
    private static final int MOST_LIVE = 12;
    private static final int ALL = 1_000;
    /** Per mille of what is sent, each with those before it; the rest are limit orders. */
    private static final int CANCEL = 200;
    private static final int REDUCE = CANCEL + 50;
    private static final int REPLACE = REDUCE + 60;
    private static final int FOREIGN = REPLACE + 30;
    private static final int MASS = FOREIGN + 3;
    private static final int ORDERS = MASS + 5;
    private static final int BOOK = ORDERS + 4;
    private static final int IMMEDIATE = BOOK + 100;
    private static final int ALL_OR_NONE = IMMEDIATE + 20;
    private static final int STOP = ALL_OR_NONE + 20;

    private final long session;
    private final AbuseSessions others;
    private final Random random;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[MessageFlyweight.MAX_LENGTH]);
    private final NewOrderFlyweight order = new NewOrderFlyweight();
    private final CancelOrderFlyweight cancel = new CancelOrderFlyweight();
    private final ReduceOrderFlyweight reduce = new ReduceOrderFlyweight();
    private final ReplaceOrderFlyweight replace = new ReplaceOrderFlyweight();
    private final MassCancelFlyweight massCancel = new MassCancelFlyweight();
    private final QueryBookFlyweight queryBook = new QueryBookFlyweight();
    private final QueryOrdersFlyweight queryOrders = new QueryOrdersFlyweight();

    /** All sessions of the drill. */
    record AbuseSessions(long first, int count) {
        long any(final Random random, final long butNot) {
            final long other = first + random.nextInt(count);
            return other == butNot ? first + (other - first + 1) % count : other;
        }
    }

    TradeFlow(final long session, final AbuseSessions others, final Random random) {
        this.session = session;
        this.others = others;
        this.random = random;
    }

    /** The message that was written last, from offset 0. */
    DirectBuffer buffer() {
        return buffer;
    }

    /** Whose order it is. */
    static long owner(final long clOrdId) {
        return clOrdId / IDS_PER_SESSION;
    }

    /**
     * Writes the next command.
     *
     * @param number that it will have
     * @param live   client order ids of this session that are live as far as it knows
     * @return length of the message
     */
    int next(final long number, final LongArrayList live) {
        final int draw = random.nextInt(ALL);
        final boolean hasLive = !live.isEmpty();
        if (hasLive && (draw < CANCEL || live.size() > MOST_LIVE && draw < ALL / 2)) {
            cancel.wrapForWrite(buffer, 0).clOrdId(any(live));
            return CancelOrderFlyweight.LENGTH;
        } else if (hasLive && draw < REDUCE) {
            reduce.wrapForWrite(buffer, 0).clOrdId(any(live)).quantity(1 + random.nextInt(5));
            return ReduceOrderFlyweight.LENGTH;
        } else if (hasLive && draw < REPLACE) {
            replace.wrapForWrite(buffer, 0).clOrdId(any(live)).delta(random.nextInt(9) - 4L)
                .newPrice(random.nextBoolean() ? 0 : MIDDLE - BAND + random.nextInt(2 * BAND));
            return ReplaceOrderFlyweight.LENGTH;
        } else if (draw < FOREIGN) {
            return foreign(number);
        } else if (draw < MASS) {
            massCancel.wrapForWrite(buffer, 0).instrumentId(instrument()).scope(MassCancelScope.OWN)
                .side(BookSide.BOTH);
            return MassCancelFlyweight.LENGTH;
        } else if (draw < ORDERS) {
            queryOrders.wrapForWrite(buffer, 0).afterOrderId(0);
            return QueryOrdersFlyweight.LENGTH;
        } else if (draw < BOOK) {
            queryBook.wrapForWrite(buffer, 0).instrumentId(instrument()).levels(LEVELS);
            return QueryBookFlyweight.LENGTH;
        }
        return order(number, draw);
    }

    /** Writes a question with a short answer: for orders beyond the last possible one. */
    int last() {
        queryOrders.wrapForWrite(buffer, 0).afterOrderId(Long.MAX_VALUE);
        return QueryOrdersFlyweight.LENGTH;
    }

    /** A change of an order that another session may well have. */
    private int foreign(final long number) {
        final long id = others.any(random, session) * IDS_PER_SESSION + Math.max(1, number - random.nextInt(20));
        cancel.wrapForWrite(buffer, 0).clOrdId(id);
        return CancelOrderFlyweight.LENGTH;
    }

    private int order(final long number, final int draw) {
        final boolean isBuy = random.nextBoolean();
        final int away = random.nextInt(BAND + OVERLAP) - OVERLAP;
        final Conditions conditions = draw >= IMMEDIATE
            ? draw < ALL_OR_NONE ? Conditions.AON : Conditions.NONE
            : draw % 2 == 0 ? Conditions.IOC : Conditions.FOK;
        final boolean isStop = draw >= ALL_OR_NONE && draw < STOP;
        order.wrapForWrite(buffer, 0).instrumentId(instrument()).clOrdId(session * IDS_PER_SESSION + number)
            .quantity(1 + random.nextInt(20)).price(isBuy ? MIDDLE - away : MIDDLE + away)
            .stopPrice(isStop ? isBuy ? MIDDLE + away : MIDDLE - away : 0)
            .side(isBuy ? Side.BUY : Side.SELL).conditions(conditions).timeInForce(TimeInForce.GTC)
            .selfTradePrevention(SelfTradePrevention.NONE);
        return NewOrderFlyweight.LENGTH;
    }

    private int instrument() {
        return 1 + random.nextInt(AbusePlan.INSTRUMENTS);
    }

    private long any(final LongArrayList live) {
        return live.getLong(random.nextInt(live.size()));
    }
}
