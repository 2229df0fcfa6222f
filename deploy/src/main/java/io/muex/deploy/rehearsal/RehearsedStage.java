package io.muex.deploy.rehearsal;

import io.muex.exchange.config.secret.SessionKeySource;
import io.muex.exchange.node.NodeAgent;
import io.muex.exchange.node.NodeConfig;
import io.muex.exchange.protocol.link.ClientLink;
import io.muex.gateway.GatewayAgent;
import io.muex.gateway.ClientTerms;
import io.muex.gateway.GatewaySettings;
import io.muex.gateway.ReplicaAddress;
import io.muex.exchange.protocol.link.PacedIdle;
import io.muex.mu.fabric.local.PrivateCluster;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Replicas and a gateway as their processes have them, all stepped by one thread. The leader dies every now and then
 * and comes back as the next incarnation.
 */
final class RehearsedStage implements Runnable {
    private static final long LIFE_NS = TimeUnit.MILLISECONDS.toNanos(60);

    private final Path aeronDirectory;
    private final int shownBase;
    private final long deadlineNs;
    private final RehearsedReplica[] replicas = new RehearsedReplica[TakeOverRehearsal.REPLICAS];
    private final NodeAgent[] nodes = new NodeAgent[TakeOverRehearsal.REPLICAS];
    private volatile boolean isOver;
    private long nextDeathNs;

    RehearsedStage(final Path aeronDirectory, final int shownBase, final long deadlineNs) {
        this.aeronDirectory = aeronDirectory;
        this.shownBase = shownBase;
        this.deadlineNs = deadlineNs;
    }

    /** Any thread. */
    void end() {
        isOver = true;
    }

    @Override
    public void run() {
        final PacedIdle idle = new PacedIdle();
        try (PrivateCluster memory = TakeOverRehearsal.memory(); GatewayAgent gateway = new GatewayAgent(settings())) {
            for (int i = 0; i < replicas.length; i++) {
                begin(memory, i, 1);
            }
            while (!isOver && System.nanoTime() - deadlineNs < 0) {
                int work = gateway.doWork();
                for (final NodeAgent node : nodes) {
                    work += node.doWork();
                }
                killIfDue(memory, gateway.isReady());
                idle.idle(work);
            }
        } finally {
            for (final NodeAgent node : nodes) {
                if (node != null) {
                    node.close();
                }
            }
        }
    }

    private GatewaySettings settings() {
        return new GatewaySettings(Rehearsal.cluster(), shownBase, aeronDirectory,
            IntStream.rangeClosed(1, replicas.length).mapToObj(id -> new ReplicaAddress(shownBase + id, "aeron:ipc"))
                .toList(),
            "aeron:ipc", "aeron:ipc", ClientLink.CONTROL_STREAM_BASE + shownBase, 4, 4_096, 4_096,
            Rehearsal.termBytes(), ClientTerms.usual(), Rehearsal.secret(),
            SessionKeySource.of(Rehearsal.sessionKeys()));
    }

    private void begin(final PrivateCluster memory, final int place, final int incarnation) {
        replicas[place] = new RehearsedReplica(memory, place + 1, incarnation, shownBase);
        nodes[place] = new NodeAgent(new NodeConfig(shownBase + place + 1, aeronDirectory, "aeron:ipc",
            Rehearsal.termBytes(), TakeOverRehearsal.genesis(), Rehearsal.secret()), replicas[place]);
    }

    private void killIfDue(final PrivateCluster memory, final boolean isFound) {
        final long nowNs = System.nanoTime();
        int leader = -1;
        boolean allVote = true;
        for (int i = 0; i < replicas.length; i++) {
            leader = replicas[i].isLeading() ? i : leader;
            allVote &= replicas[i].votes();
        }
        if (leader < 0 || !allVote || !isFound) {
            nextDeathNs = nowNs + LIFE_NS;
        } else if (nowNs - nextDeathNs >= 0) {
            nextDeathNs = nowNs + LIFE_NS;
            final int incarnation = replicas[leader].incarnation();
            memory.markDead(leader + 1, incarnation);
            nodes[leader].close();
            begin(memory, leader, incarnation + 1);
        }
    }
}
