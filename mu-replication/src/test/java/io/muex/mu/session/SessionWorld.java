package io.muex.mu.session;

import io.muex.mu.SnapshotReader;
import io.muex.mu.SnapshotWriter;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A seeded world around real state machines and real resubmissions: three replicas of one log whose undecided end is
 * decided at random, leaders that come and go, lagging, crashing and restored replicas, two gateways that read from
 * anybody over connections that lose, double, shuffle and break, and clients that move between the gateways.
 * What replication guarantees (one agreed log, a new leader applies all of it before it announces itself) is modelled;
 * everything else is the code under test. Every promise is checked as soon as it can be; a broken one throws.
 */
final class SessionWorld {
    /** Known-bad variants; each must make the world throw. */
    enum Mutant {
        NONE,
        /** Gateways send again at once, without reading up to what the new leader announced. */
        NO_WAIT,
        /** Snapshots forget which numbers were applied. */
        SESSIONS_NOT_IN_SNAPSHOT,
        /** Gateways send nothing again after a change of leader. */
        NEVER_RESENDS,
        /** Apply executes repeats. */
        APPLIES_REPEATS,
        /** ESTABLISH raises the epoch whatever its sender believed current. */
        ESTABLISHES_BLINDLY,
        /** DISCONNECT ends whatever connection there is. */
        DISCONNECTS_BLINDLY,
        /** A restored replica begins its retained events anew. */
        RETENTION_NOT_IN_SNAPSHOT
    }

    static final long CLUSTER = 77;
    static final long OPERATOR_SESSION = 1;
    static final int REPLICAS = 3;
    static final int GATEWAYS = 2;
    static final int COMMAND_LENGTH = 64;

    final SplittableRandom random;
    final Mutant mutant;
    final boolean shuffles;
    final boolean loses;
    final boolean forgets;
    final boolean closes;
    final boolean disconnects;

    final Ledger goldenLedger = new Ledger();
    final SessionedStateMachine golden = new SessionedStateMachine(goldenLedger);
    final List<byte[]> goldenEvents = new ArrayList<>();
    final List<Long> goldenHash = new ArrayList<>();
    final Map<Long, Integer> executedAt = new HashMap<>();
    final Map<Long, Ledger.Executed> lastOfSession = new HashMap<>();

    final List<Entry> log = new ArrayList<>();
    final List<Entry> undecided = new ArrayList<>();
    final Map<Long, Integer> leadIndex = new HashMap<>();
    final Replica[] replicas = new Replica[REPLICAS + 1];
    final WorldGateway[] gateways = new WorldGateway[GATEWAYS];
    final List<WorldClient> clients = new ArrayList<>();
    final UnsafeBuffer scratch = new UnsafeBuffer(new byte[COMMAND_LENGTH + 64]);
    int leader;
    long ballot;
    long uids;
    int restores;
    int gones;
    int disconnected;
    int leaderChanges;
    boolean quiet;

    record Entry(byte[] command, long timestampNs) {
    }

    enum Kind { COMMAND, READ, EVENT, LEADER, GONE, STATE, STATES_END }

    record Message(Kind kind, byte[] bytes, long a, long b, long c, long d, int e) {
        Message(final Kind kind, final byte[] bytes, final long a, final long b, final long c, final long d) {
            this(kind, bytes, a, b, c, d, 0);
        }
    }

