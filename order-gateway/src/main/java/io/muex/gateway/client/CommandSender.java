package io.muex.gateway.client;

import io.muex.exchange.protocol.AddInstrumentFlyweight;
import io.muex.exchange.protocol.CancelOrderFlyweight;
import io.muex.exchange.protocol.Conditions;
import io.muex.exchange.protocol.InstrumentStatus;
import io.muex.exchange.protocol.MassCancelFlyweight;
import io.muex.exchange.protocol.MessageFlyweight;
import io.muex.exchange.protocol.NewOrderFlyweight;
import io.muex.exchange.protocol.QueryBookFlyweight;
import io.muex.exchange.protocol.QueryOrdersFlyweight;
import io.muex.exchange.protocol.ReduceOrderFlyweight;
import io.muex.exchange.protocol.ReplaceOrderFlyweight;
import io.muex.exchange.protocol.SelfTradePrevention;
import io.muex.exchange.protocol.SetInstrumentStatusFlyweight;
import io.muex.exchange.protocol.SetMarketPriceFlyweight;
import io.muex.exchange.protocol.SetSessionLimitsFlyweight;
import io.muex.exchange.protocol.Side;
import io.muex.exchange.protocol.TimeInForce;
import io.muex.mu.session.CommandEnvelope;
import io.muex.mu.session.SessionCommands;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Every command of the exchange as a call. Each returns the number of the command within its session, 1 or more, or a
 * negative code; a command that was given a number is settled some day ({@link ClientListener#onSettled}). Values are
 * judged by the exchange, whose answer is a report like any other. Allocates nothing. One thread.
 * <p>
 * Commands with many fields are prepared and then submitted:
 * <pre>
 *   client.newOrder().instrumentId(1).side(Side.BUY).quantity(100).price(1_050).conditions(Conditions.IOC).clOrdId(7);
 *   final long number = client.submit();
 * </pre>
 */
public abstract class CommandSender {
    /** As many commands are unanswered as may be: poll and try again. Nothing was taken. */
    public static final long BUSY = -1;
    /** The session was never established yet: poll until it is. Nothing was taken. */
    public static final long NOT_ESTABLISHED = -2;
    /** The client has come to its end. Nothing was taken. */
    public static final long CLOSED = -3;
    /** Not a message of the exchange, or longer than one. Nothing was taken. */
    public static final long MALFORMED = -4;

    private final UnsafeBuffer draft =
        new UnsafeBuffer(new byte[CommandEnvelope.HEADER_LENGTH + MessageFlyweight.MAX_LENGTH]);
    private final NewOrderFlyweight newOrder = new NewOrderFlyweight();
    private final CancelOrderFlyweight cancelOrder = new CancelOrderFlyweight();
    private final ReduceOrderFlyweight reduceOrder = new ReduceOrderFlyweight();
    private final ReplaceOrderFlyweight replaceOrder = new ReplaceOrderFlyweight();
    private final MassCancelFlyweight massCancel = new MassCancelFlyweight();
    private final QueryBookFlyweight queryBook = new QueryBookFlyweight();
    private final QueryOrdersFlyweight queryOrders = new QueryOrdersFlyweight();
    private final AddInstrumentFlyweight addInstrument = new AddInstrumentFlyweight();
    private final SetMarketPriceFlyweight setMarketPrice = new SetMarketPriceFlyweight();
    private final SetInstrumentStatusFlyweight setInstrumentStatus = new SetInstrumentStatusFlyweight();
    private final SetSessionLimitsFlyweight setSessionLimits = new SetSessionLimitsFlyweight();
    private int draftLength;

    CommandSender() {
    }

    /**
     * Takes a command.
     *
     * @param kind   of {@link CommandEnvelope}
     * @param buffer holds the body; copied before this returns
     */
    abstract long take(int kind, DirectBuffer buffer, int offset, int length);

    /**
     * Submits any message of the published schema, header included.
     *
     * @return number of the command, or a negative code of this class
     */
    public final long submit(final DirectBuffer buffer, final int offset, final int length) {
        if (length < MessageFlyweight.HEADER_LENGTH || length > MessageFlyweight.MAX_LENGTH
            || MessageFlyweight.schemaId(buffer, offset) != MessageFlyweight.SCHEMA_ID
            || length != MessageFlyweight.HEADER_LENGTH + MessageFlyweight.blockLength(buffer, offset)) {
            return MALFORMED;
        }
        return take(CommandEnvelope.COMMAND, buffer, offset, length);
    }

    /**
     * Submits the command that was prepared last. A command that was not taken (BUSY) stays prepared.
     *
     * @return number of the command, or a negative code of this class
     */
    public final long submit() {
        return draftLength == 0 ? MALFORMED : take(CommandEnvelope.COMMAND, draft, 0, draftLength);
    }

    /** Prepares an order: no conditions, good till cancelled, no self-trade prevention, until said otherwise. */
    public final NewOrderFlyweight newOrder() {
        draftLength = NewOrderFlyweight.LENGTH;
        return newOrder.wrapForWrite(draft, 0).conditions(Conditions.NONE).timeInForce(TimeInForce.GTC)
            .selfTradePrevention(SelfTradePrevention.NONE);
    }

    /**
     * A limit order, good till cancelled.
     *
     * @param quantity lots
     * @param price    ticks; 0 = market order
     * @param clOrdId  name of the order, unique among the live orders of the session
     */
    public final long place(
        final int instrumentId, final Side side, final long quantity, final long price, final long clOrdId) {
        newOrder().instrumentId(instrumentId).side(side).quantity(quantity).price(price).clOrdId(clOrdId);
        return submit();
    }

    /** Cancels an order. */
    public final long cancel(final long clOrdId) {
        cancelOrder.wrapForWrite(draft, 0).clOrdId(clOrdId);
        draftLength = CancelOrderFlyweight.LENGTH;
        return submit();
    }

    /** Takes lots off an order, which keeps its rank. */
    public final long reduce(final long clOrdId, final long quantity) {
        reduceOrder.wrapForWrite(draft, 0).clOrdId(clOrdId).quantity(quantity);
        draftLength = ReduceOrderFlyweight.LENGTH;
        return submit();
    }

    /** Adds lots (or takes off, if negative) and sets another price (0 = unchanged); the order loses its rank. */
    public final long replace(final long clOrdId, final long delta, final long newPrice) {
        replaceOrder.wrapForWrite(draft, 0).clOrdId(clOrdId).delta(delta).newPrice(newPrice);
        draftLength = ReplaceOrderFlyweight.LENGTH;
        return submit();
    }

    /** Prepares a mass cancel. */
    public final MassCancelFlyweight massCancel() {
        draftLength = MassCancelFlyweight.LENGTH;
        return massCancel.wrapForWrite(draft, 0);
    }

    /** Asks for the book; answered by levels and a snapshot. */
    public final long queryBook(final int instrumentId, final int levels) {
        queryBook.wrapForWrite(draft, 0).instrumentId(instrumentId).levels(levels);
        draftLength = QueryBookFlyweight.LENGTH;
        return submit();
    }

    /** Asks for the live orders of this session with a larger order id. */
    public final long queryOrders(final long afterOrderId) {
        queryOrders.wrapForWrite(draft, 0).afterOrderId(afterOrderId);
        draftLength = QueryOrdersFlyweight.LENGTH;
        return submit();
    }

    /** Prepares an instrument. Operators only, as all that follows. */
    public final AddInstrumentFlyweight addInstrument() {
        draftLength = AddInstrumentFlyweight.LENGTH;
        return addInstrument.wrapForWrite(draft, 0);
    }

    /** Sets the reference price of an instrument. */
    public final long marketPrice(final int instrumentId, final long price) {
        setMarketPrice.wrapForWrite(draft, 0).instrumentId(instrumentId).price(price);
        draftLength = SetMarketPriceFlyweight.LENGTH;
        return submit();
    }

    /** Stops trading in an instrument. */
    public final long halt(final int instrumentId) {
        return status(instrumentId, InstrumentStatus.HALTED);
    }

    /** Resumes trading in an instrument. */
    public final long resume(final int instrumentId) {
        return status(instrumentId, InstrumentStatus.OPEN);
    }

    private long status(final int instrumentId, final InstrumentStatus status) {
        setInstrumentStatus.wrapForWrite(draft, 0).instrumentId(instrumentId).status(status);
        draftLength = SetInstrumentStatusFlyweight.LENGTH;
        return submit();
    }

    /** Prepares the limits of a session. */
    public final SetSessionLimitsFlyweight sessionLimits() {
        draftLength = SetSessionLimitsFlyweight.LENGTH;
        return setSessionLimits.wrapForWrite(draft, 0);
    }

    /** Opens a session; the bits of {@code role} are those of {@link SessionCommands} and the exchange. */
    public final long openSession(final long session, final long role) {
        draftLength = 0;
        final int length = SessionCommands.encodeOpenSession(draft, 0, session, role);
        return take(CommandEnvelope.OPEN_SESSION, draft, CommandEnvelope.HEADER_LENGTH,
            length - CommandEnvelope.HEADER_LENGTH);
    }

    /** Removes a session; its orders are cancelled. */
    public final long closeSession(final long session) {
        draftLength = 0;
        final int length = SessionCommands.encodeCloseSession(draft, 0, session);
        return take(CommandEnvelope.CLOSE_SESSION, draft, CommandEnvelope.HEADER_LENGTH,
            length - CommandEnvelope.HEADER_LENGTH);
    }
}
