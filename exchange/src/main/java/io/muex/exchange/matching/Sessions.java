package io.muex.exchange.matching;

import io.muex.mu.SnapshotReader;
import io.muex.mu.SnapshotWriter;
import java.util.Arrays;
import org.agrona.collections.Long2ObjectHashMap;

/** The open sessions, by number and by a small index that orders remember. Grows when a session is opened. */
final class Sessions {
    private final Long2ObjectHashMap<SessionState> byNumber = new Long2ObjectHashMap<>();
    private SessionState[] byIndex = new SessionState[16];
    private int used;

    /** The session with this number, or null. */
    SessionState find(final long session) {
        return byNumber.get(session);
    }

    SessionState at(final int index) {
        return byIndex[index];
    }

    /** Opens a session at the lowest free index, so that indices are the same on every replica. */
    SessionState open(final long session, final long role) {
        int index = 0;
        while (index < used && byIndex[index] != null) {
            index++;
        }
        final SessionState state = new SessionState(session, index, role);
        put(state);
        return state;
    }

    private void put(final SessionState state) {
        if (state.index() >= byIndex.length) {
            byIndex = Arrays.copyOf(byIndex, Math.max(2 * byIndex.length, state.index() + 1));
        }
        byIndex[state.index()] = state;
        used = Math.max(used, state.index() + 1);
        byNumber.put(state.session(), state);
    }

    void close(final SessionState state) {
        byIndex[state.index()] = null;
        byNumber.remove(state.session());
    }

    /** All indices are below this one; some may be free. */
    int used() {
        return used;
    }

    void writeSnapshot(final SnapshotWriter out) {
        out.putInt(used);
        for (int index = 0; index < used; index++) {
            out.putInt(byIndex[index] == null ? 0 : 1);
            if (byIndex[index] != null) {
                byIndex[index].writeSnapshot(out);
            }
        }
    }

    static Sessions loadSnapshot(final SnapshotReader in) {
        final Sessions sessions = new Sessions();
        final int used = in.getInt();
        for (int index = 0; index < used; index++) {
            if (in.getInt() != 0) {
                sessions.put(SessionState.loadSnapshot(in, index));
            }
        }
        sessions.used = used;
        return sessions;
    }
}
