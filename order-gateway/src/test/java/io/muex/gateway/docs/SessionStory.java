package io.muex.gateway.docs;

import io.muex.exchange.protocol.Side;
import io.muex.exchange.protocol.wire.AddInstrument;
import io.muex.exchange.protocol.wire.Expire;
import io.muex.exchange.protocol.wire.Genesis;
import io.muex.exchange.protocol.wire.Message;
import io.muex.exchange.protocol.wire.MessageCatalog;
import io.muex.exchange.protocol.wire.NewOrder;
import io.muex.exchange.replica.ExchangeApplication;
import io.muex.mu.session.CommandEnvelope;
import io.muex.mu.session.EventEnvelope;
import io.muex.mu.session.EventRing;
import io.muex.mu.session.SessionCommands;
import io.muex.mu.session.SessionEvents;
import io.muex.mu.session.SessionedStateMachine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/** Commands that the real exchange executed, and the events that it answered, for the pages and their tests. */
final class SessionStory {
    static final long CLUSTER = 4_711;
    static final long SESSION = 7;
    static final long OPERATOR = 1;
    static final long CONNECTION = 0x63_0001;
    static final long CLAIM = -CONNECTION;
    private static final long NOW_NS = 1_800_000_000_000_000_000L;
    private static final Map<Integer, String> KINDS = Map.of(SessionEvents.CREATED, "CREATED",
        SessionEvents.DONE, "DONE", SessionEvents.REJECTED, "REJECTED", SessionEvents.ESTABLISHED, "ESTABLISHED",
        SessionEvents.SESSION_OPENED, "SESSION_OPENED", SessionEvents.SESSION_CLOSED, "SESSION_CLOSED",
        SessionEvents.DISCONNECTED, "DISCONNECTED");

    /** A command or event as it was said. */
    private record Line(String name, byte[] bytes) {
    }

    private final SessionedStateMachine machine = ExchangeApplication.newStateMachine();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1_024]);
    private final List<Line> lines = new ArrayList<>();
    private long index;
    private long told;

    SessionStory() {
        genesis();
        give("ESTABLISH", SessionCommands.encodeEstablish(buffer, 0, CLUSTER, OPERATOR, 0, -0x7_0001));
        final AddInstrument instrument = new AddInstrument();
        instrument.instrumentId = 3;
        instrument.symbol = "ACME";
        instrument.tickMantissa = 1;
        instrument.tickExponent = -2;
        instrument.lotMantissa = 1;
        instrument.minQuantity = 1;
        instrument.maxQuantity = 1_000_000;
        instrument.maxOrders = 100;
        instrument.maxLevels = 100;
        give("COMMAND AddInstrument", message(OPERATOR, 1, 1, instrument));
        give("ESTABLISH", SessionCommands.encodeEstablish(buffer, 0, CLUSTER, SESSION, 0, CLAIM));
        give("COMMAND NewOrder", message(SESSION, 1, 1, order()));
        give("COMMAND with a number too high", message(SESSION, 1, 3, order()));
        envelope(CommandEnvelope.OPEN_SESSION, OPERATOR, 1, 2);
        give("OPEN_SESSION", SessionCommands.encodeOpenSession(buffer, 0, 8, 0));
        envelope(CommandEnvelope.CLOSE_SESSION, OPERATOR, 1, 3);
        give("CLOSE_SESSION", SessionCommands.encodeCloseSession(buffer, 0, 8));
        give("DISCONNECT", SessionCommands.encodeDisconnect(buffer, 0, CLUSTER, SESSION, 1));
        final Expire expire = new Expire();
        envelope(CommandEnvelope.INTERNAL, 0, 0, 0);
        give("INTERNAL Expire", CommandEnvelope.HEADER_LENGTH
            + expire.encode(buffer, CommandEnvelope.HEADER_LENGTH));
    }

    static NewOrder order() {
        final NewOrder order = new NewOrder();
        order.clOrdId = 7;
        order.instrumentId = 3;
        order.side = Side.BUY;
        order.quantity = 100;
        order.price = 1_050;
        return order;
    }

    private void genesis() {
        final Genesis genesis = new Genesis();
        genesis.maxOrders = 1_000;
        genesis.maxLevels = 1_000;
        genesis.maxInstruments = 16;
        genesis.maxOpenOrders = 100;
        give("GENESIS", SessionCommands.encodeGenesis(buffer, 0, CLUSTER,
            new SessionCommands.Capacities(16, 1 << 10, 1 << 18), new long[] {OPERATOR, 1, SESSION, 0},
            genesis.toBytes()));
    }

    private void envelope(final int kind, final long session, final int epoch, final long number) {
        CommandEnvelope.encode(buffer, 0, kind, CLUSTER, session, epoch, number);
    }

    private int message(final long session, final int epoch, final long number, final Message message) {
        envelope(CommandEnvelope.COMMAND, session, epoch, number);
        return CommandEnvelope.HEADER_LENGTH + message.encode(buffer, CommandEnvelope.HEADER_LENGTH);
    }

    private void give(final String name, final int length) {
        lines.add(new Line(name, Arrays.copyOf(buffer.byteArray(), length)));
        machine.onCommand(++index, NOW_NS, buffer, 0, length);
        final EventRing events = machine.events();
        while (told < events.lastEventSeq()) {
            told++;
            final byte[] event = new byte[events.length(told)];
            events.buffer().getBytes(events.offset(told), event);
            final int kind = EventEnvelope.kind(new UnsafeBuffer(event), 0);
            lines.add(new Line(kind >= SessionEvents.FIRST_KIND ? KINDS.get(kind)
                : MessageCatalog.create(kind).getClass().getSimpleName(), event));
        }
    }

    /** The last command or event of this name. */
    byte[] bytes(final String name) {
        return lines.stream().filter(line -> line.name().equals(name)).reduce((first, second) -> second)
            .map(Line::bytes).orElseThrow(() -> new AssertionError(name + " is not in " + names()));
    }

    /** Number of the event of this name. */
    long eventSeq(final String name) {
        return EventEnvelope.eventSeq(new UnsafeBuffer(bytes(name)), 0);
    }

    private List<String> names() {
        return lines.stream().map(Line::name).toList();
    }
}
