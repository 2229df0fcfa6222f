package io.muex.gateway.marketdata;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.muex.exchange.protocol.MessageFlyweight;
import io.muex.exchange.protocol.link.LinkHeader;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Packets between a publisher of market data and its readers. Each begins with a {@link LinkHeader}; offsets are from
 * its first byte; <i>messages</i> are those of the schema with template ids from 201, back to back, header and block
 * each.
 * <pre>
 *   increments
 *   INCREMENT     8 i64 clusterId, 16 i64 previous, 24 i64 seq, 32 i64 timestampNs, 40 i32 flags (1 = END),
 *                 44 i32 zero, 48 messages. Sender is 0: the same bytes from every publisher
 *   HEARTBEAT     8 i64 clusterId, 16 i64 seq of the last INCREMENT (0: none since this publisher began),
 *                 24 i64 last event read: there is no INCREMENT between it and the last one, or, where there is
 *                 none, and 32; 32 i64 increments whose previous is this or more are retained
 *   recovery
 *   INCREMENT     once more, because it was asked for
 *   SNAPSHOT      8 i64 clusterId, 16 i64 asOf (event), 24 i32 part, 28 i32 parts, 32 i32 instruments in all,
 *                 36 i32 instrumentId (0: there is none at all), 40 messages: MarketInstrument first, then levels
 *   NOT_RETAINED  8 i64 clusterId, 16 i64 from as asked, 24 i64 see HEARTBEAT at 32
 *   conflated
 *   CONFLATED     8 i64 clusterId, 16 i64 asOf (event), 24 i64 timestampNs, 32 messages: MarketQuote, then the
 *                 best levels
 *   requests, reader to publisher
 *   WANT_GAP      8 i64 clusterId, 16 i64 from, 24 i64 to: increments after from, up to and including to,
 *                 one at least: what it names as its previous tells whether anything is missing
 *   WANT_SNAPSHOT 8 i64 clusterId: the next round of snapshots should not wait
 * </pre>
 * Static, any thread; the caller owns the buffer.
 */
final class FeedLink {
    static final int INCREMENT = 64;
    static final int HEARTBEAT = 65;
    static final int SNAPSHOT = 66;
    static final int NOT_RETAINED = 67;
    static final int CONFLATED = 68;
    static final int WANT_GAP = 72;
    static final int WANT_SNAPSHOT = 73;

    /** Longest packet in bytes: fits into a datagram of the usual size. */
    static final int MAX_PACKET = 1_344;
    /** Bytes of INCREMENT, SNAPSHOT and CONFLATED before the first message. */
    static final int INCREMENT_HEADER_LENGTH = 48;
    static final int SNAPSHOT_HEADER_LENGTH = 40;
    static final int CONFLATED_HEADER_LENGTH = 32;
    static final int HEARTBEAT_LENGTH = 40;
    static final int NOT_RETAINED_LENGTH = 32;
    static final int WANT_GAP_LENGTH = 32;
    static final int WANT_SNAPSHOT_LENGTH = 16;
    /** Flag of an INCREMENT: the last one of its command. */
    static final int END = 1;

    private FeedLink() {
    }

    /** Says whether these bytes are a packet of which every field and message may be read. */
    static boolean check(final int type, final DirectBuffer buffer, final int offset, final int length) {
        return switch (type) {
            case INCREMENT -> areMessages(buffer, offset + INCREMENT_HEADER_LENGTH, offset + length);
            case SNAPSHOT -> areMessages(buffer, offset + SNAPSHOT_HEADER_LENGTH, offset + length)
                && isPart(buffer, offset);
            case CONFLATED -> areMessages(buffer, offset + CONFLATED_HEADER_LENGTH, offset + length);
            case HEARTBEAT -> length == HEARTBEAT_LENGTH;
            case NOT_RETAINED -> length == NOT_RETAINED_LENGTH;
            case WANT_GAP -> length == WANT_GAP_LENGTH;
            case WANT_SNAPSHOT -> length == WANT_SNAPSHOT_LENGTH;
            default -> false;
        };
    }

    private static boolean areMessages(final DirectBuffer buffer, final int from, final int end) {
        int at = from;
        while (at + MessageFlyweight.HEADER_LENGTH <= end) {
            final int known = PublicMessages.blockLength(MessageFlyweight.templateId(buffer, at));
            if (MessageFlyweight.schemaId(buffer, at) != MessageFlyweight.SCHEMA_ID
                || MessageFlyweight.blockLength(buffer, at) < known) {
                return false;
            }
            at += messageLength(buffer, at);
        }
        return at == end;
    }

    private static boolean isPart(final DirectBuffer buffer, final int offset) {
        final int instruments = snapshotInstruments(buffer, offset);
        final int part = snapshotPart(buffer, offset);
        return instruments >= 0 && instruments <= PublicMarket.MAX_INSTRUMENTS
            && part >= 0 && part < snapshotParts(buffer, offset);
    }

    /** Header and block of the message at {@code offset}. */
    static int messageLength(final DirectBuffer buffer, final int offset) {
        return MessageFlyweight.HEADER_LENGTH + MessageFlyweight.blockLength(buffer, offset);
    }

