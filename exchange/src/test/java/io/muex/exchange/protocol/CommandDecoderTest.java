package io.muex.exchange.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.exchange.protocol.wire.Message;
import io.muex.exchange.protocol.wire.MessageCatalog;
import io.muex.exchange.protocol.wire.MessageYaml;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandDecoderTest {
    private static final String ORDER = "clOrdId: 1, instrumentId: 1, side: BUY, quantity: 1";
    private static final String INSTRUMENT = "instrumentId: 1, symbol: A, tickMantissa: 1, lotMantissa: 1, "
        + "minQuantity: 1, maxQuantity: 2, maxOrders: 1, maxLevels: 1";
    private static final String GENESIS = "maxOrders: 1, maxLevels: 1, maxInstruments: 1, maxOpenOrders: 1";

    private final CommandDecoder decoder = new CommandDecoder();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "NONE                          | NewOrder            | " + ORDER,
        "NONE                          | NewOrder            | " + ORDER + ", timeInForce: GTD, expireTimeNs: 1",
        "INVALID_SIDE                  | NewOrder            | clOrdId: 1, quantity: 1",
        "INVALID_ID                    | NewOrder            | clOrdId: 0, side: BUY, quantity: 1",
        "INVALID_QUANTITY              | NewOrder            | clOrdId: 1, side: BUY, quantity: 0",
        "INVALID_PRICE                 | NewOrder            | " + ORDER + ", price: -1",
        "INVALID_STOP_PRICE            | NewOrder            | " + ORDER + ", stopPrice: -1",
        "INVALID_EXPIRE_TIME           | NewOrder            | " + ORDER + ", timeInForce: GTD",
        "INVALID_EXPIRE_TIME           | NewOrder            | " + ORDER + ", timeInForce: DAY, expireTimeNs: 1",
        "INVALID_SELF_TRADE_PREVENTION | NewOrder            | "
            + ORDER + ", stopPrice: 1, selfTradePrevention: EXPIRE_BOTH",
        "NONE                          | CancelOrder         | clOrdId: -1",
        "INVALID_QUANTITY              | ReduceOrder         | clOrdId: 1",
        "INVALID_PRICE                 | ReplaceOrder        | clOrdId: 1, newPrice: -1",
        "INVALID_SCOPE                 | MassCancel          | instrumentId: 1",
        "INVALID_SCOPE                 | MassCancel          | scope: DISCONNECTED",
        "INVALID_SCOPE                 | MassCancel          | scope: OWN, targetSession: 1",
        "INVALID_SCOPE                 | MassCancel          | scope: INSTRUMENT",
        "INVALID_SESSION               | MassCancel          | scope: SESSION",
        "NONE                          | MassCancel          | scope: SESSION, targetSession: 1",
        "INVALID_LEVELS                | QueryBook           | instrumentId: 1",
        "INVALID_ID                    | QueryOrders         | afterOrderId: -1",
        "NONE                          | AddInstrument       | " + INSTRUMENT,
        "INVALID_INSTRUMENT_ID         | AddInstrument       | symbol: A",
        "INVALID_SYMBOL                | AddInstrument       | instrumentId: 1",
        "INVALID_SYMBOL                | AddInstrument       | instrumentId: 1, symbol: \"A B\"",
        "INVALID_INCREMENT             | AddInstrument       | instrumentId: 1, symbol: A, tickMantissa: 1",
        "INVALID_INCREMENT             | AddInstrument       | " + INSTRUMENT + ", tickExponent: -19",
        "INVALID_CAPACITY              | AddInstrument       | " + INSTRUMENT + ", depthLevels: 65",
        "INVALID_LIMIT                 | AddInstrument       | " + INSTRUMENT + ", priceBand: 10001",
        "INVALID_LIMIT                 | AddInstrument       | " + INSTRUMENT + ", dayEndNs: 86400000000000",
        "INVALID_PRICE                 | SetMarketPrice      | instrumentId: 1",
        "INVALID_STATUS                | SetInstrumentStatus | instrumentId: 1",
        "INVALID_SESSION               | SetSessionLimits    | owner: 1",
        "INVALID_LIMIT                 | SetSessionLimits    | targetSession: 1, maxCommandsPerSecond: 1",
        "INVALID_LIMIT                 | SetSessionLimits    | targetSession: 1, maxNotional: -1",
        "NONE                          | SetSessionLimits    | targetSession: 1",
        "INVALID_TIME                  | Expire              | timeNs: -1",
        "INVALID_SESSION               | SessionDisconnected | targetSession: 0",
        "NONE                          | Genesis             | " + GENESIS,
        "INVALID_CAPACITY              | Genesis             | maxOrders: 1",
        "INVALID_LIMIT                 | Genesis             | " + GENESIS + ", maxCommandsPerSecond: -1"})
    void shouldNameTheFirstThingThatIsWrong(final RejectReason expected, final String name, final String fields) {
        final Message message = MessageYaml.parse("test", "!" + name + " { " + fields + " }").getFirst();
        final int length = message.encode(buffer, 0);
        assertEquals(expected, decoder.decode(buffer, 0, length));
        assertTrue(decoder.isFramed());
        assertEquals(message.templateId(), decoder.templateId());
    }

    @Test
    void shouldRefuseEveryFrameThatIsNotExactlyRight() {
        final int length = MessageYaml.parse("test", "!CancelOrder { clOrdId: 1 }").getFirst().encode(buffer, 0);
        assertEquals(RejectReason.NONE, decoder.decode(buffer, 0, length));
        assertEquals(RejectReason.MALFORMED, decoder.decode(buffer, 0, length - 1));
        assertFalse(decoder.isFramed());
        assertEquals(RejectReason.MALFORMED, decoder.decode(buffer, 0, length + 8));
        assertEquals(RejectReason.MALFORMED, decoder.decode(buffer, 0, 7));
        assertEquals(0, decoder.templateId());
        assertEquals(RejectReason.MALFORMED, decoder.decode(buffer, 0, 0));
        buffer.putShort(6, (short) 2);
        assertEquals(RejectReason.UNSUPPORTED_VERSION, decoder.decode(buffer, 0, length));
        buffer.putShort(6, (short) 0);
        assertEquals(RejectReason.UNSUPPORTED_VERSION, decoder.decode(buffer, 0, length));
        buffer.putShort(2, (short) 99);
        assertEquals(RejectReason.UNKNOWN_TEMPLATE, decoder.decode(buffer, 0, length));
        assertEquals(99, decoder.templateId());
        buffer.putShort(2, (short) OrderAcceptedFlyweight.TEMPLATE_ID);
        assertEquals(RejectReason.UNKNOWN_TEMPLATE, decoder.decode(buffer, 0, length), "an event is no command");
        buffer.putShort(4, (short) 1);
        assertEquals(RejectReason.MALFORMED, decoder.decode(buffer, 0, length));
    }

    @Test
    void shouldRefuseEnumerationsThatMeanNothing() {
        final int length = MessageYaml.parse("test", "!NewOrder { " + ORDER + " }").getFirst().encode(buffer, 0);
        final List<RejectReason> reasons = List.of(RejectReason.INVALID_SIDE, RejectReason.INVALID_CONDITIONS,
            RejectReason.INVALID_TIME_IN_FORCE, RejectReason.INVALID_SELF_TRADE_PREVENTION);
        for (int i = 0; i < reasons.size(); i++) {
            final int at = 8 + 44 + i;
            final byte before = buffer.getByte(at);
            for (final int code : new int[] {4, 127, 128, 255}) {
                buffer.putByte(at, (byte) code);
                assertEquals(reasons.get(i), decoder.decode(buffer, 0, length));
            }
            buffer.putByte(at, before);
        }
        assertEquals(RejectReason.NONE, decoder.decode(buffer, 0, length));
    }

    /** Random bytes, and good commands with a few bytes changed: an answer to each, and every kind of answer occurs. */
    @Test
    void shouldAnswerEverySequenceOfBytes() {
        final long seed = 4711;
        final Random random = new Random(seed);
        final List<Message> commands =
            MessageCatalog.all().stream().filter(message -> message.templateId() < 100).toList();
        final EnumSet<RejectReason> seen = EnumSet.noneOf(RejectReason.class);
        for (int trial = 0; trial < 300_000; trial++) {
            random.nextBytes(buffer.byteArray());
            int length = random.nextInt(200);
            if (trial % 4 != 0) {
                length = commands.get(random.nextInt(commands.size())).encode(buffer, 0);
                for (int change = random.nextInt(4); change > 0; change--) {
                    buffer.putByte(random.nextInt(length), (byte) random.nextInt());
                }
            }
            final RejectReason reason = decoder.decode(buffer, 0, length);
            assertNotNull(reason, () -> "seed " + seed);
            seen.add(reason);
        }
        assertTrue(seen.contains(RejectReason.NONE) && seen.contains(RejectReason.UNKNOWN_TEMPLATE)
            && seen.contains(RejectReason.UNSUPPORTED_VERSION) && seen.size() > 15, () -> "seed " + seed + " " + seen);
    }
}
