package io.muex.gateway.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.exchange.config.secret.SessionRole;
import io.muex.exchange.protocol.GenesisFlyweight;
import io.muex.exchange.protocol.InstrumentStatus;
import io.muex.exchange.protocol.MassCancelScope;
import io.muex.exchange.protocol.RejectReason;
import io.muex.exchange.protocol.Side;
import io.muex.exchange.protocol.wire.AddInstrument;
import io.muex.exchange.protocol.wire.CancelOrder;
import io.muex.exchange.protocol.wire.CancelRejected;
import io.muex.exchange.protocol.wire.CommandRejected;
import io.muex.exchange.protocol.wire.MassCancel;
import io.muex.exchange.protocol.wire.Message;
import io.muex.exchange.protocol.wire.MessageCatalog;
import io.muex.exchange.protocol.wire.NewOrder;
import io.muex.exchange.protocol.wire.OrderRejected;
import io.muex.exchange.protocol.wire.QueryBook;
import io.muex.exchange.protocol.wire.QueryOrders;
import io.muex.exchange.protocol.wire.ReduceOrder;
import io.muex.exchange.protocol.wire.ReduceRejected;
import io.muex.exchange.protocol.wire.ReplaceOrder;
import io.muex.exchange.protocol.wire.ReplaceRejected;
import io.muex.exchange.protocol.wire.SetInstrumentStatus;
import io.muex.exchange.protocol.wire.SetMarketPrice;
import io.muex.exchange.protocol.wire.SetSessionLimits;
import io.muex.exchange.protocol.wire.SessionDisconnected;
import io.muex.exchange.replica.ExchangeApplication;
import io.muex.mu.session.CommandEnvelope;
import io.muex.mu.session.EventEnvelope;
import io.muex.mu.session.SessionCommands;
import io.muex.mu.session.SessionEvents;
import io.muex.mu.session.SessionReject;
import io.muex.mu.session.SessionedStateMachine;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** A gateway refuses by role exactly what the exchange would refuse by the role in its log. */
class RolePermitsTest {
    private static final long CLUSTER = 7;
    private final SessionedStateMachine machine = new SessionedStateMachine(new ExchangeApplication());
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1_024]);
    private final long[] numbers = new long[SessionRole.values().length];

    private static long session(final SessionRole role) {
        return 10 + role.ordinal();
    }

    private void create() {
        final UnsafeBuffer application = new UnsafeBuffer(new byte[GenesisFlyweight.LENGTH]);
        new GenesisFlyweight().wrapForWrite(application, 0).maxOrders(100).maxLevels(100).maxInstruments(16)
            .maxOpenOrders(100);
        final long[] sessions = new long[2 * numbers.length];
        for (final SessionRole role : SessionRole.values()) {
            sessions[2 * role.ordinal()] = session(role);
            sessions[2 * role.ordinal() + 1] = role.word();
        }
        apply(SessionCommands.encodeGenesis(buffer, 0, CLUSTER, new SessionCommands.Capacities(64, 1 << 10, 1 << 20),
            sessions, application.byteArray()));
        for (final SessionRole role : SessionRole.values()) {
            apply(SessionCommands.encodeEstablish(buffer, 0, CLUSTER, session(role), 0, -1));
        }
    }

    private void apply(final int length) {
        machine.onCommand(0, 1_000, buffer, 0, length);
    }

    private int envelope(final SessionRole role, final int kind) {
        return CommandEnvelope.encode(
            buffer, 0, kind, CLUSTER, session(role), 1, ++numbers[role.ordinal()]);
    }

    private int lastEvent() {
        return machine.events().offset(machine.events().lastEventSeq());
    }

    private boolean exchangePermits(final SessionRole role, final Message message) {
        final byte[] bytes = message.toBytes();
        final int header = envelope(role, CommandEnvelope.COMMAND);
        buffer.putBytes(header, bytes);
        apply(header + bytes.length);
        final Message answer = MessageCatalog.decode(machine.events().buffer(),
            lastEvent() + EventEnvelope.HEADER_LENGTH,
            EventEnvelope.bodyLength(machine.events().buffer(), lastEvent()));
        return RejectReason.NOT_PERMITTED != switch (answer) {
            case final OrderRejected rejected -> rejected.reason;
            case final CancelRejected rejected -> rejected.reason;
            case final ReduceRejected rejected -> rejected.reason;
            case final ReplaceRejected rejected -> rejected.reason;
            case final CommandRejected rejected -> rejected.reason;
            default -> RejectReason.NONE;
        };
    }

    private static List<Message> commands() {
        final NewOrder order = new NewOrder();
        order.side = Side.BUY;
        order.clOrdId = 1;
        order.quantity = 1;
        order.price = 1;
        final ReduceOrder reduce = new ReduceOrder();
        reduce.quantity = 1;
        final MassCancel mass = new MassCancel();
        mass.scope = MassCancelScope.OWN;
        final QueryBook query = new QueryBook();
        query.levels = 1;
        final SetMarketPrice price = new SetMarketPrice();
        price.price = 1;
        final SetInstrumentStatus status = new SetInstrumentStatus();
        status.status = InstrumentStatus.HALTED;
        final SetSessionLimits limits = new SetSessionLimits();
        limits.targetSession = session(SessionRole.TRADER);
        limits.maxQuantity = 1;
        final SessionDisconnected gone = new SessionDisconnected();
        gone.targetSession = session(SessionRole.TRADER);
        final AddInstrument instrument = new AddInstrument();
        instrument.instrumentId = 1;
        instrument.symbol = "X";
        instrument.tickMantissa = 1;
        instrument.lotMantissa = 1;
        instrument.minQuantity = 1;
        instrument.maxQuantity = 1;
        instrument.maxOrders = 1;
        instrument.maxLevels = 1;
        return List.of(order, new CancelOrder(), reduce, new ReplaceOrder(), mass, query, new QueryOrders(),
            price, status, limits, gone, instrument);
    }

    @Test
    void shouldAgreeWithTheExchangeAboutEveryCommand() {
        create();
        int refused = 0;
        for (final Message command : commands()) {
            for (final SessionRole role : SessionRole.values()) {
                final boolean permits = RolePermits.permits(role, command.templateId());
                assertEquals(exchangePermits(role, command), permits,
                    command.getClass().getSimpleName() + " of " + role.label());
                refused += permits ? 0 : 1;
            }
        }
        assertEquals(5 + 5 + 5, refused, "five orders of a read-only session, five operations of it and of a trader");
    }

    @Test
    void shouldAgreeWithTheLogAboutOpeningAndClosingSessions() {
        create();
        for (final SessionRole role : SessionRole.values()) {
            for (final int kind : new int[] {CommandEnvelope.OPEN_SESSION, CommandEnvelope.CLOSE_SESSION}) {
                envelope(role, kind);
                apply(kind == CommandEnvelope.OPEN_SESSION
                    ? SessionCommands.encodeOpenSession(buffer, 0, 99, 0)
                    : SessionCommands.encodeCloseSession(buffer, 0, 99));
                final int event = lastEvent();
                final boolean refused = EventEnvelope.kind(machine.events().buffer(), event) == SessionEvents.REJECTED
                    && SessionEvents.reason(machine.events().buffer(), event) == SessionReject.NOT_PERMITTED;
                assertEquals(!refused, RolePermits.permitsKind(role, kind), kind + " of " + role.label());
            }
            assertTrue(RolePermits.permitsKind(role, CommandEnvelope.ESTABLISH));
        }
    }
}
