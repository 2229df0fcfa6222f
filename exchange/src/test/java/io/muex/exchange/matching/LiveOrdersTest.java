package io.muex.exchange.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.exchange.protocol.AddInstrumentFlyweight;
import io.muex.exchange.protocol.Conditions;
import io.muex.exchange.protocol.SelfTradePrevention;
import io.muex.exchange.protocol.Side;
import io.muex.exchange.protocol.TimeInForce;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, lists and expiry queue against plain collections, with the table as full as it may be. */
class LiveOrdersTest {
    private static final int CAPACITY = 64;

    private record Name(int session, long clOrdId) {
    }

    private final LiveOrders orders = new LiveOrders(CAPACITY);
    private final ExpiryQueue expiries = new ExpiryQueue(orders);
    private final List<SessionState> sessions = new ArrayList<>();
    private final Instrument instrument = instrument();
    private final Map<Name, Integer> slots = new HashMap<>();
    private final List<Integer> inOrder = new ArrayList<>();

    private static Instrument instrument() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[AddInstrumentFlyweight.LENGTH]);
        return new Instrument(new AddInstrumentFlyweight().wrapForWrite(buffer, 0)
            .instrumentId(1).maxOrders(1).maxLevels(1));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldAgreeWithPlainCollections(final long seed) {
        final Random random = new Random(seed);
        for (int index = 0; index < 3; index++) {
            sessions.add(new SessionState(index + 1, index, 0));
        }
        for (long step = 1; step <= 100_000; step++) {
            final SessionState session = sessions.get(random.nextInt(sessions.size()));
            final Name name = new Name(session.index(), 1 + random.nextInt(40));
            final Integer known = slots.get(name);
            assertEquals(known == null ? LiveOrders.NONE : known, orders.find(name.session, name.clOrdId));
            if (known != null) {
                remove(name, known);
            } else if (!orders.isFull()) {
                add(name, session, step, random);
            }
            assertEquals(slots.size(), orders.count(), "seed " + seed);
            if (step % 1_000 == 0) {
                checkLists();
                checkQueue();
            }
        }
    }

    private void add(final Name name, final SessionState session, final long step, final Random random) {
        final int slot = orders.allocate();
        final long expiryNs = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(50);
        orders.write(slot, step, name.clOrdId, 1, expiryNs, LiveOrders.attributes(
            Side.SELL, Conditions.FOK, TimeInForce.GTD, SelfTradePrevention.EXPIRE_BOTH));
        orders.link(slot, session, instrument);
        if (expiryNs != 0) {
            expiries.add(slot);
        }
        slots.put(name, slot);
        inOrder.add(slot);
    }

    private void remove(final Name name, final int slot) {
        assertEquals(Side.SELL, orders.side(slot));
        assertEquals(Conditions.FOK, orders.conditions(slot));
        assertEquals(TimeInForce.GTD, orders.timeInForce(slot));
        assertEquals(SelfTradePrevention.EXPIRE_BOTH, orders.selfTradePrevention(slot));
        expiries.remove(slot);
        orders.remove(slot, sessions.get(name.session), instrument);
        slots.remove(name);
        inOrder.remove((Integer) slot);
    }

    private void checkLists() {
        final List<Integer> listed = new ArrayList<>();
        for (int slot = instrument.firstOrder; slot != LiveOrders.NONE; slot = orders.nextOfInstrument(slot)) {
            listed.add(slot);
        }
        assertEquals(inOrder, listed);
        for (final SessionState session : sessions) {
            listed.clear();
            for (int slot = session.firstOrder; slot != LiveOrders.NONE; slot = orders.nextOfSession(slot)) {
                listed.add(slot);
            }
            assertEquals(inOrder.stream().filter(slot -> orders.session(slot) == session.index()).toList(), listed);
            assertEquals(listed.size(), session.openOrders);
        }
    }

    /** Takes everything out of the queue in its order, and puts it in again. */
    private void checkQueue() {
        final List<Integer> expected = inOrder.stream().filter(slot -> orders.expiryNs(slot) != 0)
            .sorted(Comparator.<Integer>comparingLong(orders::expiryNs).thenComparingLong(orders::orderId)).toList();
        final List<Integer> queued = new ArrayList<>();
        while (expiries.first() != LiveOrders.NONE) {
            queued.add(expiries.first());
            expiries.remove(expiries.first());
        }
        assertEquals(expected, queued);
        assertTrue(queued.size() <= CAPACITY);
        queued.reversed().forEach(expiries::add);
    }
}
