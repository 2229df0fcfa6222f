package io.muex.gateway.client;

import io.muex.exchange.protocol.MessageFlyweight;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The commands of one session that are not settled, by number: {@code first} to {@code next - 1}, of which those from
 * {@code toSend} on have not been sent on this connection. Bodies only; the envelope is written when a command is sent,
 * because another connection means another epoch. Allocates nothing after construction.
 */
final class CommandQueue {
    private static final int SLOT_LENGTH = MessageFlyweight.MAX_LENGTH + 7 & ~7;

    private final UnsafeBuffer bodies;
    private final byte[] kind;
    private final byte[] length;
    private final int mask;
    private long first = 1;
    private long next = 1;
    private long toSend = 1;

    /** Room for {@code capacity} commands, a power of two. */
    CommandQueue(final int capacity) {
        bodies = new UnsafeBuffer(new byte[Math.multiplyExact(capacity, SLOT_LENGTH)]);
        kind = new byte[capacity];
        length = new byte[capacity];
        mask = capacity - 1;
    }

    boolean isFull() {
        return next - first > mask;
    }

    int unanswered() {
        return (int) (next - first);
    }

    /** The oldest command that is not settled; {@link #next()} if there is none. */
    long first() {
        return first;
    }

    /** The number that the next command will get. */
    long next() {
        return next;
    }

    /** Takes a command and returns its number. The queue is not full. */
    long add(final int commandKind, final DirectBuffer buffer, final int offset, final int bodyLength) {
        final int slot = (int) next & mask;
        bodies.putBytes(slot * SLOT_LENGTH, buffer, offset, bodyLength);
        kind[slot] = (byte) commandKind;
        length[slot] = (byte) bodyLength;
        return next++;
    }

    /** Forgets the oldest command. */
    void removeFirst() {
        first++;
        toSend = Math.max(toSend, first);
    }

    /** Goes on with another number; there is no command left. */
    void continueAt(final long number) {
        first = number;
        next = number;
        toSend = number;
    }

    /** This one, which is not settled, has to be sent again, and so has everything behind it. */
    void sendAgainFrom(final long number) {
        toSend = Math.min(toSend, number);
    }

    /** Everything that is not settled has to be sent again. */
    void sendAgain() {
        toSend = first;
    }

    boolean hasToSend() {
        return toSend < next;
    }

    /** The command to be sent next. */
    long toSend() {
        return toSend;
    }

    void sent() {
        toSend++;
    }

    int kind(final long number) {
        return kind[(int) number & mask];
    }

    DirectBuffer buffer() {
        return bodies;
    }

    int offset(final long number) {
        return ((int) number & mask) * SLOT_LENGTH;
    }

    int length(final long number) {
        return length[(int) number & mask];
    }
}
