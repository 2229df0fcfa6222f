package io.muex.gateway;

import io.muex.exchange.config.secret.SessionKeySource;
import io.muex.exchange.node.NodeAgent;
import io.muex.exchange.node.NodeConfig;
import io.muex.exchange.protocol.GenesisFlyweight;
import io.muex.exchange.protocol.proof.Secret;
import io.muex.gateway.client.ClientConfig;
import io.muex.gateway.client.ClientState;
import io.muex.gateway.client.ExchangeClient;
import io.muex.gateway.client.GatewayAddress;
import io.muex.mu.session.SessionCommands;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Replicas, gateways and clients in one thread, and a media driver that they really speak through. Whoever is not
 * stepped is paused; whoever is forgotten without being closed was killed.
 */
final class World implements AutoCloseable {
    static final String NAME = "test";
    static final long CLUSTER_ID = 77;
    static final long OPERATOR = 1;
    static final long ALICE = 10;
    static final long BOB = 11;
    static final int ACME = 1;
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(20);

    final Driver driver = new Driver();
    LocalCluster cluster;
    /** Of gateways started from now on. */
    SessionKeySource keys = TestKeys.source();
    /** The same. */
    Secret clusterSecret = TestKeys.CLUSTER;
    final Map<Integer, NodeAgent> nodes = new LinkedHashMap<>();
    final Map<Integer, LocalCluster.LocalReplica> engines = new LinkedHashMap<>();
    final Map<Integer, GatewayAgent> gateways = new LinkedHashMap<>();
    final List<Trader> traders = new ArrayList<>();
    private final List<Runnable> killed = new ArrayList<>();
    private final SessionCommands.Capacities capacities;
    private final String channel;
    private final long graceNs;
    /** Works along with everybody else, if it is there. */
    Runnable also;
    /** Of gateways that are started from now on. */
    ClientTerms terms = ClientTerms.usual();
    private long clusterId = CLUSTER_ID;

    World() {
        this(new SessionCommands.Capacities(64, 1 << 16, 1 << 23));
    }

    World(final SessionCommands.Capacities capacities) {
        this(capacities, "aeron:ipc");
    }

    /** Everybody speaks through {@code channel}; every process has streams of its own, so one will do for all. */
    World(final SessionCommands.Capacities capacities, final String channel) {
        this(capacities, channel, NodeConfig.DEFAULT_DISCONNECT_GRACE_NS);
    }

    World(final SessionCommands.Capacities capacities, final String channel, final long graceNs) {
        this.capacities = capacities;
        this.graceNs = graceNs;
        this.channel = channel;
        cluster = new LocalCluster(3);
        for (int id = 1; id <= cluster.size(); id++) {
            startReplica(id);
        }
        cluster.lead(1, 0);
        startGateway(1);
    }

    /** The cluster dies as a whole, and another one of the same name is created in its place. */
    void createAnew() {
        List.copyOf(nodes.keySet()).forEach(this::killReplica);
        engines.clear();
        cluster = new LocalCluster(3);
        clusterId++;
        for (int id = 1; id <= cluster.size(); id++) {
            startReplica(id);
        }
        cluster.lead(2, 0);
    }

    void startReplica(final int id) {
        final LocalCluster.LocalReplica engine = cluster.replica(id);
        engines.put(id, engine);
        nodes.put(id, new NodeAgent(
            new NodeConfig(id, driver.directory(), channel, 1 << 16, genesis(clusterId, capacities), graceNs,
                TestKeys.CLUSTER), engine));
    }

    void killReplica(final int id) {
        killed.add(nodes.remove(id)::close);
    }

    void startGateway(final int id) {
        gateways.put(id, new GatewayAgent(settings(id)));
    }

    private GatewaySettings settings(final int id) {
        final GatewaySettings usual = GatewaySettings.ofLocal(NAME, id, driver.directory(), cluster.size(),
            TestKeys.CLUSTER, TestKeys.source());
        final List<ReplicaAddress> replicas =
            usual.replicas().stream().map(replica -> new ReplicaAddress(replica.id(), channel)).toList();
        return new GatewaySettings(NAME, id, usual.aeronDirectory(), replicas, channel, channel,
            usual.clientStream(), 64, 4_096, 512, 1 << 18, terms, clusterSecret, keys);
    }

    /** Ends a gateway without a word. */
    void killGateway(final int id) {
        killed.add(gateways.remove(id)::close);
    }

