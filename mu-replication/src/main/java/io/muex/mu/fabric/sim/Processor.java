package io.muex.mu.fabric.sim;

/**
 * What one simulated thread has stored and others do not see yet. A release store leaves the buffer only after
 * everything before it; plain stores may leave early and in any order, but never out of order to the same address.
 */
public final class Processor {
    private static final int CAPACITY = 48;
    private final int id;
    private final int incarnation;
    private final boolean background;
    private final long[] addresses = new long[CAPACITY];
    private final long[] values = new long[CAPACITY];
    private final boolean[] release = new boolean[CAPACITY];
    private int count;

    /** A thread of nobody in particular: a client, or the making of a replica. */
    public Processor() {
        this(0, 0, false);
    }

    /** A thread of one incarnation of a replica. */
    public Processor(final int id, final int incarnation, final boolean background) {
        this.id = id;
        this.incarnation = incarnation;
        this.background = background;
    }

    /** The replica whose thread this is, 0 for none. */
    public int id() {
        return id;
    }

    /** Its incarnation. */
    public int incarnation() {
        return incarnation;
    }

    /** Whether it is the background thread. */
    public boolean isBackground() {
        return background;
    }

    boolean isFull() {
        return count == CAPACITY;
    }

    int count() {
        return count;
    }

    void add(final long address, final long value, final boolean isRelease) {
        addresses[count] = address;
        values[count] = value;
        release[count++] = isRelease;
    }

    /** Position of the latest buffered store to an address, or -1. */
    int latest(final long address) {
        for (int i = count - 1; i >= 0; i--) {
            if (addresses[i] == address) {
                return i;
            }
        }
        return -1;
    }

    long value(final int position) {
        return values[position];
    }

    long address(final int position) {
        return addresses[position];
    }

    /** Whether the store at a position may become visible before those in front of it. */
    boolean mayLeave(final int position) {
        if (position == 0) {
            return true;
        }
        if (release[position]) {
            return false;
        }
        for (int i = 0; i < position; i++) {
            if (addresses[i] == addresses[position]) {
                return false;
            }
        }
        return true;
    }

    void remove(final int position) {
        final int behind = count - position - 1;
        System.arraycopy(addresses, position + 1, addresses, position, behind);
        System.arraycopy(values, position + 1, values, position, behind);
        System.arraycopy(release, position + 1, release, position, behind);
        count--;
    }

    /** For people: what is still in the buffer. */
    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(release[i] ? " r " : " p ").append(Long.toHexString(addresses[i]))
                .append('=').append(values[i]);
        }
        return text.toString();
    }
}
