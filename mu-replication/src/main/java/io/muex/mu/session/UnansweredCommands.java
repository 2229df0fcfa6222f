package io.muex.mu.session;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The commands that no event has answered yet, with their bytes, in the order in which they were offered. Fixed number
 * of entries of fixed length; an entry is free as soon as its command is settled, so one session that waits costs the
 * others no more than its own entries. Found by (session, number) without allocation.
 * <p>
 * An entry is an int handle, valid until it is removed; {@link #NONE} is no entry.
 */
final class UnansweredCommands {
    static final int NONE = -1;

    /** Behind a gap in the events: nothing is known yet of the command. */
    static final byte UNTOLD = 0;
    /** Not executed yet and may still be: send it. */
    static final byte OPEN = 1;
    /** Executed. */
    static final byte APPLIED = 2;
    /** Can no longer be executed. */
    static final byte SUPERSEDED = 3;
    /** Its number was used, by this or by another connection. */
    static final byte UNDECIDED = 4;

    private final int commandLength;
    private final UnsafeBuffer bytes;
    private final int[] length;
    private final long[] session;
    private final long[] number;
    private final long[] clusterId;
    private final int[] connectionEpoch;
    private final long[] order;
    private final long[] sent;
    private final boolean[] pending;
    private final int[] before;
    private final int[] after;
    private final byte[] state;
    private final byte[] told;
    private final int[] buckets;
    /** Per hash of a session the oldest entry; entries with the same hash form a ring through the two arrays below. */
    private final int[] oldest;
    private final int[] olderKin;
    private final int[] youngerKin;
    private int free;
    private int first = NONE;
    private int last = NONE;
    private int nextPending = NONE;
    private int count;
    private long offered;
    private long sends;

    UnansweredCommands(final int capacity, final int commandLength) {
        this.commandLength = commandLength + 7 & ~7;
        bytes = new UnsafeBuffer(new byte[Math.multiplyExact(capacity, this.commandLength)]);
        length = new int[capacity];
        session = new long[capacity];
        number = new long[capacity];
        clusterId = new long[capacity];
        connectionEpoch = new int[capacity];
        order = new long[capacity];
        sent = new long[capacity];
        pending = new boolean[capacity];
        before = new int[capacity];
        after = new int[capacity];
        buckets = new int[Integer.highestOneBit(capacity) << 2];
        state = new byte[capacity];
        told = new byte[capacity];
        oldest = new int[buckets.length];
        olderKin = new int[capacity];
        youngerKin = new int[capacity];
        Arrays.fill(buckets, NONE);
        Arrays.fill(oldest, NONE);
        for (int i = 0; i < capacity; i++) {
            after[i] = i + 1 < capacity ? i + 1 : NONE;
        }
    }

    int count() {
        return count;
    }

    boolean isFull() {
        return free == NONE;
    }

    int commandLength() {
        return commandLength;
    }

    /** The oldest entry. */
    int first() {
        return first;
    }

    /** The entry offered next after {@code entry}. */
    int after(final int entry) {
        return after[entry];
    }

    long session(final int entry) {
        return session[entry];
    }

    long number(final int entry) {
        return number[entry];
    }

    int connectionEpoch(final int entry) {
        return connectionEpoch[entry];
    }

    long clusterId(final int entry) {
        return clusterId[entry];
    }

    /** Ordinal of the latest sending among all sendings; 0 if never sent. */
    long sent(final int entry) {
        return sent[entry];
    }

    boolean isPending(final int entry) {
        return pending[entry];
    }

    DirectBuffer buffer() {
        return bytes;
    }

    int offset(final int entry) {
        return entry * commandLength;
    }

    int length(final int entry) {
        return length[entry];
    }

    /** Appends a command, pending. The table is not full and the key not in it. */
    void add(final DirectBuffer buffer, final int offset, final int commandBytes) {
        final int entry = free;
        free = after[entry];
        bytes.putBytes(entry * commandLength, buffer, offset, commandBytes);
        length[entry] = commandBytes;
        session[entry] = CommandEnvelope.session(buffer, offset);
        number[entry] = CommandEnvelope.number(buffer, offset);
        clusterId[entry] = CommandEnvelope.clusterId(buffer, offset);
        connectionEpoch[entry] = CommandEnvelope.connectionEpoch(buffer, offset);
        order[entry] = ++offered;
        sent[entry] = 0;
        pending[entry] = true;
        state[entry] = OPEN;
        told[entry] = OPEN;
        linkInOrder(entry);
        linkKin(entry);
        int i = home(session[entry], number[entry]);
        while (buckets[i] != NONE) {
            i = i + 1 & buckets.length - 1;
        }
        buckets[i] = entry;
    }

    private void linkInOrder(final int entry) {
        before[entry] = last;
        after[entry] = NONE;
        if (last == NONE) {
            first = entry;
        } else {
            after[last] = entry;
        }
        last = entry;
        if (nextPending == NONE) {
            nextPending = entry;
        }
        count++;
    }

    private void linkKin(final int entry) {
        final int hash = home(session[entry], 0);
        final int head = oldest[hash];
        if (head == NONE) {
            oldest[hash] = entry;
            olderKin[entry] = entry;
            youngerKin[entry] = entry;
        } else {
            final int youngest = olderKin[head];
            youngerKin[youngest] = entry;
            olderKin[entry] = youngest;
            youngerKin[entry] = head;
            olderKin[head] = entry;
        }
    }

    private void unlinkKin(final int entry) {
        final int hash = home(session[entry], 0);
        if (youngerKin[entry] == entry) {
            oldest[hash] = NONE;
            return;
        }
        if (oldest[hash] == entry) {
            oldest[hash] = youngerKin[entry];
        }
        youngerKin[olderKin[entry]] = youngerKin[entry];
        olderKin[youngerKin[entry]] = olderKin[entry];
    }

    /** The oldest entry of a session. */
    int firstOf(final long wantedSession) {
        final int head = oldest[home(wantedSession, 0)];
        return head == NONE || session[head] == wantedSession ? head : afterOf(wantedSession, head);
    }

    /** The next younger entry of the same session; remember it before removing {@code entry}. */
    int afterOf(final long wantedSession, final int entry) {
        final int head = oldest[home(wantedSession, 0)];
        for (int kin = youngerKin[entry]; kin != head; kin = youngerKin[kin]) {
            if (session[kin] == wantedSession) {
                return kin;
            }
        }
        return NONE;
    }

    byte state(final int entry) {
        return state[entry];
    }

    /** Session states begin to arrive: nothing is told yet of any command here. */
    void clearTold() {
        for (int entry = first; entry != NONE; entry = after[entry]) {
            told[entry] = UNTOLD;
        }
    }

    void setTold(final int entry, final byte newState) {
        told[entry] = newState;
    }

    byte told(final int entry) {
        return told[entry];
    }

    void setState(final int entry, final byte newState) {
        state[entry] = newState;
    }

    int find(final long wantedSession, final long wantedNumber) {
        for (int i = home(wantedSession, wantedNumber);; i = i + 1 & buckets.length - 1) {
            final int entry = buckets[i];
            if (entry == NONE || session[entry] == wantedSession && number[entry] == wantedNumber) {
                return entry;
            }
        }
    }

    void remove(final int entry) {
        unlinkBucket(entry);
        unlinkKin(entry);
        if (nextPending == entry) {
            nextPending = after[entry];
        }
        if (before[entry] == NONE) {
            first = after[entry];
        } else {
            after[before[entry]] = after[entry];
        }
        if (after[entry] == NONE) {
            last = before[entry];
        } else {
            before[after[entry]] = before[entry];
        }
        after[entry] = free;
        free = entry;
        count--;
    }

    /** The oldest pending entry. */
    int nextPending() {
        while (nextPending != NONE && !pending[nextPending]) {
            nextPending = after[nextPending];
        }
        return nextPending;
    }

    void setPending(final int entry) {
        pending[entry] = true;
        if (nextPending == NONE || order[entry] < order[nextPending]) {
            nextPending = entry;
        }
    }

    void setAllPending() {
        for (int entry = first; entry != NONE; entry = after[entry]) {
            pending[entry] = true;
        }
        nextPending = first;
    }

    void setSent(final int entry) {
        pending[entry] = false;
        sent[entry] = ++sends;
    }

    private int home(final long wantedSession, final long wantedNumber) {
        final long mixed = (wantedSession * 0x9E3779B97F4A7C15L ^ wantedNumber) * 0xC2B2AE3D27D4EB4FL;
        return (int) (mixed >>> 32) & buckets.length - 1;
    }

    /** Removes from the open-addressing table and closes the hole, so that no search ever ends too early. */
    private void unlinkBucket(final int entry) {
        final int mask = buckets.length - 1;
        int hole = home(session[entry], number[entry]);
        while (buckets[hole] != entry) {
            hole = hole + 1 & mask;
        }
        for (int i = hole + 1 & mask; buckets[i] != NONE; i = i + 1 & mask) {
            final int home = home(session[buckets[i]], number[buckets[i]]);
            if ((i - home & mask) >= (i - hole & mask)) {
                buckets[hole] = buckets[i];
                hole = i;
            }
        }
        buckets[hole] = NONE;
    }
}
