package io.muex.mu.session;

import io.muex.mu.SnapshotReader;
import io.muex.mu.SnapshotWriter;
import java.util.Arrays;

/**
 * The sessions that are open: for each the number last applied, the connection epoch, the attempt that made it, and the
 * role. Capacity is fixed by GENESIS. Iterated in the order of opening; snapshots keep that order. Replication thread.
 * <p>
 * A session that was removed leaves nothing behind except a floor under the connection epochs of sessions opened later,
 * so that a late command from its former life can never pass for one of a new session with the same id.
 */
public final class SessionTable {
    /** {@link #find} answers this for a session that is not open. */
    public static final int NOT_FOUND = -1;

    private int capacity;
    private int count;
    private int epochFloor;
    private long[] session = new long[0];
    private long[] lastApplied = new long[0];
    private long[] attempt = new long[0];
    private long[] role = new long[0];
    private int[] connectionEpoch = new int[0];
    private int[] openingEpoch = new int[0];
    /** Open addressing over positions plus one; 0 is empty. Never iterated. */
    private int[] buckets = new int[1];

    /** Sessions open now. */
    public int count() {
        return count;
    }

    /** Sessions that may be open at the same time; 0 before GENESIS. */
    public int capacity() {
        return capacity;
    }

    /** Position of a session, 0 to {@code count() - 1}, valid until a session is removed; or {@link #NOT_FOUND}. */
    public int find(final long wanted) {
        final int mask = buckets.length - 1;
        for (int i = hash(wanted) & mask;; i = i + 1 & mask) {
            final int position = buckets[i] - 1;
            if (position < 0 || session[position] == wanted) {
                return position;
            }
        }
    }

    /** Session at a position. */
    public long session(final int position) {
        return session[position];
    }

    /** Number of the last command applied for the session at a position, 0 before the first. */
    public long lastApplied(final int position) {
        return lastApplied[position];
    }

    /** Connection epoch of the session at a position. */
    public int connectionEpoch(final int position) {
        return connectionEpoch[position];
    }

    /** Connection epoch with which the session at a position was opened; what carries no higher is of a former life. */
    public int openingEpoch(final int position) {
        return openingEpoch[position];
    }

    /** True while a connection has the session at a position. */
    public boolean isEstablished(final int position) {
        return attempt[position] != 0;
    }

    /** The attempt that made the present connection of the session at a position; 0 while there is none. */
    public long attempt(final int position) {
        return attempt[position];
    }

    /** Role word of the session at a position. */
    public long role(final int position) {
        return role[position];
    }

    /** True when no session can be opened: no place, or (in theory) no connection epoch above those ever removed. */
    boolean isFull() {
        return count == capacity || epochFloor == Integer.MAX_VALUE;
    }

    void reset(final int newCapacity) {
        if (capacity != newCapacity) {
            capacity = newCapacity;
            session = new long[newCapacity];
            lastApplied = new long[newCapacity];
            attempt = new long[newCapacity];
            role = new long[newCapacity];
            connectionEpoch = new int[newCapacity];
            openingEpoch = new int[newCapacity];
            buckets = new int[Integer.highestOneBit(newCapacity) << 2];
        }
        Arrays.fill(buckets, 0);
        count = 0;
        epochFloor = 0;
    }

    /** Opens a session that is not open; the table is not full. */
    void open(final long opened, final long newRole) {
        final int position = count++;
        session[position] = opened;
        role[position] = newRole;
        lastApplied[position] = 0;
        attempt[position] = 0;
        connectionEpoch[position] = epochFloor;
        openingEpoch[position] = epochFloor;
        index(position);
    }

    /** Removes the session at a position; those behind it move up. */
    void remove(final int position) {
        epochFloor = Math.max(epochFloor, connectionEpoch[position]);
        final int moved = --count - position;
        System.arraycopy(session, position + 1, session, position, moved);
        System.arraycopy(role, position + 1, role, position, moved);
        System.arraycopy(lastApplied, position + 1, lastApplied, position, moved);
        System.arraycopy(attempt, position + 1, attempt, position, moved);
        System.arraycopy(connectionEpoch, position + 1, connectionEpoch, position, moved);
        System.arraycopy(openingEpoch, position + 1, openingEpoch, position, moved);
        reindex();
    }

    void applied(final int position, final long number) {
        lastApplied[position] = number;
    }

    void establish(final int position, final long newAttempt) {
        attempt[position] = newAttempt;
        connectionEpoch[position]++;
    }

    /** The connection has ended. Its epoch stays the present one, so whoever comes next knows which one has ended. */
    void disconnect(final int position) {
        attempt[position] = 0;
    }

    void writeSnapshot(final SnapshotWriter out) {
        out.putInt(epochFloor);
        out.putInt(count);
        for (int i = 0; i < count; i++) {
            out.putLong(session[i]);
            out.putLong(role[i]);
            out.putLong(lastApplied[i]);
            out.putLong(attempt[i]);
            out.putInt(connectionEpoch[i]);
            out.putInt(openingEpoch[i]);
        }
    }

    /** Reads back what {@link #writeSnapshot} wrote, into a table {@link #reset} to the same capacity. */
    void loadSnapshot(final SnapshotReader in) {
        epochFloor = in.getInt();
        count = in.getInt();
        if (count < 0 || count > capacity) {
            throw new IllegalStateException("snapshot of " + count + " sessions for a table of " + capacity);
        }
        for (int i = 0; i < count; i++) {
            session[i] = in.getLong();
            role[i] = in.getLong();
            lastApplied[i] = in.getLong();
            attempt[i] = in.getLong();
            connectionEpoch[i] = in.getInt();
            openingEpoch[i] = in.getInt();
        }
        reindex();
    }

    private void reindex() {
        Arrays.fill(buckets, 0);
        for (int i = 0; i < count; i++) {
            index(i);
        }
    }

    private void index(final int position) {
        final int mask = buckets.length - 1;
        int i = hash(session[position]) & mask;
        while (buckets[i] != 0) {
            i = i + 1 & mask;
        }
        buckets[i] = position + 1;
    }

    private static int hash(final long value) {
        final long mixed = value * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32);
    }
}
