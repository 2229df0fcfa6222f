package io.muex.exchange.matching;

import io.muex.exchange.book.OrderBook;
import io.muex.exchange.protocol.AddInstrumentFlyweight;
import io.muex.exchange.protocol.CancelOrderFlyweight;
import io.muex.exchange.protocol.CommandDecoder;
import io.muex.exchange.protocol.ExpireFlyweight;
import io.muex.exchange.protocol.GenesisFlyweight;
import io.muex.exchange.protocol.InstrumentStatus;
import io.muex.exchange.protocol.MassCancelFlyweight;
import io.muex.exchange.protocol.NewOrderFlyweight;
import io.muex.exchange.protocol.QueryBookFlyweight;
import io.muex.exchange.protocol.QueryOrdersFlyweight;
import io.muex.exchange.protocol.ReduceOrderFlyweight;
import io.muex.exchange.protocol.RejectReason;
import io.muex.exchange.protocol.ReplaceOrderFlyweight;
import io.muex.exchange.protocol.SessionDisconnectedFlyweight;
import io.muex.exchange.protocol.SetInstrumentStatusFlyweight;
import io.muex.exchange.protocol.SetMarketPriceFlyweight;
import io.muex.exchange.protocol.SetSessionLimitsFlyweight;
import io.muex.mu.SnapshotReader;
import io.muex.mu.SnapshotWriter;
import io.muex.mu.session.EventSink;
import org.agrona.DirectBuffer;

/**
 * The exchange: a pure step function from commands to events. It decodes and checks everything before it changes
 * anything and has an answer for every sequence of bytes; an exception that leaves it is a bug.
 * <p>
 * One thread. Buffers are read during the call only. Allocates when it starts, when an instrument or a session is added
 * and when a snapshot is loaded.
 */
public final class Exchange {
    /** Answer of {@link #nextExpiryNs} when nothing is going to expire. */
    public static final long NO_EXPIRY = Long.MAX_VALUE;

    private static final int BYTES_PER_ORDER = 240;
    private static final int BYTES_PER_LEVEL = 170;
    private static final int FIXED_BYTES = 1 << 20;

    private final CommandDecoder decoder = new CommandDecoder();
    private Market market;
    private OrderEntry orderEntry;
    private MassActions massActions;
    private Operations operations;
    private Queries queries;

    /**
     * Memory that an exchange of these capacities comes to use, in bytes; the heap should have twice that. Lets a
     * process refuse to start rather than fail when an instrument is added.
     *
     * @param genesis what the log promises
     */
    public static long requiredBytes(final GenesisFlyweight genesis) {
        final long ordersBytes = (long) genesis.maxOrders() * BYTES_PER_ORDER;
        return FIXED_BYTES + ordersBytes + (long) genesis.maxLevels() * BYTES_PER_LEVEL;
    }

    /** True after {@link #start} or {@link #loadSnapshot}. */
    public boolean isStarted() {
        return market != null;
    }

    /**
     * Takes the capacities and begins.
     *
     * @return false if the bytes are no well-formed {@code Genesis}; then nothing has changed
     */
    public boolean start(final long timestampNs, final DirectBuffer buffer, final int offset, final int length,
                         final EventSink sink) {
        if (decoder.decode(buffer, offset, length) != RejectReason.NONE
            || decoder.templateId() != GenesisFlyweight.TEMPLATE_ID) {
            return false;
        }
        use(new Market(decoder.genesis(), decoder));
        market.step.begin(sink, timestampNs, null);
        market.events.started(decoder.genesis());
        return true;
    }

    private void use(final Market started) {
        market = started;
        orderEntry = new OrderEntry(started);
        massActions = new MassActions(started);
        operations = new Operations(started);
        queries = new Queries(started);
    }

    /** A session was opened; it has the limits of {@code Genesis} until it is given others. */
    public void sessionOpened(final long session, final long role) {
        market.openSession(session, role);
    }

    /** A session is being closed; its live orders are cancelled. */
    public void sessionClosed(final long session, final long timestampNs, final EventSink sink) {
        final SessionState closed = market.sessions.find(session);
        market.step.begin(sink, timestampNs, null);
        massActions.sessionClosed(closed);
    }

    /** The connection of a session has ended: some of its live orders are cancelled, if it wants that. */
    public void sessionDisconnected(final long session, final long timestampNs, final EventSink sink) {
        market.step.begin(sink, timestampNs, null);
        massActions.connectionEnded(market.sessions.find(session));
    }