    SessionWorld(final long seed, final Mutant mutant) {
        this.random = new SplittableRandom(seed);
        this.mutant = mutant;
        this.shuffles = random.nextInt(3) == 0;
        this.loses = random.nextInt(3) != 0;
        this.forgets = random.nextInt(3) == 0;
        this.closes = random.nextInt(3) == 0;
        this.disconnects = random.nextInt(3) == 0;
        for (int i = 1; i <= REPLICAS; i++) {
            replicas[i] = new Replica(i);
        }
        for (int i = 0; i < GATEWAYS; i++) {
            gateways[i] = new WorldGateway(this, i);
        }
        final var capacities = forgets
            ? new SessionCommands.Capacities(5, 32, SessionCommands.LEAST_EVENT_BYTES)
            : new SessionCommands.Capacities(5, 8192, 1 << 20);
        final int length = SessionCommands.encodeGenesis(
            scratch, 0, CLUSTER, capacities, new long[]{OPERATOR_SESSION, SessionCommands.OPERATOR}, new byte[0]);
        choose(new Entry(bytes(length), 0));
        clients.add(new WorldClient(this, OPERATOR_SESSION));
        for (int i = 0; i < 4; i++) {
            clients.add(new WorldClient(this, 10 + i));
        }
        changeLeader();
    }

    void run(final int steps) {
        for (int i = 0; i < steps; i++) {
            step();
        }
        settleDown();
    }

    private void step() {
        final int dice = random.nextInt(1_000);
        if (dice < 150) {
            clients.get(random.nextInt(clients.size())).act();
        } else if (dice < 300) {
            gateways[random.nextInt(GATEWAYS)].act();
        } else if (dice < 600) {
            deliver();
        } else if (dice < 700) {
            decide();
        } else if (dice < 800) {
            replicas[1 + random.nextInt(REPLICAS)].apply();
        } else if (dice < 970) {
            replicas[1 + random.nextInt(REPLICAS)].egress(random.nextInt(GATEWAYS));
        } else if (dice < 975) {
            changeLeader();
        } else if (dice < 978) {
            replicas[1 + random.nextInt(REPLICAS)].crash();
        } else if (dice < 984) {
            replicas[1 + random.nextInt(REPLICAS)].restart();
        } else if (dice < 988) {
            breakConnection(random.nextInt(GATEWAYS), 1 + random.nextInt(REPLICAS));
        } else if (dice < 992) {
            clients.get(random.nextInt(clients.size())).move();
        } else if (dice < 994 && leader != 0) {
            final int length = CommandEnvelope.encode(scratch, 0, CommandEnvelope.INTERNAL, CLUSTER, 0, 0, 0);
            undecided.add(new Entry(bytes(length), log.size()));
        } else if (dice < 996 && leader != 0 && disconnects) {
            proposeDisconnect(clients.get(random.nextInt(clients.size())).session);
        }
    }

    /** Of the present connection or a former one: a leader may have learnt of a loss long ago. */
    private void proposeDisconnect(final long session) {
        final int position = golden.sessions().find(session);
        final int epoch = position == SessionTable.NOT_FOUND ? 1
            : golden.sessions().connectionEpoch(position) - random.nextInt(2);
        if (epoch > 0) {
            final int length = SessionCommands.encodeDisconnect(scratch, 0, CLUSTER, session, epoch);
            undecided.add(new Entry(bytes(length), log.size()));
        }
    }

    private void settleDown() {
        quiet = true;
        for (int i = 1; i <= REPLICAS; i++) {
            replicas[i].restart();
        }
        if (leader == 0 || random.nextBoolean()) {
            changeLeader();
        }
        for (int round = 0; round < 4_000; round++) {
            for (int g = 0; g < GATEWAYS; g++) {
                for (int r = 1; r <= REPLICAS; r++) {
                    if (gateways[g].broken[r]) {
                        breakConnection(g, r);
                    }
                    replicas[r].apply();
                    replicas[r].egress(g);
                }
                gateways[g].act();
            }
            for (int i = 0; i < 8; i++) {
                deliver();
            }
            decide();
        }
        for (int g = 0; g < GATEWAYS; g++) {
            gateways[g].checkFinished();
        }
        checkReplicasEqual();
    }

    private void checkReplicasEqual() {
        final byte[] expected = snapshot(golden);
        for (int i = 1; i <= REPLICAS; i++) {
            check(replicas[i].applied == log.size(), "replica " + i + " did not catch up");
            check(Arrays.equals(expected, snapshot(replicas[i].machine)), "replica " + i + " has another state");
        }
    }

