package io.muex.gateway.docs;

import io.muex.exchange.protocol.link.LinkHeader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One message as its encoder wrote it, and its fields one behind the other as a page tells them. The bytes that follow
 * from the fields alone must be those of the encoder; so neither an offset nor a type on the page can be wrong.
 */
public final class LinkExample {
    private static final int ROW = 32;
    private static final int LONGEST_VALUE = 12;

    private final String title;
    private final String words;
    private final byte[] bytes;
    private final List<Field> fields = new ArrayList<>();
    private int bare;

    private record Field(String type, String name, String meaning, byte[] bytes, String value) {
    }

    private LinkExample(final String title, final String words, final byte[] bytes) {
        this.title = title;
        this.words = words;
        this.bytes = bytes;
    }

    /** The first bytes of a buffer, which begin with a link header. */
    public static LinkExample ofLink(final String name, final UnsafeBuffer buffer, final int length,
        final String words) {
        final LinkExample example = new LinkExample(name + ", " + LinkHeader.type(buffer, 0, length),
            words + " Sender " + LinkHeader.sender(buffer, 0) + ", " + length + " bytes.",
            Arrays.copyOf(buffer.byteArray(), length));
        example.bare = LinkHeader.LENGTH;
        return example;
    }

    /** Bytes with a header of {@code bare} bytes that is told elsewhere. */
    public static LinkExample of(final String title, final byte[] bytes, final int bare, final String words) {
        final LinkExample example = new LinkExample(title, words + " " + bytes.length + " bytes.", bytes);
        example.bare = bare;
        return example;
    }

    /** The next field, of eight bytes. */
    public LinkExample i64(final String name, final long value, final String meaning) {
        return add("i64", name, meaning, little(Long.BYTES).putLong(value).array(), Long.toString(value));
    }

    /** The next field, of four bytes. */
    public LinkExample i32(final String name, final int value, final String meaning) {
        return add("i32", name, meaning, little(Integer.BYTES).putInt(value).array(), Integer.toString(value));
    }

    /** The next field, of two bytes, without a sign. */
    public LinkExample u16(final String name, final int value, final String meaning) {
        return add("u16", name, meaning, little(Short.BYTES).putShort((short) value).array(), Integer.toString(value));
    }

    /** Four bytes that are zero. */
    public LinkExample zero() {
        return i32("zero", 0, "always zero");
    }

    /** The next field, ASCII with zero bytes behind it. */
    public LinkExample chars(final String name, final int length, final String value, final String meaning) {
        return add("char[" + length + "]", name, meaning,
            Arrays.copyOf(value.getBytes(StandardCharsets.US_ASCII), length), value);
    }

    /** The next field, ASCII to the end of the message. */
    public LinkExample text(final String name, final String value, final String meaning) {
        return add("ASCII", name, meaning, value.getBytes(StandardCharsets.US_ASCII), value);
    }

    /** The next field, bytes of which the page shows the beginning in the table and all below it. */
    public LinkExample raw(final String name, final byte[] value, final String meaning) {
        return add("byte[" + value.length + "]", name, meaning, value, brief(value));
    }

    /** The rest, which is told elsewhere and may be of any length. */
    public LinkExample rest(final String name, final byte[] value, final String meaning) {
        return add("bytes", name, meaning, value, brief(value));
    }

    private static String brief(final byte[] value) {
        return HexFormat.ofDelimiter(" ").formatHex(value, 0, Math.min(value.length, LONGEST_VALUE / 3)) + " ...";
    }

    private LinkExample add(
        final String type, final String name, final String meaning, final byte[] value, final String shown) {
        fields.add(new Field(type, name, meaning, value, shown));
        return this;
    }

    private static ByteBuffer little(final int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Name and number. */
    public String title() {
        return title;
    }

    /** A copy of what the encoder wrote. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Whether these bytes are what the fields of the page say, behind the header of this example. */
    public boolean isToldBy(final byte[] other) {
        final UnsafeBuffer told = new UnsafeBuffer(Arrays.copyOf(bytes, bare + fieldBytes()));
        int at = bare;
        for (final Field field : fields) {
            told.putBytes(at, field.bytes());
            at += field.bytes().length;
        }
        return Arrays.equals(told.byteArray(), other);
    }

    private int fieldBytes() {
        return fields.stream().mapToInt(field -> field.bytes().length).sum();
    }

    /** The section of the page. */
    void appendTo(final StringBuilder out) {
        out.append("\n### ").append(title).append("\n\n").append(words).append("\n\n");
        if (!fields.isEmpty()) {
            out.append("| offset | type | field | meaning | here |\n|---|---|---|---|---|\n");
        }
        int at = bare;
        for (final Field field : fields) {
            out.append("| ").append(at).append(" | ").append(field.type()).append(" | ").append(field.name())
                .append(" | ").append(field.meaning()).append(" | ").append(field.value()).append(" |\n");
            at += field.bytes().length;
        }
        out.append(fields.isEmpty() ? "" : "\n");
        for (int row = 0; row < bytes.length; row += ROW) {
            out.append(String.format("    %04x  ", row)).append(HexFormat.ofDelimiter(" ")
                .formatHex(bytes, row, Math.min(bytes.length, row + ROW))).append('\n');
        }
    }
}
