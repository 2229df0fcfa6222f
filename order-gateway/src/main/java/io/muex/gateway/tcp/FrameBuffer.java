package io.muex.gateway.tcp;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Messages on their way through a socket, one behind the other, each behind its length (u32, little-endian). Bounded;
 * allocates nothing after construction. One thread.
 */
final class FrameBuffer {
    /** Bytes before a message. */
    static final int PREFIX = 4;

    private final ByteBuffer bytes;
    private final UnsafeBuffer view;
    private int start;
    private int end;
    /** Bytes from {@code start} that belong to a message whose beginning has been sent. */
    private int begun;

    FrameBuffer(final int capacity) {
        bytes = ByteBuffer.allocateDirect(capacity);
        view = new UnsafeBuffer(bytes);
    }

    void clear() {
        start = 0;
        end = 0;
        begun = 0;
    }

    boolean isEmpty() {
        return start == end;
    }

    boolean isFull() {
        return start == 0 && end == view.capacity();
    }

    /** Memory of the messages. */
    UnsafeBuffer view() {
        return view;
    }

    /** Length of the first message, which may not be complete; -1 if not even that is known. */
    int length() {
        return end - start < PREFIX ? -1 : Math.max(0, view.getInt(start, LITTLE_ENDIAN));
    }

    /** Whether the first message is complete. */
    boolean isComplete(final int length) {
        return end - start >= PREFIX + length;
    }

    /** Where the first message begins. */
    int offset() {
        return start + PREFIX;
    }

    /** Takes the first message, of {@code length} bytes, away. */
    void remove(final int length) {
        start += PREFIX + length;
    }

    private void moveToFront() {
        if (start > 0) {
            view.putBytes(0, view, start, end - start);
            end -= start;
            start = 0;
        }
    }

    /** Reads what has come, as far as there is room; -1 if the other side says no more. */
    int read(final SocketChannel socket) throws IOException {
        moveToFront();
        bytes.limit(view.capacity()).position(end);
        final int count = socket.read(bytes);
        end = bytes.position();
        return count;
    }

    /** Appends a message; false, and nothing is appended, if less than {@code reserve} bytes would be left. */
    boolean append(final DirectBuffer source, final int offset, final int length, final int reserve) {
        if (view.capacity() - (end - start) < PREFIX + length + reserve) {
            return false;
        }
        if (view.capacity() - end < PREFIX + length) {
            moveToFront();
        }
        view.putInt(end, length, LITTLE_ENDIAN);
        view.putBytes(end + PREFIX, source, offset, length);
        end += PREFIX + length;
        return true;
    }

    /** Writes as much as the socket takes and says how much that was. */
    int write(final SocketChannel socket) throws IOException {
        bytes.limit(end).position(start);
        final int count = socket.write(bytes);
        int boundary = begun;
        while (boundary < count) {
            boundary += PREFIX + view.getInt(start + boundary, LITTLE_ENDIAN);
        }
        begun = boundary - count;
        start += count;
        if (start == end) {
            clear();
        }
        return count;
    }

    /** Forgets every message of which nothing has been sent. */
    void forgetUnbegun() {
        end = start + begun;
    }
}