    static void check(final boolean holds, final String message) {
        if (!holds) {
            throw new AssertionError(message);
        }
    }

    private byte[] bytes(final int length) {
        final byte[] copy = new byte[length];
        scratch.getBytes(0, copy);
        return copy;
    }

    static byte[] snapshot(final SessionedStateMachine machine) {
        final byte[] bytes = new byte[1 << 21];
        final SnapshotWriter out = new SnapshotWriter().wrap(new UnsafeBuffer(bytes), 0, bytes.length);
        machine.writeSnapshot(out);
        return Arrays.copyOf(bytes, out.length());
    }

    // ---- the log ----

    private void decide() {
        if (leader != 0 && !undecided.isEmpty()) {
            choose(undecided.removeFirst());
        }
    }

    private void choose(final Entry entry) {
        log.add(entry);
        if (entry.command != null) {
            final boolean isVoid = isVoidDisconnect(entry);
            final long before = golden.stateHash();
            applyTo(golden, log.size() - 1);
            check(!isVoid || before == golden.stateHash(), "the end of a former connection ended the present one");
            final EventRing ring = golden.events();
            for (long seq = goldenEvents.size() + 1; seq <= ring.lastEventSeq(); seq++) {
                final byte[] event = new byte[ring.length(seq)];
                ring.buffer().getBytes(ring.offset(seq), event);
                goldenEvents.add(event);
            }
            checkExecuted();
        }
        goldenHash.add(golden.stateHash());
    }

    private boolean isVoidDisconnect(final Entry entry) {
        final UnsafeBuffer command = new UnsafeBuffer(entry.command);
        if (CommandEnvelope.kind(command, 0) != CommandEnvelope.DISCONNECT) {
            return false;
        }
        final int position = golden.sessions().find(CommandEnvelope.session(command, 0));
        final boolean isVoid = position == SessionTable.NOT_FOUND
            || golden.sessions().connectionEpoch(position) != CommandEnvelope.connectionEpoch(command, 0);
        disconnected += isVoid ? 0 : 1;
        return isVoid;
    }

    private void checkExecuted() {
        for (int i = executedAt.size(); i < goldenLedger.executed.size(); i++) {
            final Ledger.Executed now = goldenLedger.executed.get(i);
            check(executedAt.put(now.uid(), log.size() - 1) == null, "command " + now + " executed twice");
            final Ledger.Executed before = lastOfSession.put(now.session(), now);
            check(before == null || before.uid() < now.uid(), now + " executed after " + before);
            check(closes || now.number() == (before == null ? 1 : before.number() + 1), now + " follows " + before);
        }
    }

    private void applyTo(final SessionedStateMachine machine, final int index) {
        final Entry entry = log.get(index);
        if (entry.command == null) {
            return;
        }
        final UnsafeBuffer command = new UnsafeBuffer(entry.command);
        final int position = machine.sessions().find(CommandEnvelope.session(command, 0));
        final int kind = CommandEnvelope.kind(command, 0);
        final boolean known = position != SessionTable.NOT_FOUND;
        if (mutant == Mutant.APPLIES_REPEATS && known && kind == CommandEnvelope.COMMAND
            && CommandEnvelope.number(command, 0) <= machine.sessions().lastApplied(position)) {
            machine.sessions().applied(position, CommandEnvelope.number(command, 0) - 1);
        }
        if (mutant == Mutant.ESTABLISHES_BLINDLY && known && kind == CommandEnvelope.ESTABLISH) {
            SessionCommands.encodeEstablish(command, 0, CLUSTER, CommandEnvelope.session(command, 0),
                machine.sessions().connectionEpoch(position), CommandEnvelope.number(command, 0));
        }
        if (mutant == Mutant.DISCONNECTS_BLINDLY && known && kind == CommandEnvelope.DISCONNECT
            && machine.sessions().connectionEpoch(position) > 0) {
            SessionCommands.encodeDisconnect(command, 0, CLUSTER, CommandEnvelope.session(command, 0),
                machine.sessions().connectionEpoch(position));
        }
        machine.onCommand(index, entry.timestampNs, command, 0, command.capacity());
    }

