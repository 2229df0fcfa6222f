package io.muex.exchange.protocol;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A view of one message in memory that somebody else owns: an 8-byte header and a block of fixed length. All numbers
 * are little-endian; every field lies at a multiple of its own length, seen from the start of the message.
 * <p>
 * The layout is that of {@code exchange-schema.xml}, which lies beside this class. A flyweight belongs to one thread,
 * is pointed at memory as often as wanted, allocates nothing, and must not be used after that memory went away.
 * It checks lengths, not contents: what came from outside goes through {@link CommandDecoder} first.
 */
public abstract class MessageFlyweight {
    /** Length of the header before every block, in bytes. */
    public static final int HEADER_LENGTH = 8;
    /** Tells messages of the exchange from those of anybody else. */
    public static final int SCHEMA_ID = 28021;
    /** Version of the schema that this code writes, and the newest that it reads. */
    public static final int SCHEMA_VERSION = 1;
    /** Length of the longest message, in bytes. */
    public static final int MAX_LENGTH = HEADER_LENGTH + 80;
    /** Characters of a symbol. */
    public static final int SYMBOL_LENGTH = 16;

    private static final int BLOCK_LENGTH_OFFSET = 0;
    private static final int TEMPLATE_ID_OFFSET = 2;
    private static final int SCHEMA_ID_OFFSET = 4;
    private static final int VERSION_OFFSET = 6;

    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);

    /** For the messages of this package. */
    MessageFlyweight() {
    }

    /** Length of the block of the message at {@code offset}, in bytes; not checked against anything. */
    public static int blockLength(final DirectBuffer buffer, final int offset) {
        return buffer.getShort(offset + BLOCK_LENGTH_OFFSET, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
    }

    /** Template id of the message at {@code offset}: which message it is. */
    public static int templateId(final DirectBuffer buffer, final int offset) {
        return buffer.getShort(offset + TEMPLATE_ID_OFFSET, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
    }

    /** Schema id of the message at {@code offset}; {@link #SCHEMA_ID} in every message of the exchange. */
    public static int schemaId(final DirectBuffer buffer, final int offset) {
        return buffer.getShort(offset + SCHEMA_ID_OFFSET, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
    }

    /** Version of the schema that the writer of the message at {@code offset} knew. */
    public static int version(final DirectBuffer buffer, final int offset) {
        return buffer.getShort(offset + VERSION_OFFSET, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
    }

    final void wrapMessage(final DirectBuffer source, final int offset, final int length) {
        view.wrap(source, offset, length);
    }

    final void startMessage(final MutableDirectBuffer target, final int offset, final int template, final int block) {
        view.wrap(target, offset, HEADER_LENGTH + block);
        view.putLong(0, header(template, block), ByteOrder.LITTLE_ENDIAN);
        for (int i = HEADER_LENGTH; i < HEADER_LENGTH + block; i += Long.BYTES) {
            view.putLong(i, 0);
        }
    }

    private static long header(final int template, final int block) {
        return (long) SCHEMA_VERSION << 48 | (long) SCHEMA_ID << 32 | (long) template << 16 | block;
    }

    final long longAt(final int at) {
        return view.getLong(at, ByteOrder.LITTLE_ENDIAN);
    }

    final void longAt(final int at, final long value) {
        view.putLong(at, value, ByteOrder.LITTLE_ENDIAN);
    }

    final int intAt(final int at) {
        return view.getInt(at, ByteOrder.LITTLE_ENDIAN);
    }

    final void intAt(final int at, final int value) {
        view.putInt(at, value, ByteOrder.LITTLE_ENDIAN);
    }

    final int shortAt(final int at) {
        return view.getShort(at, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
    }

    final void shortAt(final int at, final int value) {
        view.putShort(at, (short) value, ByteOrder.LITTLE_ENDIAN);
    }

    final int byteAt(final int at) {
        return view.getByte(at) & 0xFF;
    }

    final void byteAt(final int at, final int value) {
        view.putByte(at, (byte) value);
    }

    final String text(final int at, final int capacity) {
        int length = 0;
        while (length < capacity && view.getByte(at + length) != 0) {
            length++;
        }
        final byte[] characters = new byte[length];
        view.getBytes(at, characters);
        return new String(characters, StandardCharsets.US_ASCII);
    }

    final void text(final int at, final int capacity, final String value) {
        if (value.length() > capacity || !StandardCharsets.US_ASCII.newEncoder().canEncode(value)) {
            throw new IllegalArgumentException("at most " + capacity + " ASCII characters fit, not: " + value);
        }
        view.setMemory(at, capacity, (byte) 0);
        view.putStringWithoutLengthAscii(at, value);
    }
}
