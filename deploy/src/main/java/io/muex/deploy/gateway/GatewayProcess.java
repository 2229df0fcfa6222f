package io.muex.deploy.gateway;

import io.muex.deploy.report.JsonReport;
import io.muex.exchange.config.ClusterConfig;
import io.muex.gateway.GatewaySettings;
import io.muex.gateway.OrderGateway;
import io.muex.gateway.config.GatewayConfig;
import io.muex.load.process.ReadyLine;
import io.muex.load.process.StopRequest;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Runs one gateway of this host in the foreground. It is ready when it has found a leader. */
public final class GatewayProcess {
    /** Exit status of a gateway that could not go on. */
    public static final int FAILED = 3;

    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(2);
    private final ClusterConfig cluster;
    private final GatewayConfig gateway;
    private final int number;

    /**
     * A gateway for that cluster.
     *
     * @param number 1 or more; no two gateways of a cluster have the same
     */
    public GatewayProcess(final ClusterConfig cluster, final GatewayConfig gateway, final int number) {
        this.cluster = cluster;
        this.gateway = gateway;
        this.number = number;
    }

    /**
     * Runs until the end is asked for.
     *
     * @param out  where the ready line goes
     * @param stop asks for the end
     * @throws InterruptedException if this thread is interrupted
     */
    public void run(final PrintStream out, final StopRequest stop) throws InterruptedException {
        final GatewaySettings settings =
            GatewaySettings.ofLocal(cluster.name(), number, cluster.aeronDirectory(), cluster.replicas());
        try (OrderGateway running = new OrderGateway(settings, GatewayProcess::halt)) {
            running.start();
            while (!running.isReady() && !stop.isAsked()) {
                LockSupport.parkNanos(LOOK_NS);
            }
            if (running.isReady()) {
                ReadyLine.print(out, new JsonReport()
                    .put("process", "gateway")
                    .put("name", gateway.name())
                    .put("number", number)
                    .put("pid", ProcessHandle.current().pid())
                    .compact());
            }
            stop.await();
            System.out.println("counters " + running.tally());
        }
    }

    private static void halt(final Throwable fatal) {
        System.err.println("gateway: cannot go on: " + fatal);
        fatal.printStackTrace();
        System.err.flush();
        Runtime.getRuntime().halt(FAILED);
    }
}