    private void changeLeader() {
        final int candidate = 1 + random.nextInt(REPLICAS);
        if (!replicas[candidate].up) {
            return;
        }
        final int adopted = random.nextInt(undecided.size() + 1);
        for (int i = 0; i < adopted; i++) {
            choose(undecided.get(i));
        }
        undecided.clear();
        ballot += 1 + random.nextInt(3);
        leadIndex.put(ballot, log.size());
        choose(new Entry(null, 0));
        leader = candidate;
        leaderChanges++;
        while (replicas[candidate].applied < log.size()) {
            replicas[candidate].apply();
        }
        for (final WorldGateway gateway : gateways) {
            announce(gateway);
        }
    }

    private void announce(final WorldGateway gateway) {
        final long last = mutant == Mutant.NO_WAIT ? 0 : replicas[leader].machine.events().lastEventSeq();
        gateway.inbound[leader].add(new Message(Kind.LEADER, null, leader, ballot, last, 0));
    }

    // ---- the network ----

    private void deliver() {
        final WorldGateway gateway = gateways[random.nextInt(GATEWAYS)];
        final int replica = 1 + random.nextInt(REPLICAS);
        final boolean inbound = random.nextBoolean();
        final List<Message> queue = inbound ? gateway.inbound[replica] : gateway.outbound[replica];
        for (int burst = 1 + random.nextInt(8); burst > 0 && !queue.isEmpty(); burst--) {
            final int chaos = quiet ? 1_000 : random.nextInt(400);
            final int pick = shuffles && chaos < 60 ? random.nextInt(Math.min(4, queue.size())) : 0;
            final Message message = loses && chaos == 60 ? queue.get(pick) : queue.remove(pick);
            if (loses && chaos == 61) {
                gateway.broken[replica] = true;
            } else if (inbound) {
                gateway.onMessage(replica, message);
            } else {
                replicas[replica].onMessage(gateway, message);
            }
        }
        if (gateway.broken[replica] && random.nextInt(20) == 0) {
            breakConnection(gateway.id, replica);
        }
    }

    /** Whatever was lost, the break that explains it is noticed in the end. A leader announces itself anew. */
    private void breakConnection(final int gatewayId, final int replica) {
        final WorldGateway gateway = gateways[gatewayId];
        gateway.inbound[replica].removeIf(message -> random.nextBoolean());
        gateway.outbound[replica].removeIf(message -> random.nextBoolean());
        gateway.broken[replica] = false;
        gateway.resubmission.onDisconnected(replica);
        if (leader == replica) {
            announce(gateway);
        }
    }

    // ---- replicas ----

    final class Replica {
        final int id;
        final EventCursor[] cursors = new EventCursor[GATEWAYS];
        SessionedStateMachine machine = new SessionedStateMachine(new Ledger());
        int applied;
        boolean up = true;

        Replica(final int id) {
            this.id = id;
        }

        void apply() {
            for (int burst = quiet ? 64 : 1 + random.nextInt(16); up && burst > 0 && applied < log.size(); burst--) {
                applyTo(machine, applied++);
                check(machine.stateHash() == goldenHash.get(applied - 1), "replica " + id + " diverged at " + applied);
            }
        }

        void crash() {
            up = false;
            if (leader == id) {
                leader = 0;
            }
            Arrays.fill(cursors, null);
            for (final WorldGateway gateway : gateways) {
                gateway.broken[id] = true;
            }
        }