    /** True if {@link #sessionDisconnected} would cancel something: the session wants it and has live orders. */
    public boolean wouldCancelOnDisconnect(final long session) {
        final SessionState state = market == null ? null : market.sessions.find(session);
        return state != null && state.cancelsOnDisconnect() && state.openOrders > 0;
    }

    /**
     * Executes a command of an open session. At least one event answers it.
     *
     * @param timestampNs stamp of the command, nanoseconds since the epoch, never decreasing
     * @param length      of the command in bytes, 0 or more; the bytes may be anything
     */
    public void apply(final long session, final long timestampNs, final DirectBuffer buffer, final int offset,
                      final int length, final EventSink sink) {
        final SessionState sender = market.sessions.find(session);
        market.step.begin(sink, timestampNs, sender);
        RejectReason reason = decoder.decode(buffer, offset, length);
        if (reason == RejectReason.NONE) {
            reason = checkSender(sender, timestampNs);
        }
        if (reason == RejectReason.NONE) {
            execute();
        } else {
            reject(reason);
        }
    }

    /** Executes a command that the leader proposed. What is no {@code Expire} is refused, publicly. */
    public void applyInternal(final long timestampNs, final DirectBuffer buffer, final int offset, final int length,
                              final EventSink sink) {
        market.step.begin(sink, timestampNs, null);
        final RejectReason reason = decoder.decode(buffer, offset, length);
        if (reason == RejectReason.NONE && decoder.templateId() == ExpireFlyweight.TEMPLATE_ID) {
            massActions.expire(decoder.expire());
        } else {
            market.events.commandRejected(decoder.templateId(), 0, 0,
                reason == RejectReason.NONE ? RejectReason.NOT_PERMITTED : reason);
        }
    }

    /**
     * When the next order expires, in nanoseconds since the epoch, or {@link #NO_EXPIRY}. From then on the leader
     * should propose {@code Expire} with its own time until this value lies ahead again.
     */
    public long nextExpiryNs() {
        final int first = market == null ? LiveOrders.NONE : market.expiries.first();
        return first == LiveOrders.NONE ? NO_EXPIRY : market.orders.expiryNs(first);
    }

    /** Live orders of all instruments. */
    public int liveOrders() {
        return market == null ? 0 : market.orders.count();
    }

    /** Largest id that an instrument can have; 0 before the start. */
    public int maxInstruments() {
        return market == null ? 0 : market.instruments.maxInstruments();
    }

    /** The book of an instrument, to be read between two commands, or null if there is no such instrument. */
    public OrderBook book(final int instrumentId) {
        final Instrument instrument = market == null ? null : market.instruments.find(instrumentId);
        return instrument == null ? null : instrument.book();
    }

    /** An instrument as it was added; only where there is one. */
    public AddInstrumentFlyweight definition(final int instrumentId) {
        return market.instruments.find(instrumentId).definition();
    }

    /** Status of an instrument; only where there is one. */
    public InstrumentStatus status(final int instrumentId) {
        return market.instruments.find(instrumentId).status();
    }

    /** The state, for tests that recompute parts of it. */
    Market market() {
        return market;
    }

    private RejectReason checkSender(final SessionState sender, final long nowNs) {
        final boolean isPermitted = switch (decoder.templateId()) {
            case NewOrderFlyweight.TEMPLATE_ID, CancelOrderFlyweight.TEMPLATE_ID, ReduceOrderFlyweight.TEMPLATE_ID,
                 ReplaceOrderFlyweight.TEMPLATE_ID, MassCancelFlyweight.TEMPLATE_ID -> sender.mayTrade();
            case QueryBookFlyweight.TEMPLATE_ID, QueryOrdersFlyweight.TEMPLATE_ID -> true;
            case GenesisFlyweight.TEMPLATE_ID, ExpireFlyweight.TEMPLATE_ID -> false;
            case SessionDisconnectedFlyweight.TEMPLATE_ID -> sender.mayReportDisconnects();
            default -> sender.mayOperate();
        };
        if (!isPermitted) {
            return RejectReason.NOT_PERMITTED;
        }
        return isRated(decoder.templateId()) && !sender.isWithinRate(nowNs)
            ? RejectReason.RATE_EXCEEDED : RejectReason.NONE;
    }

