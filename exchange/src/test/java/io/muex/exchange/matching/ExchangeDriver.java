package io.muex.exchange.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.exchange.protocol.wire.AddInstrument;
import io.muex.exchange.protocol.wire.Expire;
import io.muex.exchange.protocol.wire.Genesis;
import io.muex.exchange.protocol.wire.Message;
import io.muex.exchange.protocol.wire.MessageYaml;
import io.muex.mu.SnapshotReader;
import io.muex.mu.SnapshotWriter;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** An exchange with an operator (session 9), a gateway (8) and traders, driven by YAML and read as lines of text. */
final class ExchangeDriver {
    static final long OPERATOR = 9;
    static final long GATEWAY = 8;
    static final long START_NS = 1_800_000_000_000_000_000L;

    private final UnsafeBuffer command = new UnsafeBuffer(new byte[256]);
    private final RecordingSink sink = new RecordingSink();
    private Exchange exchange = new Exchange();
    private long nowNs = START_NS;

    ExchangeDriver() {
        final Genesis genesis = new Genesis();
        genesis.maxOrders = 2_000;
        genesis.maxLevels = 2_000;
        genesis.maxInstruments = 8;
        genesis.maxOpenOrders = 1_000;
        final int length = genesis.encode(command, 0);
        sink.begin(0);
        assertTrue(exchange.start(nowNs, command, 0, length, sink));
        open(OPERATOR, 1);
        open(GATEWAY, 2);
        open(1, 0);
        open(2, 0);
        open(3, 0);
    }

    static ExchangeDriver withInstrument() {
        final ExchangeDriver driver = new ExchangeDriver();
        driver.send(OPERATOR, instrument(1, "ACME"));
        return driver;
    }

    static AddInstrument instrument(final int id, final String symbol) {
        final AddInstrument added = new AddInstrument();
        added.instrumentId = id;
        added.symbol = symbol;
        added.tickMantissa = 1;
        added.tickExponent = -2;
        added.lotMantissa = 1;
        added.minQuantity = 1;
        added.maxQuantity = Long.MAX_VALUE;
        added.maxOrders = 900;
        added.maxLevels = 900;
        return added;
    }

    void open(final long session, final long role) {
        exchange.sessionOpened(session, role);
    }

    List<String> close(final long session) {
        sink.begin(0);
        exchange.sessionClosed(session, nowNs, sink);
        return sink.events();
    }

    void at(final long newNowNs) {
        nowNs = newNowNs;
    }

    long nowNs() {
        return nowNs;
    }

    Exchange exchange() {
        return exchange;
    }

    List<String> send(final long session, final Message message) {
        final int length = message.encode(command, 0);
        return send(session, command, length);
    }

    List<String> send(final long session, final UnsafeBuffer bytes, final int length) {
        sink.begin(session);
        exchange.apply(session, nowNs, bytes, 0, length, sink);
        return sink.events();
    }

    /** Sends one message, written as YAML without the leading dashes. */
    List<String> send(final long session, final String yaml) {
        final List<Message> messages = MessageYaml.parse("test", yaml);
        assertEquals(1, messages.size());
        return send(session, messages.getFirst());
    }

    List<String> buy(final long session, final long clOrdId, final long quantity, final long price,
                     final String... more) {
        return order(session, "BUY", clOrdId, quantity, price, more);
    }

    List<String> sell(final long session, final long clOrdId, final long quantity, final long price,
                      final String... more) {
        return order(session, "SELL", clOrdId, quantity, price, more);
    }

    private List<String> order(final long session, final String side, final long clOrdId, final long quantity,
                               final long price, final String... more) {
        return send(session, "!NewOrder { instrumentId: 1, side: " + side + ", clOrdId: " + clOrdId + ", quantity: "
            + quantity + ", price: " + price + (more.length == 0 ? "" : ", ") + String.join(", ", more) + " }");
    }

    List<String> expire(final long timeNs) {
        final Expire expire = new Expire();
        expire.timeNs = timeNs;
        final int length = expire.encode(command, 0);
        sink.begin(0);
        exchange.applyInternal(nowNs, command, 0, length, sink);
        return sink.events();
    }

    /** Goes on with an exchange that was loaded from a snapshot of this one. */
    void restart() {
        final UnsafeBuffer bytes = new UnsafeBuffer(new byte[1 << 20]);
        final SnapshotWriter writer = new SnapshotWriter().wrap(bytes, 0, bytes.capacity());
        exchange.writeSnapshot(writer);
        final SnapshotReader reader = new SnapshotReader().wrap(bytes, 0, writer.length());
        exchange = new Exchange();
        exchange.loadSnapshot(reader);
        assertEquals(0, reader.remaining());
    }
}