        /** Begins again, from nothing or from the snapshot of another replica; a running one may be restored too. */
        void restart() {
            if (leader == id) {
                return;
            }
            final Replica donor = replicas[1 + random.nextInt(REPLICAS)];
            final int donated = donor.applied;
            final long donatedHash = donor.machine.stateHash();
            final byte[] bytes = donor.up && donated > 0 ? snapshot(donor.machine) : null;
            if (up && (bytes == null || donated < applied || quiet)) {
                return;
            }
            if (!up || random.nextBoolean()) {
                machine = new SessionedStateMachine(new Ledger());
                applied = 0;
                Arrays.fill(cursors, null);
                for (final WorldGateway gateway : gateways) {
                    gateway.broken[id] = true;
                }
            }
            if (bytes != null && random.nextInt(8) != 0) {
                machine.loadSnapshot(new SnapshotReader().wrap(new UnsafeBuffer(bytes), 0, bytes.length));
                applied = donated;
                restores++;
                mutateRestored();
                check(machine.stateHash() == donatedHash, "restored replica has another hash");
            }
            up = true;
        }

        private void mutateRestored() {
            if (mutant == Mutant.SESSIONS_NOT_IN_SNAPSHOT) {
                for (int i = 0; i < machine.sessions().count(); i++) {
                    machine.sessions().applied(i, 0);
                }
            }
            if (mutant == Mutant.RETENTION_NOT_IN_SNAPSHOT) {
                machine.events().reset(forgets ? 32 : 8192, forgets ? SessionCommands.LEAST_EVENT_BYTES : 1 << 20);
            }
        }

        void onMessage(final WorldGateway gateway, final Message message) {
            if (!up) {
                gateway.broken[id] = true;
            } else if (message.kind == Kind.READ) {
                if (cursors[gateway.id] == null) {
                    cursors[gateway.id] = new EventCursor(machine.events(), 1);
                }
                cursors[gateway.id].seek(message.a);
            } else if (leader == id) {
                checkSentInTime(message);
                undecided.add(new Entry(message.bytes, log.size()));
            }
        }

        /** What was answered before this leader began must not be sent to it: the gateway had not read far enough. */
        private void checkSentInTime(final Message message) {
            final UnsafeBuffer command = new UnsafeBuffer(message.bytes);
            if (message.a == ballot && CommandEnvelope.kind(command, 0) == CommandEnvelope.COMMAND) {
                final Integer at = executedAt.get(uid(command));
                check(at == null || at > leadIndex.get(ballot), "sent under " + ballot + " though answered before");
            }
        }

        void egress(final int gatewayId) {
            final EventCursor cursor = cursors[gatewayId];
            if (!up || cursor == null) {
                return;
            }
            final List<Message> out = gateways[gatewayId].inbound[id];
            final EventRing ring = machine.events();
            for (int burst = 1 + random.nextInt(16); burst > 0 && (cursor.isGone() || cursor.hasNext()); burst--) {
                if (cursor.isGone()) {
                    sayGone(cursor, out);
                } else {
                    final byte[] event = new byte[cursor.length()];
                    ring.buffer().getBytes(cursor.offset(), event);
                    out.add(new Message(Kind.EVENT, event, 0, 0, 0, 0));
                    cursor.advance();
                }
            }
        }

        private void sayGone(final EventCursor cursor, final List<Message> out) {
            final EventRing ring = machine.events();
            final SessionTable table = machine.sessions();
            final long asOf = ring.lastEventSeq();
            gones++;
            out.add(new Message(Kind.GONE, null, ring.firstRetained(), asOf, 0, 0));
            for (int i = 0; i < table.count(); i++) {
                out.add(new Message(
                    Kind.STATE, null, asOf, table.session(i),
                    (long) table.openingEpoch(i) << 32 | table.connectionEpoch(i), table.lastApplied(i), i));
            }
            out.add(new Message(Kind.STATES_END, null, asOf, table.count(), 0, 0));
            cursor.toFirstRetained();
        }
    }

    static long uid(final UnsafeBuffer command) {
        return command.getLong(CommandEnvelope.HEADER_LENGTH, ByteOrder.LITTLE_ENDIAN);
    }
}