    /** What lessens risk is never held up by a rate, nor is what an operator does. */
    private static boolean isRated(final int templateId) {
        return switch (templateId) {
            case NewOrderFlyweight.TEMPLATE_ID, ReplaceOrderFlyweight.TEMPLATE_ID,
                 QueryBookFlyweight.TEMPLATE_ID, QueryOrdersFlyweight.TEMPLATE_ID -> true;
            default -> false;
        };
    }

    private void execute() {
        switch (decoder.templateId()) {
            case NewOrderFlyweight.TEMPLATE_ID -> orderEntry.newOrder(decoder.newOrder());
            case CancelOrderFlyweight.TEMPLATE_ID -> orderEntry.cancel(decoder.cancelOrder());
            case ReduceOrderFlyweight.TEMPLATE_ID -> orderEntry.reduce(decoder.reduceOrder());
            case ReplaceOrderFlyweight.TEMPLATE_ID -> orderEntry.replace(decoder.replaceOrder());
            case MassCancelFlyweight.TEMPLATE_ID -> massActions.massCancel(decoder.massCancel());
            case QueryBookFlyweight.TEMPLATE_ID -> queries.book(decoder.queryBook());
            case QueryOrdersFlyweight.TEMPLATE_ID -> queries.orders(decoder.queryOrders());
            case AddInstrumentFlyweight.TEMPLATE_ID -> operations.addInstrument(decoder.addInstrument());
            case SetMarketPriceFlyweight.TEMPLATE_ID -> operations.setMarketPrice(decoder.setMarketPrice());
            case SetInstrumentStatusFlyweight.TEMPLATE_ID ->
                operations.setInstrumentStatus(decoder.setInstrumentStatus());
            case SetSessionLimitsFlyweight.TEMPLATE_ID -> operations.setSessionLimits(decoder.setSessionLimits());
            case SessionDisconnectedFlyweight.TEMPLATE_ID ->
                massActions.sessionDisconnected(decoder.sessionDisconnected());
            default -> throw new IllegalStateException("permitted but unknown: template " + decoder.templateId());
        }
    }

    private void reject(final RejectReason reason) {
        final EventWriter events = market.events;
        final int templateId = decoder.templateId();
        switch (decoder.isFramed() ? templateId : 0) {
            case NewOrderFlyweight.TEMPLATE_ID -> events.rejected(decoder.newOrder().clOrdId(), reason);
            case CancelOrderFlyweight.TEMPLATE_ID -> events.cancelRejected(decoder.cancelOrder().clOrdId(), reason);
            case ReduceOrderFlyweight.TEMPLATE_ID -> events.reduceRejected(decoder.reduceOrder().clOrdId(), reason);
            case ReplaceOrderFlyweight.TEMPLATE_ID ->
                events.replaceRejected(decoder.replaceOrder().clOrdId(), reason);
            case MassCancelFlyweight.TEMPLATE_ID -> events.commandRejected(
                templateId, decoder.massCancel().targetSession(), decoder.massCancel().instrumentId(), reason);
            case QueryBookFlyweight.TEMPLATE_ID ->
                events.commandRejected(templateId, 0, decoder.queryBook().instrumentId(), reason);
            case AddInstrumentFlyweight.TEMPLATE_ID ->
                events.commandRejected(templateId, 0, decoder.addInstrument().instrumentId(), reason);
            case SetMarketPriceFlyweight.TEMPLATE_ID ->
                events.commandRejected(templateId, 0, decoder.setMarketPrice().instrumentId(), reason);
            case SetInstrumentStatusFlyweight.TEMPLATE_ID ->
                events.commandRejected(templateId, 0, decoder.setInstrumentStatus().instrumentId(), reason);
            case SetSessionLimitsFlyweight.TEMPLATE_ID ->
                events.commandRejected(templateId, decoder.setSessionLimits().targetSession(), 0, reason);
            case SessionDisconnectedFlyweight.TEMPLATE_ID ->
                events.commandRejected(templateId, decoder.sessionDisconnected().targetSession(), 0, reason);
            default -> events.commandRejected(templateId, 0, 0, reason);
        }
    }

    /** Writes the complete state; only after {@link #start}. */
    public void writeSnapshot(final SnapshotWriter out) {
        market.writeSnapshot(out);
    }

    /** Replaces the complete state by that of a snapshot. */
    public void loadSnapshot(final SnapshotReader in) {
        use(Market.loadSnapshot(in, decoder));
    }
}
