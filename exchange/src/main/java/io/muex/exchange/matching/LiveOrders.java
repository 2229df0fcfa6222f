package io.muex.exchange.matching;

import io.muex.exchange.protocol.Conditions;
import io.muex.exchange.protocol.SelfTradePrevention;
import io.muex.exchange.protocol.Side;
import io.muex.exchange.protocol.TimeInForce;
import io.muex.mu.SnapshotReader;
import io.muex.mu.SnapshotWriter;

/**
 * What the exchange knows about every live order beyond what its book knows: whose it is, what it is called, when it
 * expires. A fixed number of slots; the slot of an order is its tag in the book.
 * <p>
 * Three ways lead to an order: its slot, its name ({@code session, clOrdId}) through an open-addressed table, and the
 * two lists it stands in, of its session and of its instrument, both in the order of acceptance. The table is never
 * iterated. Which slot an order gets is the same on every replica, but is never told to anybody.
 */
final class LiveOrders {
    /** No order. */
    static final int NONE = -1;
    /** Not in the expiry queue. */
    static final int NOT_QUEUED = -1;

    private static final Conditions[] CONDITIONS = Conditions.values();
    private static final TimeInForce[] TIMES_IN_FORCE = TimeInForce.values();
    private static final SelfTradePrevention[] PREVENTIONS = SelfTradePrevention.values();

    private final int capacity;
    private final long[] orderId;
    private final long[] clOrdId;
    private final long[] price;
    private final long[] expiryNs;
    private final int[] session;
    private final int[] instrument;
    private final int[] attributes;
    private final int[] previousOfSession;
    private final int[] nextOfSession;
    private final int[] previousOfInstrument;
    private final int[] nextOfInstrument;
    private final int[] queuePosition;
    private final int[] table;
    private final int mask;
    private int count;
    private int used;
    private int firstFree = NONE;

    LiveOrders(final int capacity) {
        this.capacity = capacity;
        orderId = new long[capacity];
        clOrdId = new long[capacity];
        price = new long[capacity];
        expiryNs = new long[capacity];
        session = new int[capacity];
        instrument = new int[capacity];
        attributes = new int[capacity];
        previousOfSession = new int[capacity];
        nextOfSession = new int[capacity];
        previousOfInstrument = new int[capacity];
        nextOfInstrument = new int[capacity];
        queuePosition = new int[capacity];
        table = new int[Integer.highestOneBit(Math.max(capacity - 1, 1)) << 2]; // at most half full
        mask = table.length - 1;
    }

    int count() {
        return count;
    }

    int capacity() {
        return capacity;
    }

    boolean isFull() {
        return count == capacity;
    }

    /** Takes a slot for an order that may still be refused: it is in no list and has no name until {@link #link}. */
    int allocate() {
        int slot = firstFree;
        if (slot != NONE) {
            firstFree = nextOfSession[slot];
        } else {
            slot = used++;
        }
        count++;
        return slot;
    }

    /** Gives back a slot that was allocated and never linked. */
    void release(final int slot) {
        nextOfSession[slot] = firstFree;
        firstFree = slot;
        count--;
    }

    void write(final int slot, final long newOrderId, final long newClOrdId, final long newPrice,
               final long newExpiryNs, final int newAttributes) {
        orderId[slot] = newOrderId;
        clOrdId[slot] = newClOrdId;
        price[slot] = newPrice;
        expiryNs[slot] = newExpiryNs;
        attributes[slot] = newAttributes;
        queuePosition[slot] = NOT_QUEUED;
    }

    /** Packs what never changes about an order. */
    static int attributes(final Side side, final Conditions conditions, final TimeInForce timeInForce,
                          final SelfTradePrevention prevention) {
        return side.code() | conditions.code() << 8 | timeInForce.code() << 16 | prevention.code() << 24;
    }

    /** Gives the order its name and appends it to the lists of its session and instrument. */
    void link(final int slot, final SessionState owner, final Instrument traded) {
        session[slot] = owner.index();
        instrument[slot] = traded.id();
        appendToSession(slot, owner);
        appendToInstrument(slot, traded);
        enterName(slot);
    }

    private void appendToSession(final int slot, final SessionState owner) {
        previousOfSession[slot] = owner.lastOrder;
        nextOfSession[slot] = NONE;
        if (owner.lastOrder == NONE) {
            owner.firstOrder = slot;
        } else {
            nextOfSession[owner.lastOrder] = slot;
        }
        owner.lastOrder = slot;
        owner.openOrders++;
    }

    private void appendToInstrument(final int slot, final Instrument traded) {
        previousOfInstrument[slot] = traded.lastOrder;
        nextOfInstrument[slot] = NONE;
        if (traded.lastOrder == NONE) {
            traded.firstOrder = slot;
        } else {
            nextOfInstrument[traded.lastOrder] = slot;
        }
        traded.lastOrder = slot;
    }

    /** Forgets an order that has ended and is no longer queued for expiry. */
    void remove(final int slot, final SessionState owner, final Instrument traded) {
        forgetName(slot);
        final int before = previousOfSession[slot];
        final int after = nextOfSession[slot];
        if (before == NONE) {
            owner.firstOrder = after;
        } else {
            nextOfSession[before] = after;
        }
        if (after == NONE) {
            owner.lastOrder = before;
        } else {
            previousOfSession[after] = before;
        }
        owner.openOrders--;
        removeFromInstrument(slot, traded);
        release(slot);
    }