    static long clusterId(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 8);
    }

    /** Writes the part of an INCREMENT before the messages. */
    static void encodeIncrement(final MutableDirectBuffer buffer, final int offset, final long clusterId,
        final long previous, final long seq, final long timestampNs, final int flags) {
        begin(buffer, offset, INCREMENT, 0, clusterId);
        longAt(buffer, offset + 16, previous);
        longAt(buffer, offset + 24, seq);
        longAt(buffer, offset + 32, timestampNs);
        longAt(buffer, offset + 40, flags);
    }

    static long previous(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 16);
    }

    static long seq(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 24);
    }

    static long incrementTimestampNs(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 32);
    }

    static boolean isEnd(final DirectBuffer buffer, final int offset) {
        return (intAt(buffer, offset + 40) & END) != 0;
    }

    static void encodeHeartbeat(final MutableDirectBuffer buffer, final int offset, final int publisher,
        final long clusterId, final long seq, final long eventSeq, final long retainedFrom) {
        begin(buffer, offset, HEARTBEAT, publisher, clusterId);
        longAt(buffer, offset + 16, seq);
        longAt(buffer, offset + 24, eventSeq);
        longAt(buffer, offset + 32, retainedFrom);
    }

    static long heartbeatSeq(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 16);
    }

    static long heartbeatEventSeq(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 24);
    }

    static long heartbeatRetainedFrom(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 32);
    }

    /** Writes the part of a SNAPSHOT before the messages. */
    static void encodeSnapshot(final MutableDirectBuffer buffer, final int offset, final int publisher,
        final long clusterId, final long asOf, final int instruments, final int instrumentId) {
        begin(buffer, offset, SNAPSHOT, publisher, clusterId);
        longAt(buffer, offset + 16, asOf);
        intAt(buffer, offset + 32, instruments);
        intAt(buffer, offset + 36, instrumentId);
    }

    /** Sets which part of how many a SNAPSHOT is. */
    static void snapshotPart(final MutableDirectBuffer buffer, final int offset, final int part, final int parts) {
        intAt(buffer, offset + 24, part);
        intAt(buffer, offset + 28, parts);
    }

    /** SNAPSHOT and CONFLATED: the event that it is as of; every INCREMENT up to there is in it. */
    static long asOf(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 16);
    }

    static int snapshotPart(final DirectBuffer buffer, final int offset) {
        return intAt(buffer, offset + 24);
    }

    static int snapshotParts(final DirectBuffer buffer, final int offset) {
        return intAt(buffer, offset + 28);
    }

    static int snapshotInstruments(final DirectBuffer buffer, final int offset) {
        return intAt(buffer, offset + 32);
    }

    static int snapshotInstrumentId(final DirectBuffer buffer, final int offset) {
        return intAt(buffer, offset + 36);
    }

    static void encodeNotRetained(final MutableDirectBuffer buffer, final int offset, final int publisher,
        final long clusterId, final long from, final long retainedFrom) {
        begin(buffer, offset, NOT_RETAINED, publisher, clusterId);
        longAt(buffer, offset + 16, from);
        longAt(buffer, offset + 24, retainedFrom);
    }

    static long notRetainedFrom(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 16);
    }

    /** Writes the part of a CONFLATED before the messages. */
    static void encodeConflated(final MutableDirectBuffer buffer, final int offset, final int publisher,
        final long clusterId, final long asOf, final long timestampNs) {
        begin(buffer, offset, CONFLATED, publisher, clusterId);
        longAt(buffer, offset + 16, asOf);
        longAt(buffer, offset + 24, timestampNs);
    }

    static long conflatedTimestampNs(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 24);
    }

    static void encodeWantGap(
        final MutableDirectBuffer buffer, final int offset, final long clusterId, final long from, final long to) {
        begin(buffer, offset, WANT_GAP, 0, clusterId);
        longAt(buffer, offset + 16, from);
        longAt(buffer, offset + 24, to);
    }

    static long wantFrom(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 16);
    }

    static long wantTo(final DirectBuffer buffer, final int offset) {
        return longAt(buffer, offset + 24);
    }

    static void encodeWantSnapshot(final MutableDirectBuffer buffer, final int offset, final long clusterId) {
        begin(buffer, offset, WANT_SNAPSHOT, 0, clusterId);
    }

    private static void begin(final MutableDirectBuffer buffer, final int offset, final int type, final int sender,
        final long clusterId) {
        LinkHeader.encode(buffer, offset, type, sender);
        longAt(buffer, offset + 8, clusterId);
    }

    private static long longAt(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset, LITTLE_ENDIAN);
    }

    private static void longAt(final MutableDirectBuffer buffer, final int offset, final long value) {
        buffer.putLong(offset, value, LITTLE_ENDIAN);
    }

    private static int intAt(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset, LITTLE_ENDIAN);
    }

    private static void intAt(final MutableDirectBuffer buffer, final int offset, final int value) {
        buffer.putInt(offset, value, LITTLE_ENDIAN);
    }
}
