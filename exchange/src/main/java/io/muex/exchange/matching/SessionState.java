package io.muex.exchange.matching;

import io.muex.exchange.protocol.RejectReason;
import io.muex.exchange.protocol.SessionRoles;
import io.muex.exchange.protocol.SetSessionLimitsFlyweight;
import io.muex.mu.SnapshotReader;
import io.muex.mu.SnapshotWriter;

/**
 * What the exchange knows about one open session: role, limits, how much of them is used, and the list of its live
 * orders. Sums of quantity times price are kept in 128 bits, because 63 + 63 bits are possible.
 */
final class SessionState {
    private static final long SECOND_NS = 1_000_000_000L;

    private final long session;
    private final int index;
    private final long role;
    private long owner;
    private long maxQuantity;
    private long maxNotional;
    private long maxOpenNotional;
    private int maxOpenOrders;
    private int maxCommandsPerSecond;
    private int maxCommandBurst;
    private boolean cancelOnDisconnect;

    private long notionalHigh;
    private long notionalLow;
    /** Time at which the session would have sent everything so far, had it sent at exactly its rate. */
    private long rateTimeNs;

    /** List of live orders; kept by {@link LiveOrders}. */
    int firstOrder = LiveOrders.NONE;
    int lastOrder = LiveOrders.NONE;
    int openOrders;

    SessionState(final long session, final int index, final long role) {
        this.session = session;
        this.index = index;
        this.role = role;
        owner = session;
    }

    void initialLimits(final int openOrders, final int commandsPerSecond, final int commandBurst) {
        maxOpenOrders = openOrders;
        maxCommandsPerSecond = commandsPerSecond;
        maxCommandBurst = commandBurst;
    }

    void limits(final SetSessionLimitsFlyweight limits) {
        owner = limits.owner() == 0 ? session : limits.owner();
        maxQuantity = limits.maxQuantity();
        maxNotional = limits.maxNotional();
        maxOpenNotional = limits.maxOpenNotional();
        maxOpenOrders = limits.maxOpenOrders();
        maxCommandsPerSecond = limits.maxCommandsPerSecond();
        maxCommandBurst = limits.maxCommandBurst();
        cancelOnDisconnect = limits.cancelOnDisconnect();
    }

    long session() {
        return session;
    }

    int index() {
        return index;
    }

    long owner() {
        return owner;
    }

    boolean mayTrade() {
        return (role & SessionRoles.READ_ONLY) == 0;
    }

    boolean mayOperate() {
        return (role & SessionRoles.OPERATOR) != 0;
    }

    boolean mayReportDisconnects() {
        return (role & (SessionRoles.OPERATOR | SessionRoles.GATEWAY)) != 0;
    }

    boolean cancelsOnDisconnect() {
        return cancelOnDisconnect;
    }

    boolean mayHaveOneMoreOrder() {
        return openOrders < maxOpenOrders;
    }

    /**
     * Counts a command against the rate. The rate is kept by a virtual clock that every command moves by its share of a
     * second and that may run ahead of the log's stamps by a burst; nothing is kept per second, nothing is forgotten.
     *
     * @return false if the command comes too early; then it does not count
     */
    boolean isWithinRate(final long nowNs) {
        if (maxCommandsPerSecond == 0) {
            return true;
        }
        final long shareNs = SECOND_NS / maxCommandsPerSecond;
        if (rateTimeNs - nowNs > (maxCommandBurst - 1) * shareNs) {
            return false;
        }
        rateTimeNs = Math.max(rateTimeNs, nowNs) + shareNs;
        return true;
    }

    /**
     * Whether an order of this size may be entered or come about.
     *
     * @param price         in ticks; 0 = market order, which has no notional value
     * @param quantity      open quantity in lots it would have
     * @param priceBefore   of the order it replaces, 0 if none
     * @param quantityBefore open quantity of the order it replaces, 0 if none
     */
    RejectReason checkSize(
        final long price, final long quantity, final long priceBefore, final long quantityBefore) {
        if (maxQuantity != 0 && quantity > maxQuantity) {
            return RejectReason.QUANTITY_TOO_LARGE;
        }
        final long high = Math.multiplyHigh(price, quantity);
        final long low = price * quantity;
        if (maxNotional != 0 && isAbove(high, low, maxNotional)) {
            return RejectReason.NOTIONAL_TOO_LARGE;
        }
        if (maxOpenNotional != 0) {
            final long lowBefore = priceBefore * quantityBefore;
            final long otherLow = notionalLow - lowBefore;
            final long otherHigh = notionalHigh - Math.multiplyHigh(priceBefore, quantityBefore)
                - borrow(notionalLow, lowBefore);
            final long sumLow = otherLow + low;
            if (isAbove(otherHigh + high + carry(sumLow, low), sumLow, maxOpenNotional)) {
                return RejectReason.OPEN_NOTIONAL_TOO_LARGE;
            }
        }
        return RejectReason.NONE;
    }

    /** An order gained quantity at a price, or took a price with its quantity. */
    void addNotional(final long price, final long quantity) {
        final long low = price * quantity;
        notionalLow += low;
        notionalHigh += Math.multiplyHigh(price, quantity) + carry(notionalLow, low);
    }

    /** An order lost quantity at a price, or its price with its quantity. */
    void subtractNotional(final long price, final long quantity) {
        final long low = price * quantity;
        notionalHigh -= Math.multiplyHigh(price, quantity) + borrow(notionalLow, low);
        notionalLow -= low;
    }

    long notionalHigh() {
        return notionalHigh;
    }

    long notionalLow() {
        return notionalLow;
    }

    private static boolean isAbove(final long high, final long low, final long limit) {
        return high != 0 || Long.compareUnsigned(low, limit) > 0;
    }

    private static long carry(final long sum, final long addend) {
        return Long.compareUnsigned(sum, addend) < 0 ? 1 : 0;
    }

    private static long borrow(final long minuend, final long subtrahend) {
        return Long.compareUnsigned(minuend, subtrahend) < 0 ? 1 : 0;
    }

    void writeSnapshot(final SnapshotWriter out) {
        out.putLong(session);
        out.putLong(role);
        out.putLong(owner);
        out.putLong(maxQuantity);
        out.putLong(maxNotional);
        out.putLong(maxOpenNotional);
        out.putInt(maxOpenOrders);
        out.putInt(maxCommandsPerSecond);
        out.putInt(maxCommandBurst);
        out.putInt(cancelOnDisconnect ? 1 : 0);
        out.putLong(notionalHigh);
        out.putLong(notionalLow);
        out.putLong(rateTimeNs);
        out.putInt(firstOrder);
        out.putInt(lastOrder);
        out.putInt(openOrders);
    }

    static SessionState loadSnapshot(final SnapshotReader in, final int index) {
        final SessionState state = new SessionState(in.getLong(), index, in.getLong());
        state.owner = in.getLong();
        state.maxQuantity = in.getLong();
        state.maxNotional = in.getLong();
        state.maxOpenNotional = in.getLong();
        state.maxOpenOrders = in.getInt();
        state.maxCommandsPerSecond = in.getInt();
        state.maxCommandBurst = in.getInt();
        state.cancelOnDisconnect = in.getInt() != 0;
        state.notionalHigh = in.getLong();
        state.notionalLow = in.getLong();
        state.rateTimeNs = in.getLong();
        state.firstOrder = in.getInt();
        state.lastOrder = in.getInt();
        state.openOrders = in.getInt();
        return state;
    }
}
