package io.muex.load.drill.abuse;

import io.muex.gateway.client.CommandOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What a client process did and heard, in a file that survives its death: what was written is with the kernel. A
 * command is written before it is sent. Records, little-endian, zero-padded to 8 bytes:
 * <pre>
 *   0 i32 length without padding    4 i32 type    8 i64 session    16 i64 atNs (monotonic)    24 i64 value    32 bytes
 * </pre>
 * One thread.
 */
final class Journal implements AutoCloseable {
    /** A command is about to be sent: number and message. */
    static final int SENT = 1;
    /** The same again, because the exchange said that it was not executed: number and message. */
    static final int SENT_AGAIN = 2;
    /** A report came: number of the event, and the event. */
    static final int REPORT = 3;
    /** A client was established: the number after the last one that the exchange applied. */
    static final int ESTABLISHED = 4;
    /** The client library settled a command otherwise than by its last report: number, and the outcome as text. */
    static final int SETTLED = 5;
    /** Reports are gone: first that is not. */
    static final int GONE = 6;
    /** The session is moved to another gateway: index of the gateway that it prefers now. */
    static final int MOVED = 7;
    /** Something that must not happen: text. */
    static final int PROBLEM = 8;
    /** The process began (session 0). */
    static final int BEGUN = 9;
    /** The session is done in order: commands that are unanswered. */
    static final int DONE = 10;

    static final int HEADER_LENGTH = 32;
    private static final int CAPACITY = 1 << 16;
    private static final int ALIGNMENT = 8;

    private final FileChannel channel;
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(CAPACITY).order(ByteOrder.LITTLE_ENDIAN);
    private final UnsafeBuffer view = new UnsafeBuffer(bytes);
    private final byte[] none = new byte[0];

    /** Told of records in the order in which they were written. */
    @FunctionalInterface
    interface Reader {
        /**
         * A record.
         *
         * @param buffer holds what belongs to it; valid during the call
         */
        void onRecord(int type, long session, long atNs, long value, DirectBuffer buffer, int offset, int length);
    }

    /** Goes on with a file, or begins one. What the death of a process left of a record is cut off. */
    Journal(final Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.truncate(read(file, (type, session, atNs, value, buffer, offset, length) -> { }));
        channel.position(channel.size());
    }

    /** Reads a file; returns the length of what is whole in it. */
    static long read(final Path file, final Reader reader) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        final UnsafeBuffer all = new UnsafeBuffer(Files.readAllBytes(file));
        int at = 0;
        while (all.capacity() - at >= HEADER_LENGTH) {
            final int length = all.getInt(at, ByteOrder.LITTLE_ENDIAN);
            if (length < HEADER_LENGTH || all.capacity() - at < padded(length)) {
                break;
            }
            reader.onRecord(all.getInt(at + 4, ByteOrder.LITTLE_ENDIAN), all.getLong(at + 8, ByteOrder.LITTLE_ENDIAN),
                all.getLong(at + 16, ByteOrder.LITTLE_ENDIAN), all.getLong(at + 24, ByteOrder.LITTLE_ENDIAN), all,
                at + HEADER_LENGTH, length - HEADER_LENGTH);
            at += padded(length);
        }
        return at;
    }

    private static int padded(final int length) {
        return length + ALIGNMENT - 1 & -ALIGNMENT;
    }

    /** Writes that a command is about to be sent; on return the kernel has it. */
    void sent(final int type, final long session, final long number, final DirectBuffer body, final int length) {
        append(type, session, number, body, 0, length);
        flush();
    }

    void report(final long session, final long eventSeq, final DirectBuffer event, final int offset, final int length) {
        append(REPORT, session, eventSeq, event, offset, length);
    }

    void settled(final long session, final long number, final CommandOutcome outcome) {
        text(SETTLED, session, number, outcome.name());
    }

    void problem(final long session, final String what) {
        text(PROBLEM, session, 0, what);
    }

    void note(final int type, final long session, final long value) {
        text(type, session, value, "");
    }

    private void text(final int type, final long session, final long value, final String what) {
        final byte[] characters = what.isEmpty() ? none : what.getBytes(StandardCharsets.UTF_8);
        append(type, session, value, new UnsafeBuffer(characters), 0, characters.length);
    }

    private void append(final int type, final long session, final long value, final DirectBuffer source,
        final int offset, final int length) {
        final int whole = padded(HEADER_LENGTH + length);
        if (bytes.remaining() < whole) {
            flush();
        }
        final int at = bytes.position();
        view.setMemory(at, whole, (byte) 0);
        view.putInt(at, HEADER_LENGTH + length, ByteOrder.LITTLE_ENDIAN);
        view.putInt(at + 4, type, ByteOrder.LITTLE_ENDIAN);
        view.putLong(at + 8, session, ByteOrder.LITTLE_ENDIAN);
        view.putLong(at + 16, System.nanoTime(), ByteOrder.LITTLE_ENDIAN);
        view.putLong(at + 24, value, ByteOrder.LITTLE_ENDIAN);
        view.putBytes(at + HEADER_LENGTH, source, offset, length);
        bytes.position(at + whole);
    }

    /** Gives everything to the kernel. */
    void flush() {
        bytes.flip();
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure);
        }
        bytes.clear();
    }

    @Override
    public void close() throws IOException {
        flush();
        channel.close();
    }
}
