package io.muex.exchange.node;

import io.muex.exchange.protocol.link.MediaConnection;
import io.muex.exchange.protocol.link.Tally;
import io.muex.mu.Ballot;
import org.agrona.concurrent.Agent;

/**
 * The duty cycle of a replica's replication thread: take commands, propose, commit and apply, send events. Nothing
 * waits to fill a batch and nothing is handed to another thread. The returned work count leaves out signs of life, so
 * that an idle replica can sleep.
 */
public final class NodeAgent implements Agent, AutoCloseable {
    private final ReplicaEngine engine;
    private final MediaConnection media;
    private final GatewayLinks links;
    private final LeaderChores chores;
    private final ConnectionWatch connections;
    private final Tally<NodeCounter> tally = new Tally<>(NodeCounter.class);
    private final String roleName;
    private long announcedBallot = Ballot.NONE;
    private long announcedCluster;

    /** An agent that has not begun; everything of {@code engine} that belongs to one thread belongs to its thread. */
    public NodeAgent(final NodeConfig config, final ReplicaEngine engine) {
        this.engine = engine;
        roleName = "replication-" + config.replicaId();
        media = new MediaConnection(config.aeronDirectory(), "replica-" + config.replicaId(),
            config.ingressChannel());
        connections = new ConnectionWatch(engine, config.disconnectGraceNs(), tally);
        links = new GatewayLinks(config, engine, media, connections, tally);
        chores = new LeaderChores(config, engine, tally);
    }

    @Override
    public int doWork() {
        final long nowNs = System.nanoTime();
        media.step(nowNs);
        int work = links.receive(nowNs);
        work += engine.step(nowNs);
        final long ballot = engine.view().leadingBallot();
        final long cluster = engine.machine().clusterId();
        if (ballot != announcedBallot || cluster != announcedCluster) {
            announcedBallot = ballot;
            announcedCluster = cluster;
            links.presentDue();
        }
        work += chores.step(nowNs, ballot);
        if (ballot != Ballot.NONE) {
            work += connections.step(nowNs, ballot, links.isReadOut());
        }
        return work + links.publish(nowNs);
    }

    /** True while this replica leads, as of the latest duty cycle. */
    public boolean isLeading() {
        return announcedBallot != Ballot.NONE;
    }

    /** What was counted. Any thread may read it. */
    public Tally<NodeCounter> tally() {
        return tally;
    }

    @Override
    public String roleName() {
        return roleName;
    }

    @Override
    public void onClose() {
        close();
    }

    /** Detaches from the media driver. The engine is closed by its owner. */
    @Override
    public void close() {
        links.close();
        media.close();
    }
}
