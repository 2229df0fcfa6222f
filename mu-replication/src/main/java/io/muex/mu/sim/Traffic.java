package io.muex.mu.sim;

import io.muex.mu.session.CommandEnvelope;
import io.muex.mu.session.SessionCommands;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The clients and what travels between them and the replicas. A connection keeps its order and loses nothing until it
 * breaks; then a part of what was under way has arrived and the rest is lost. Over other connections copies of old
 * commands may arrive at any later time.
 */
final class Traffic {
    /** A command that arrives outside of any connection. */
    private record Stray(long arrivesAtNs, byte[] bytes) {
    }

    private final Simulation world;
    private final int sessions;
    private final SimClient[] clients;
    private final Wire[][] toReplica;
    private final Wire[][] toClient;
    private final List<Stray> strays = new ArrayList<>();
    private boolean loading = true;
    private long tags;

    /** Two clients for every session: the first has it to begin with, the other one takes it over. */
    Traffic(final Simulation world, final int sessions) {
        this.world = world;
        this.sessions = sessions;
        this.clients = new SimClient[2 * sessions];
        this.toReplica = wires(world.replicaCount());
        this.toClient = wires(world.replicaCount());
    }

    private Wire[][] wires(final int replicas) {
        final Wire[][] wires = new Wire[clients.length][replicas + 1];
        for (final Wire[] row : wires) {
            for (int id = 1; id <= replicas; id++) {
                row[id] = new Wire();
            }
        }
        return wires;
    }

    void begin() {
        for (int client = 0; client < sessions; client++) {
            start(client);
            clients[client].wantSession();
        }
    }

    private void start(final int client) {
        final long now = world.nowNs();
        clients[client] = new SimClient(world, client, 1 + client % sessions, now);
        world.scheduler.add(clients[client].fiber());
    }

    boolean disconnect(final int client, final int id, final int arrived, final long lateNs) {
        if (clients[client] == null) {
            return false;
        }
        toReplica[client][id].cut(arrived, (bytes, at) -> strays.add(new Stray(Math.max(at, lateNs), bytes)));
        cutOff(client, id);
        return true;
    }

    private void cutOff(final int client, final int id) {
        toReplica[client][id].clear();
        toClient[client][id].clear();
        world.replica(id).disconnect(client);
        if (clients[client] != null) {
            clients[client].onDisconnected(id);
        }
    }

    void disconnectAll(final int id) {
        for (int client = 0; client < clients.length; client++) {
            cutOff(client, id);
        }
    }

    /**
     * Copies of commands sent a while ago arrive once more, the youngest first; now and then one of an attempt to take
     * the session that may be much older.
     */
    boolean sendAgain(final int client, final long choice, final int count, final long arrivesAtNs) {
        boolean any = false;
        final int first = (int) (choice >>> 40 & 7);
        for (int n = 0; n < count && clients[client] != null; n++) {
            final byte[] bytes = n == 0 && (choice >>> 44 & 3) == 0 ? clients[client].attemptBefore(choice >>> 46)
                : clients[client].sentBefore(first + n);
            if (bytes != null) {
                strays.add(new Stray(arrivesAtNs, bytes));
                any = true;
            }
        }
        return any;
    }

    /** The next events on their way to a client are lost, from whichever replica they come. */
    boolean loseEvents(final int client, final int count) {
        boolean any = false;
        for (int id = 1; id <= world.replicaCount(); id++) {
            any |= toClient[client][id].lose(Egress.EVENT, count);
        }
        return any;
    }

    boolean pause(final int client, final long durationNs) {
        if (clients[client] == null) {
            return false;
        }
        clients[client].fiber().spend(durationNs);
        return true;
    }

    /** The other client of the session asks for it, while the one that has it may stand still. */
    boolean takeSessionOver(final int client, final long pauseNs) {
        final int session = client % sessions;
        final int twin = session + sessions;
        if (clients[twin] == null) {
            start(twin);
        }
        final boolean firstHasIt = clients[session].hasSession();
        final SimClient taker = clients[firstHasIt ? twin : session];
        taker.wantSession();
        clients[firstHasIt ? session : twin].fiber().spend(pauseNs);
        return true;
    }

    /** What no client half lets through: wrong cluster, unknown session, GENESIS once more, or bytes. */
    boolean sendNonsense(final int client, final long choice, final long arrivesAtNs) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[128]);
        int length = CommandEnvelope.HEADER_LENGTH + TinyExchange.BODY_LENGTH;
        switch ((int) (choice >>> 40 & 3)) {
            case 0 -> {
                // The same session, number and epoch as a true one has, for another cluster.
                final byte[] model = clients[client] == null ? null : clients[client].sentBefore(0);
                if (model == null) {
                    return false;
                }
                buffer.putBytes(0, model);
                buffer.putLong(0, Simulation.CLUSTER_ID + 1);
                length = model.length;
            }
            case 1 -> CommandEnvelope.encode(buffer, 0, CommandEnvelope.COMMAND, Simulation.CLUSTER_ID, 99, 1, 1);
            case 2 -> length = SessionCommands.encodeGenesis(buffer, 0, Simulation.CLUSTER_ID,
                new SessionCommands.Capacities(8, 64, 4096), new long[] {9, SessionCommands.OPERATOR}, new byte[8]);
            default -> {
                buffer.setMemory(0, 64, (byte) choice);
                length = 1 + (int) (choice >>> 48 & 63);
            }
        }
        final byte[] bytes = new byte[length];
        buffer.getBytes(0, bytes);
        world.reference.onSubmitted(bytes);
        strays.add(new Stray(arrivesAtNs, bytes));
        return true;
    }

    /** A command that has arrived outside of any connection, for whoever leads; or null. */
    byte[] takeStray(final long nowNs) {
        for (int i = 0; i < strays.size(); i++) {
            if (strays.get(i).arrivesAtNs() <= nowNs) {
                return strays.remove(i).bytes();
            }
        }
        return null;
    }

    Wire toReplica(final int client, final int id) {
        return toReplica[client][id];
    }

    Wire toClient(final int client, final int id) {
        return toClient[client][id];
    }

    long nextTag() {
        return ++tags;
    }

    boolean isLoading() {
        return loading;
    }

    void stopLoading() {
        loading = false;
    }

    long settled() {
        long sum = 0;
        for (final SimClient client : clients) {
            sum += client == null ? 0 : client.settled();
        }
        return sum;
    }

    int unanswered() {
        int sum = 0;
        for (final SimClient client : clients) {
            sum += client == null ? 0 : client.unanswered();
        }
        return sum;
    }

    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder();
        for (final SimClient client : clients) {
            if (client != null) {
                text.append("\n  ").append(client);
            }
        }
        return text.toString();
    }
}