    ClientConfig config(final long session) {
        final ClientConfig usual = ClientConfig.ofLocal(NAME, driver.directory(), session, TestKeys.of(session));
        final List<GatewayAddress> addresses = List.of(new GatewayAddress(channel,
            GatewayAddress.ofLocal(1).stream()), new GatewayAddress(channel, GatewayAddress.ofLocal(2).stream()));
        return new ClientConfig(NAME, session, usual.aeronDirectory(), addresses, channel, usual.maxUnanswered(),
            usual.afterEventSeq(), usual.gatewayTimeoutNs(), 1 << 18, usual.secret());
    }

    Trader trader(final long session) {
        return trader(config(session));
    }

    Trader trader(final ClientConfig config) {
        final Trader trader = new Trader(config);
        traders.add(trader);
        return trader;
    }

    /** Established traders of the given sessions, and an instrument to trade. */
    Trader[] open(final long... sessions) {
        final Trader operator = trader(OPERATOR);
        until("the operator is established", () -> operator.client.state() == ClientState.ESTABLISHED);
        addInstrument(operator);
        final Trader[] opened = new Trader[sessions.length];
        for (int i = 0; i < sessions.length; i++) {
            final Trader trader = trader(sessions[i]);
            opened[i] = trader;
            until("established", () -> trader.client.state() == ClientState.ESTABLISHED);
        }
        return opened;
    }

    void addInstrument(final Trader operator) {
        operator.client.addInstrument().instrumentId(ACME).symbol("ACME").tickMantissa(1).tickExponent(-2)
            .lotMantissa(1).minQuantity(1).maxQuantity(1_000_000).depthLevels(5).maxOrders(20_000).maxLevels(4_096);
        final long number = operator.client.submit();
        until("the instrument is there", () -> operator.isSettled(number));
    }

    /** Lets everybody work until something holds; fails with the state of everybody if it never does. */
    void until(final String what, final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + DEADLINE_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("never: " + what + "\n" + this);
            }
            step();
        }
    }

    /** Lets everybody work for a while. */
    void during(final long milliseconds) {
        final long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(milliseconds);
        while (System.nanoTime() - endNs < 0) {
            step();
        }
    }

    void step() {
        int work = 0;
        for (final NodeAgent node : nodes.values()) {
            work += node.doWork();
        }
        for (final GatewayAgent gateway : gateways.values()) {
            work += gateway.doWork();
        }
        for (final Trader trader : traders) {
            work += trader.client.poll();
        }
        if (also != null) {
            also.run();
        }
        if (work == 0) {
            Thread.yield();
        }
    }


    static byte[] genesis(final long clusterId, final SessionCommands.Capacities capacities) {
        final UnsafeBuffer application = new UnsafeBuffer(new byte[GenesisFlyweight.LENGTH]);
        new GenesisFlyweight().wrapForWrite(application, 0).maxOrders(20_000).maxLevels(4_096).maxInstruments(16)
            .maxOpenOrders(20_000);
        final UnsafeBuffer command = new UnsafeBuffer(new byte[256]);
        final int length = SessionCommands.encodeGenesis(command, 0, clusterId, capacities,
            new long[] {OPERATOR, SessionCommands.OPERATOR, ALICE, 0, BOB, 0}, application.byteArray());
        final byte[] bytes = new byte[length];
        command.getBytes(0, bytes);
        return bytes;
    }

    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder();
        nodes.forEach((id, node) -> text.append("replica ").append(id).append(": ").append(node.tally()).append('\n'));
        gateways.forEach((id, gateway) ->
            text.append("gateway ").append(id).append(": ").append(gateway.tally()).append('\n'));
        traders.forEach(trader -> text.append(trader).append('\n'));
        return text.toString();
    }

    @Override
    public void close() {
        for (final Trader trader : traders) {
            trader.client.close();
        }
        for (final GatewayAgent gateway : gateways.values()) {
            gateway.close();
        }
        for (final NodeAgent node : nodes.values()) {
            node.close();
        }
        killed.forEach(Runnable::run);
        driver.close();
    }

    /** A client that writes down everything it hears and insists that it makes sense. */
    static final class Trader {
        final ExchangeClient client;
        final Journal journal = new Journal();

        Trader(final ClientConfig config) {
            client = new ExchangeClient(config, journal);
        }

        boolean isSettled(final long number) {
            return journal.settled.containsKey(number);
        }

        @Override
        public String toString() {
            return "session " + client.session() + ": " + client.state() + " " + client.failure() + ", unanswered "
                + client.unanswered() + ", read up to " + client.lastEventSeq() + ", " + journal.settled.size()
                + " settled, last " + journal.lastSettled;
        }
    }
}
