package io.muex.exchange.protocol.wire;

import io.muex.exchange.protocol.MessageFlyweight;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import net.openhft.chronicle.bytes.Bytes;
import org.agrona.DirectBuffer;

/** Every message of the schema: makes objects from template ids, bytes and YAML tags. Any thread; allocates. */
public final class MessageCatalog {
    private static final List<Supplier<Message>> ALL = List.of(
        Genesis::new,
        NewOrder::new,
        CancelOrder::new,
        ReduceOrder::new,
        ReplaceOrder::new,
        MassCancel::new,
        QueryBook::new,
        QueryOrders::new,
        AddInstrument::new,
        SetMarketPrice::new,
        SetInstrumentStatus::new,
        SetSessionLimits::new,
        Expire::new,
        SessionDisconnected::new,
        OrderAccepted::new,
        OrderRejected::new,
        OrderTriggered::new,
        Fill::new,
        OrderCancelled::new,
        CancelRejected::new,
        OrderReduced::new,
        ReduceRejected::new,
        OrderReplaced::new,
        ReplaceRejected::new,
        MarketPriceSet::new,
        InstrumentAdded::new,
        InstrumentStatusChanged::new,
        MassCancelled::new,
        SessionLimitsSet::new,
        OrdersExpired::new,
        BookLevel::new,
        BookSnapshot::new,
        DepthChanged::new,
        OpenOrder::new,
        OpenOrdersEnd::new,
        CommandRejected::new,
        ExchangeStarted::new,
        MarketTrade::new,
        MarketLevel::new,
        MarketInstrument::new,
        MarketStatus::new,
        MarketPrice::new,
        MarketQuote::new);

    private static final Map<Integer, Supplier<Message>> BY_TEMPLATE_ID = new HashMap<>();
    private static final Map<String, Supplier<Message>> BY_NAME = new HashMap<>();

    static {
        for (final Supplier<Message> supplier : ALL) {
            final Message message = supplier.get();
            BY_TEMPLATE_ID.put(message.templateId(), supplier);
            BY_NAME.put(message.getClass().getSimpleName(), supplier);
        }
    }

    private MessageCatalog() {
    }

    /** One new object of every message, in the order of template ids. */
    public static List<Message> all() {
        return ALL.stream().map(Supplier::get).toList();
    }

    /** A new object of a message, or null if the schema has no such template id. */
    public static Message create(final int templateId) {
        final Supplier<Message> supplier = BY_TEMPLATE_ID.get(templateId);
        return supplier == null ? null : supplier.get();
    }

    /**
     * Makes an object of the bytes of a message.
     *
     * @throws IllegalArgumentException if they are no message of this schema
     */
    public static Message decode(final DirectBuffer buffer, final int offset, final int length) {
        final Message message = length < MessageFlyweight.HEADER_LENGTH
            ? null : create(MessageFlyweight.templateId(buffer, offset));
        if (message == null || length < message.length()) {
            throw new IllegalArgumentException("no message of the exchange: " + length + " bytes");
        }
        final byte[] copy = new byte[length];
        buffer.getBytes(offset, copy);
        message.readMarshallable(Bytes.wrapForRead(copy));
        return message;
    }

    /** A new object of the message with this name, or null if the schema has no such message. */
    static Message create(final String name) {
        final Supplier<Message> supplier = BY_NAME.get(name);
        return supplier == null ? null : supplier.get();
    }
}
