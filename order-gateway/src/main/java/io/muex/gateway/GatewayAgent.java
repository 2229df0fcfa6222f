package io.muex.gateway;

import io.muex.exchange.protocol.link.MediaConnection;
import io.muex.exchange.protocol.link.Tally;
import io.muex.gateway.auth.LogOnCounter;
import org.agrona.concurrent.Agent;

/**
 * The duty cycle of a gateway: events to clients, commands from clients, commands to the leader. Nothing waits to
 * fill a batch. The returned work count leaves out signs of life, so that an idle gateway can sleep.
 */
public final class GatewayAgent implements Agent, AutoCloseable {
    private final MediaConnection media;
    private final ClusterSide cluster;
    private final ClientSide clients;
    private final Tally<GatewayCounter> tally = new Tally<>(GatewayCounter.class);
    private final Tally<LogOnCounter> logOns = new Tally<>(LogOnCounter.class);
    private final String roleName;

    /** An agent that has not begun. */
    public GatewayAgent(final GatewaySettings settings) {
        roleName = "gateway-" + settings.gatewayId();
        media = new MediaConnection(settings.aeronDirectory(), roleName, settings.clientChannel());
        final ClientTable table = new ClientTable(settings, media, tally);
        final Reports reports = new Reports(table, tally);
        cluster = new ClusterSide(settings, media, tally, reports);
        clients = new ClientSide(settings, media, cluster, table, reports, tally, logOns);
        reports.bind(cluster, clients);
    }

    @Override
    public int doWork() {
        final long nowNs = System.nanoTime();
        media.step(nowNs);
        return cluster.receive(nowNs) + clients.receive(nowNs) + cluster.send();
    }

    /** True once a leader was found, so that clients are taken. */
    public boolean isReady() {
        return cluster.isReady();
    }

    /** Commands that wait for their answers, or for a leader. The thread of the duty cycle, as the next. */
    int unanswered() {
        return cluster.unanswered();
    }

    /** Rises with every event that is read and every leader that is heard of. */
    long progress() {
        return cluster.isReady() ? cluster.lastEventSeq() + cluster.ballot() : 0;
    }

    /** What was counted. Any thread may read it. */
    public Tally<GatewayCounter> tally() {
        return tally;
    }

    /** What was counted of clients that log on. Any thread may read it. */
    public Tally<LogOnCounter> logOns() {
        return logOns;
    }

    @Override
    public String roleName() {
        return roleName;
    }

    @Override
    public void onClose() {
        close();
    }

    /** Tells clients and detaches from the media driver. */
    @Override
    public void close() {
        clients.close();
        cluster.close();
        media.close();
    }
}
