package io.muex.exchange.replica;

import io.muex.exchange.matching.Exchange;
import io.muex.mu.SnapshotReader;
import io.muex.mu.SnapshotWriter;
import io.muex.mu.session.EventSink;
import io.muex.mu.session.SessionApplication;
import io.muex.mu.session.SessionedStateMachine;
import org.agrona.DirectBuffer;

/**
 * The exchange behind the sessions of Mu. The body of a command and of an event is one message of the published schema,
 * header included; the kind of an event is its template id. Replication thread only.
 */
public final class ExchangeApplication implements SessionApplication {
    private final Exchange exchange = new Exchange();

    /** The state machine of a new replica: sessions, and this application behind them. */
    public static SessionedStateMachine newStateMachine() {
        return new SessionedStateMachine(new ExchangeApplication());
    }

    /** The exchange itself, to look at. */
    public Exchange exchange() {
        return exchange;
    }

    @Override
    public boolean onGenesis(final long timestampNs, final DirectBuffer buffer, final int offset, final int length,
                             final EventSink sink) {
        return exchange.start(timestampNs, buffer, offset, length, sink);
    }

    @Override
    public void onCommand(final long session, final long number, final long timestampNs, final DirectBuffer buffer,
                          final int offset, final int length, final EventSink sink) {
        exchange.apply(session, timestampNs, buffer, offset, length, sink);
    }

    @Override
    public void onInternal(final long timestampNs, final DirectBuffer buffer, final int offset, final int length,
                           final EventSink sink) {
        exchange.applyInternal(timestampNs, buffer, offset, length, sink);
    }

    @Override
    public void onSessionOpened(final long session, final long role, final long timestampNs, final EventSink sink) {
        exchange.sessionOpened(session, role);
    }

    @Override
    public void onSessionClosed(final long session, final long timestampNs, final EventSink sink) {
        exchange.sessionClosed(session, timestampNs, sink);
    }

    @Override
    public void onSessionDisconnected(final long session, final long timestampNs, final EventSink sink) {
        exchange.sessionDisconnected(session, timestampNs, sink);
    }

    @Override
    public void writeSnapshot(final SnapshotWriter out) {
        exchange.writeSnapshot(out);
    }

    @Override
    public void loadSnapshot(final SnapshotReader in) {
        exchange.loadSnapshot(in);
    }
}