    private void removeFromInstrument(final int slot, final Instrument traded) {
        final int before = previousOfInstrument[slot];
        final int after = nextOfInstrument[slot];
        if (before == NONE) {
            traded.firstOrder = after;
        } else {
            nextOfInstrument[before] = after;
        }
        if (after == NONE) {
            traded.lastOrder = before;
        } else {
            previousOfInstrument[after] = before;
        }
    }

    /** The live order of a session that has this name, or {@link #NONE}. */
    int find(final int sessionIndex, final long name) {
        int at = home(sessionIndex, name);
        while (table[at] != 0) {
            final int slot = table[at] - 1;
            if (clOrdId[slot] == name && session[slot] == sessionIndex) {
                return slot;
            }
            at = at + 1 & mask;
        }
        return NONE;
    }

    /** After loading a snapshot: enters the names of the orders of a session. */
    void enterNames(final SessionState owner) {
        for (int slot = owner.firstOrder; slot != NONE; slot = nextOfSession[slot]) {
            enterName(slot);
        }
    }

    private void enterName(final int slot) {
        int at = home(session[slot], clOrdId[slot]);
        while (table[at] != 0) {
            at = at + 1 & mask;
        }
        table[at] = slot + 1;
    }

    /** Closes the gap behind it, so that no entry is ever beyond an empty place on its way. */
    private void forgetName(final int slot) {
        int gap = home(session[slot], clOrdId[slot]);
        while (table[gap] != slot + 1) {
            gap = gap + 1 & mask;
        }
        int at = gap + 1 & mask;
        while (table[at] != 0) {
            final int other = table[at] - 1;
            final int home = home(session[other], clOrdId[other]);
            if ((at - home & mask) >= (at - gap & mask)) {
                table[gap] = table[at];
                gap = at;
            }
            at = at + 1 & mask;
        }
        table[gap] = 0;
    }

    private int home(final int sessionIndex, final long name) {
        long hash = (name ^ sessionIndex * 0x9E3779B97F4A7C15L) * 0xFF51AFD7ED558CCDL;
        hash = (hash ^ hash >>> 32) * 0xC4CEB9FE1A85EC53L;
        return (int) (hash ^ hash >>> 29) & mask;
    }

    long orderId(final int slot) {
        return orderId[slot];
    }

    long clOrdId(final int slot) {
        return clOrdId[slot];
    }

    /** Limit price in ticks; 0 for a market order. */
    long price(final int slot) {
        return price[slot];
    }

    void price(final int slot, final long newPrice) {
        price[slot] = newPrice;
    }

    /** 0 if it never expires. */
    long expiryNs(final int slot) {
        return expiryNs[slot];
    }

    /** Index of the session whose order it is. */
    int session(final int slot) {
        return session[slot];
    }

    int instrument(final int slot) {
        return instrument[slot];
    }

    Side side(final int slot) {
        return (attributes[slot] & 0xFF) == Side.BUY.code() ? Side.BUY : Side.SELL;
    }

    Conditions conditions(final int slot) {
        return CONDITIONS[attributes[slot] >> 8 & 0xFF];
    }

    TimeInForce timeInForce(final int slot) {
        return TIMES_IN_FORCE[attributes[slot] >> 16 & 0xFF];
    }

    SelfTradePrevention selfTradePrevention(final int slot) {
        return PREVENTIONS[attributes[slot] >> 24 & 0xFF];
    }

    int nextOfSession(final int slot) {
        return nextOfSession[slot];
    }

    int nextOfInstrument(final int slot) {
        return nextOfInstrument[slot];
    }

    int queuePosition(final int slot) {
        return queuePosition[slot];
    }

    void queuePosition(final int slot, final int position) {
        queuePosition[slot] = position;
    }

    void writeSnapshot(final SnapshotWriter out) {
        out.putInt(capacity);
        out.putInt(count);
        out.putInt(used);
        out.putInt(firstFree);
        for (int slot = 0; slot < used; slot++) {
            out.putLong(orderId[slot]);
            out.putLong(clOrdId[slot]);
            out.putLong(price[slot]);
            out.putLong(expiryNs[slot]);
            out.putInt(session[slot]);
            out.putInt(instrument[slot]);
            out.putInt(attributes[slot]);
            out.putInt(queuePosition[slot]);
            out.putInt(previousOfSession[slot]);
            out.putInt(nextOfSession[slot]);
            out.putInt(previousOfInstrument[slot]);
            out.putInt(nextOfInstrument[slot]);
        }
    }

    /** Reads all but the names, which {@link #enterNames} restores session by session. */
    static LiveOrders loadSnapshot(final SnapshotReader in) {
        final LiveOrders orders = new LiveOrders(in.getInt());
        orders.count = in.getInt();
        orders.used = in.getInt();
        orders.firstFree = in.getInt();
        for (int slot = 0; slot < orders.used; slot++) {
            orders.orderId[slot] = in.getLong();
            orders.clOrdId[slot] = in.getLong();
            orders.price[slot] = in.getLong();
            orders.expiryNs[slot] = in.getLong();
            orders.session[slot] = in.getInt();
            orders.instrument[slot] = in.getInt();
            orders.attributes[slot] = in.getInt();
            orders.queuePosition[slot] = in.getInt();
            orders.previousOfSession[slot] = in.getInt();
            orders.nextOfSession[slot] = in.getInt();
            orders.previousOfInstrument[slot] = in.getInt();
            orders.nextOfInstrument[slot] = in.getInt();
        }
        return orders;
    }
}
