package io.muex.exchange.node;

import io.muex.exchange.protocol.link.Tally;
import io.muex.mu.session.CommandEnvelope;
import io.muex.mu.session.SessionCommands;
import io.muex.mu.session.SessionTable;
import java.util.concurrent.TimeUnit;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Lets a leader notice that nobody holds a connection any more whose session wants its orders cancelled then, and has
 * orders. Gateways say again and again which connections they hold; silence for the grace, or a goodbye, is the end,
 * whoever died: client, gateway, or the way between. The leader proposes DISCONNECT, which names the connection by its
 * epoch and so is void if the session was established again.
 * <p>
 * What is known here is soft: whoever begins to lead knows nothing and gives every connection the whole grace. Silence
 * is counted only in duty cycles that read the entrance to its end, so a leader that stood still, or could take no
 * commands, does not blame others for what it has not read. Replication thread; time is handed in.
 */
final class ConnectionWatch {
    private static final long ROUND_NS = TimeUnit.MILLISECONDS.toNanos(50);
    /** The most that one duty cycle counts for silence: more is the leader's own pause. */
    private static final long LONGEST_STEP_NS = TimeUnit.MILLISECONDS.toNanos(20);
    /** Sessions looked at in one step; keeps a step of a leader with all its sessions within microseconds. */
    private static final int LOOK_LIMIT = 64;
    private static final long NOT_PROPOSED = -1;

    private final ReplicaEngine engine;
    private final SessionTable sessions;
    private final long graceNs;
    private final Tally<NodeCounter> tally;
    private final Long2ObjectHashMap<Watched> watched = new Long2ObjectHashMap<>();
    private final UnsafeBuffer command = new UnsafeBuffer(new byte[CommandEnvelope.HEADER_LENGTH]);
    private long ballot;
    private long attentiveNs;
    private long steppedNs;
    private long nextRoundNs;
    private int position;

    /** One connection of a session that was looked at or heard of. */
    private static final class Watched {
        private int epoch;
        private long heardNs;
        private boolean saidGoodbye;
        private long proposedIndex = NOT_PROPOSED;

        void begin(final int newEpoch, final long attentiveNs) {
            epoch = newEpoch;
            heardNs = attentiveNs;
            saidGoodbye = false;
            proposedIndex = NOT_PROPOSED;
        }
    }

    ConnectionWatch(final ReplicaEngine engine, final long graceNs, final Tally<NodeCounter> tally) {
        this.engine = engine;
        this.sessions = engine.machine().sessions();
        this.graceNs = graceNs;
        this.tally = tally;
    }

    /** A gateway says that it holds a connection, or that the client of one said goodbye. */
    void onConnection(final long session, final int epoch, final boolean isHeld) {
        final int found = sessions.find(session);
        if (found == SessionTable.NOT_FOUND || sessions.connectionEpoch(found) != epoch) {
            return;
        }
        final Watched connection = watch(session, epoch);
        if (isHeld) {
            connection.heardNs = attentiveNs;
        } else {
            connection.saidGoodbye = true;
        }
    }

    private Watched watch(final long session, final int epoch) {
        Watched connection = watched.get(session);
        if (connection == null) {
            connection = new Watched();
            connection.begin(epoch, attentiveNs);
            watched.put(session, connection);
        } else if (connection.epoch != epoch) {
            connection.begin(epoch, attentiveNs);
        }
        return connection;
    }

    /**
     * Looks at some sessions.
     *
     * @param leadingBallot under which this replica leads
     * @param isReadOut     whether everything that has come to this replica was read in this duty cycle
     * @return number of proposals
     */
    int step(final long nowNs, final long leadingBallot, final boolean isReadOut) {
        if (leadingBallot != ballot) {
            ballot = leadingBallot;
            watched.clear();
            steppedNs = nowNs;
            nextRoundNs = nowNs;
            position = 0;
        }
        attentiveNs += isReadOut ? Math.min(nowNs - steppedNs, LONGEST_STEP_NS) : 0;
        steppedNs = nowNs;
        if (position == 0 && nowNs - nextRoundNs < 0) {
            return 0;
        }
        int proposals = 0;
        for (int i = 0; i < LOOK_LIMIT && position < sessions.count(); i++) {
            proposals += look(position++);
        }
        if (position >= sessions.count()) {
            position = 0;
            nextRoundNs = nowNs + ROUND_NS;
        }
        return proposals;
    }

    private int look(final int at) {
        final long session = sessions.session(at);
        if (!engine.exchange().wouldCancelOnDisconnect(session)) {
            return 0;
        }
        final Watched connection = watch(session, sessions.connectionEpoch(at));
        final boolean isOver = connection.saidGoodbye || attentiveNs - connection.heardNs > graceNs
            || !sessions.isEstablished(at);
        final boolean underWay = engine.view().appliedIndex() <= connection.proposedIndex;
        return isOver && !underWay ? propose(session, connection) : 0;
    }

    private int propose(final long session, final Watched connection) {
        final int length = SessionCommands.encodeDisconnect(
            command, 0, engine.machine().clusterId(), session, connection.epoch);
        final long index = engine.proposer().propose(command, 0, length);
        if (index < 0) {
            return 0;
        }
        connection.proposedIndex = index;
        tally.increment(NodeCounter.OWN_COMMANDS);
        tally.increment(NodeCounter.CONNECTIONS_ENDED);
        return 1;
    }
}
