package io.muex.exchange.protocol.wire;

import io.muex.exchange.protocol.MessageFlyweight;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesOut;
import net.openhft.chronicle.core.pool.ClassAliasPool;
import net.openhft.chronicle.wire.BracketType;
import net.openhft.chronicle.wire.BytesInBinaryMarshallable;
import net.openhft.chronicle.wire.ValueIn;
import net.openhft.chronicle.wire.WireIn;
import net.openhft.chronicle.wire.WireOut;
import org.agrona.MutableDirectBuffer;

/**
 * A command or event as an object: in binary the bytes of the schema, in text YAML with the field names of the schema.
 * For people, files and tests; the road of an order uses flyweights. Fields that YAML does not mention keep their
 * initial values; a field that no message has is an error.
 * <p>
 * Mutable data without behaviour of its own, hence the public fields. One thread. Allocates.
 */
public abstract class Message extends BytesInBinaryMarshallable {
    /** Stands for an enumeration value that was never set; no enumeration has it, so a decoder refuses it. */
    static final int ABSENT = 0xFF;

    /** Tells Wire once per class that YAML says {@code !NewOrder} and not the name of the class. */
    private static final ClassValue<String> ALIAS = new ClassValue<>() {
        @Override
        protected String computeValue(final Class<?> type) {
            ClassAliasPool.CLASS_ALIASES.addAlias(type);
            return type.getSimpleName();
        }
    };

    /** For the messages of this package. */
    Message() {
        ALIAS.get(getClass());
    }

    /** Template id of this message in the schema. */
    public abstract int templateId();

    /** Length of the block behind the header, in bytes. */
    public abstract int blockLength();

    abstract void writeBlock(BytesOut<?> out);

    abstract void readBlock(BytesIn<?> in);

    /** Length of the whole message, in bytes. */
    public final int length() {
        return MessageFlyweight.HEADER_LENGTH + blockLength();
    }

    /**
     * Writes this message as the bytes of the schema.
     *
     * @return {@link #length()}
     */
    public final int encode(final MutableDirectBuffer buffer, final int offset) {
        buffer.putBytes(offset, toBytes());
        return length();
    }

    /** This message as the bytes of the schema. */
    public final byte[] toBytes() {
        final Bytes<ByteBuffer> bytes = Bytes.elasticHeapByteBuffer(MessageFlyweight.MAX_LENGTH);
        writeMarshallable(bytes);
        return bytes.toByteArray();
    }

    @Override
    public final void writeMarshallable(final BytesOut<?> out) {
        out.writeUnsignedShort(blockLength());
        out.writeUnsignedShort(templateId());
        out.writeUnsignedShort(MessageFlyweight.SCHEMA_ID);
        out.writeUnsignedShort(MessageFlyweight.SCHEMA_VERSION);
        writeBlock(out);
    }

    @Override
    @SuppressWarnings("rawtypes") // so declared by Wire
    public final void readMarshallable(final BytesIn in) {
        final int block = in.readUnsignedShort();
        final int template = in.readUnsignedShort();
        final int schema = in.readUnsignedShort();
        in.readUnsignedShort(); // version: newer ones only append
        if (template != templateId() || schema != MessageFlyweight.SCHEMA_ID || block < blockLength()) {
            throw new IllegalArgumentException(
                "template " + template + " of schema " + schema + " with a block of " + block + " bytes is no "
                    + getClass().getSimpleName());
        }
        readBlock(in);
        in.readSkip(block - blockLength());
    }

    /**
     * Reads the fields of this message from text. Wire by itself passes over unknown fields and makes zero of what is
     * no number; orders are no place for that, so every field is read as text and converted strictly here.
     *
     * @throws MessageYamlException if a field is unknown, given twice, or not of its type
     */
    @Override
    public final void readMarshallable(final WireIn in) {
        final Set<String> seen = new HashSet<>();
        while (in.hasMore()) {
            final String name = in.readEvent(String.class);
            final ValueIn value = in.getValueIn();
            if (!seen.add(name)) {
                throw new MessageYamlException(getClass().getSimpleName() + ": field '" + name + "' is given twice");
            }
            FieldText.set(this, name, text(name, value));
        }
    }

    private String text(final String name, final ValueIn value) {
        final boolean isSingle;
        try {
            isSingle = value.getBracketType() == BracketType.NONE;
        } catch (final RuntimeException nothing) { // of one kind or another, where a value is missing
            return null;
        }
        if (!isSingle) {
            throw new MessageYamlException(getClass().getSimpleName() + ": field '" + name + "' is no single value");
        }
        return value.text();
    }

    /** Writes the fields as text, in the order of the schema; a value that means nothing is left out. */
    @Override
    public final void writeMarshallable(final WireOut out) {
        FieldText.forEach(this, (name, value) -> {
            if (value instanceof final Number number) {
                out.write(name).int64(number.longValue());
            } else {
                out.write(name).object(value);
            }
        });
    }

    static void pad(final BytesOut<?> out, final int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.writeByte((byte) 0);
        }
    }

    static void writeText(final BytesOut<?> out, final String text) {
        if (text.length() > MessageFlyweight.SYMBOL_LENGTH || !StandardCharsets.US_ASCII.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException(
                "at most " + MessageFlyweight.SYMBOL_LENGTH + " ASCII characters fit, not: " + text);
        }
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        pad(out, MessageFlyweight.SYMBOL_LENGTH - text.length());
    }

    static String readText(final BytesIn<?> in) {
        final byte[] characters = new byte[MessageFlyweight.SYMBOL_LENGTH];
        in.read(characters);
        int length = 0;
        while (length < characters.length && characters[length] != 0) {
            length++;
        }
        return new String(characters, 0, length, StandardCharsets.US_ASCII);
    }
}
