package io.muex.deploy.gateway;

import io.muex.deploy.cluster.LocalCluster;
import io.muex.deploy.cluster.Refusal;
import io.muex.deploy.report.JsonReport;
import io.muex.deploy.roads.Roads;
import io.muex.exchange.config.ClusterConfig;
import io.muex.exchange.config.secret.ClusterSecrets;
import io.muex.gateway.GatewaySettings;
import io.muex.gateway.OrderGateway;
import io.muex.gateway.config.GatewayConfig;
import io.muex.gateway.marketdata.MarketDataConfig;
import io.muex.gateway.marketdata.MarketDataFeed;
import io.muex.gateway.tcp.TcpPort;
import io.muex.gateway.tcp.TcpSettings;
import io.muex.load.process.ClusterDirectories;
import io.muex.load.process.HeldLock;
import io.muex.load.process.ReadyLine;
import io.muex.load.process.StopRequest;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Runs one gateway of this host in the foreground. It is ready when it has found a leader. */
public final class GatewayProcess {
    /** Exit status of a gateway that could not go on. */
    public static final int FAILED = 3;

    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(2);
    private final ClusterConfig cluster;
    private final GatewayConfig gateway;
    private final MarketDataConfig marketData;
    private final int number;

    /**
     * A gateway for that cluster.
     *
     * @param number 1 or more; no two gateways of a cluster have the same
     */
    public GatewayProcess(final ClusterConfig cluster, final GatewayConfig gateway,
        final MarketDataConfig marketData, final int number) {
        this.cluster = cluster;
        this.gateway = gateway;
        this.marketData = marketData;
        this.number = number;
    }

    /**
     * Runs until the end is asked for.
     *
     * @param out  where the ready line goes
     * @param stop asks for the end
     * @throws Refusal              if a gateway of this number runs
     * @throws IOException          if its lock cannot be made
     * @throws InterruptedException if this thread is interrupted
     */
    public void run(final PrintStream out, final StopRequest stop) throws IOException, InterruptedException {
        ClusterDirectories.makePrivate(cluster.home());
        final Path lockFile = LocalCluster.gatewayLock(cluster, number);
        final HeldLock lock = HeldLock.tryTake(lockFile).orElse(null);
        if (lock == null) {
            throw new Refusal("gateway " + number + " of cluster " + cluster.name() + " runs already (process "
                + HeldLock.holder(lockFile).orElse(0) + ")");
        }
        try (lock) {
            runAlone(out, stop);
        }
    }

    private void runAlone(final PrintStream out, final StopRequest stop) throws IOException, InterruptedException {
        final GatewaySettings settings = Roads.gateway(cluster, ClusterSecrets.in(cluster.home()), number)
            .withTerms(gateway.terms());
        final Optional<TcpSettings> tcpSettings = Roads.tcp(cluster, gateway, number);
        final TcpPort tcp = tcpSettings.isPresent() ? new TcpPort(tcpSettings.get()) : null;
        try (OrderGateway running = new OrderGateway(settings, tcp, GatewayProcess::halt);
             MarketDataFeed feed = new MarketDataFeed(settings, marketData, GatewayProcess::halt)) {
            running.start();
            if (marketData.enabled()) {
                feed.start();
            }
            while (!running.isReady() && !stop.isAsked()) {
                LockSupport.parkNanos(LOOK_NS);
            }
            if (running.isReady()) {
                ReadyLine.print(out, new JsonReport()
                    .put("process", "gateway")
                    .put("name", gateway.name())
                    .put("number", number)
                    .put("pid", ProcessHandle.current().pid())
                    .put("tcp", tcp == null ? null : GatewayProcess.text(tcp.address()))
                    .compact());
            }
            stop.await();
            System.out.println("counters " + running.tally() + "; log-ons " + running.logOns());
            System.out.println("market data counters " + feed.tally());
            if (tcp != null) {
                System.out.println("tcp " + tcp.tally());
            }
        }
    }

    private static String text(final InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    private static void halt(final Throwable fatal) {
        System.err.println("gateway: cannot go on: " + fatal);
        fatal.printStackTrace();
        System.err.flush();
        Runtime.getRuntime().halt(FAILED);
    }
}
