package io.muex.deploy.verb;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import io.muex.deploy.client.NewInstrument;
import io.muex.deploy.client.Talk;
import io.muex.deploy.client.Told;
import io.muex.deploy.cluster.ClusterStart;
import io.muex.deploy.cluster.LocalCluster;
import io.muex.deploy.cluster.Refusal;
import io.muex.deploy.report.Console;
import io.muex.deploy.report.JsonReport;
import io.muex.deploy.report.Table;
import io.muex.exchange.config.ClusterConfig;
import io.muex.exchange.config.DriverConfig;
import io.muex.exchange.config.ExchangeGenesisConfig;
import io.muex.exchange.config.FabricKind;
import io.muex.exchange.config.ReplicaConfig;
import io.muex.exchange.config.file.Configuration;
import io.muex.exchange.node.GenesisCommand;
import io.muex.gateway.config.GatewayConfig;
import io.muex.gateway.marketdata.MarketDataConfig;
import io.muex.load.process.ChildProcess;

/** {@code muex up}. */
@Command(name = "up", mixinStandardHelpOptions = true,
    description = "Creates a cluster on this host and starts it: driver, replicas, gateways, instruments. It stays "
        + "until muex down. Exit status 2: one runs already, or an ended one lies there and --new was not given.")
final class UpVerb implements Callable<Integer> {
    @Option(names = "--new", description = "Removes a cluster that has ended and begins a new one.")
    private boolean anew;
    @Option(names = "--replicas", paramLabel = "N", description = "Number of replicas: 3, 5, 7 or 9.")
    private Integer replicas;
    @Option(names = "--fabric", paramLabel = "FABRIC", description = "How replicas write each other's memory: shm.")
    private String fabric;
    @Option(names = "--gateways", paramLabel = "N", description = "Number of gateways, 1 to 8. Default: 1.")
    private Integer gateways;
    @Mixin
    private ConfigOptions options;
    @Mixin
    private JsonOption json;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        options.set("cluster.replicas", replicas);
        options.set("cluster.fabric", fabric);
        options.set("gateway.count", gateways);
        final Configuration configuration = options.open();
        final ClusterConfig cluster = configuration.read(ClusterConfig.SECTION, ClusterConfig::from);
        configuration.read(DriverConfig.SECTION, DriverConfig::from);
        configuration.read(ReplicaConfig.SECTION, ReplicaConfig::from);
        final GatewayConfig gateway = configuration.read(GatewayConfig.SECTION, GatewayConfig::from);
        final ExchangeGenesisConfig genesis =
            configuration.read(ExchangeGenesisConfig.SECTION, ExchangeGenesisConfig::from);
        configuration.read(MarketDataConfig.SECTION, MarketDataConfig::from);
        configuration.throwIfAnyProblem();
        if (!cluster.hosts().isEmpty()) {
            throw new Refusal("muex up starts everything on one host, and this cluster has several: muex create, then"
                + " muex driver, replica and gateway on each, see deploy/three-hosts");
        }
        if (cluster.fabric() != FabricKind.SHM) {
            throw new Refusal("all processes of muex up share one host, so the fabric must be shm");
        }
        final Console console = Console.of(spec.commandLine().getOut(), spec.commandLine().getErr());
        final LocalCluster local = new LocalCluster(cluster);
        try (LocalCluster.Reservation held = local.reserve()) {
            final ClusterStart start = new ClusterStart(local, options.arguments(), gateway.count(), console);
            start(local, genesis, start, held, console);
        }
        return ExitStatus.HELD;
    }

    private void start(final LocalCluster local, final ExchangeGenesisConfig genesis, final ClusterStart start,
        final LocalCluster.Reservation held, final Console console) throws IOException, InterruptedException {
        // A signal ends this process without unwinding it; what it started would stay, and half a cluster with it.
        final Thread onSignal = new Thread(() -> undo(start, held), "undo-start");
        Runtime.getRuntime().addShutdownHook(onSignal);
        boolean whole = false;
        try {
            start.create(anew);
            final List<ChildProcess> processes = start.start();
            console.stage("adding instruments");
            addInstruments(local, genesis);
            whole = true;
            print(local, processes, console);
        } finally {
            final boolean isMine = remove(onSignal);
            if (!whole && isMine) {
                start.undo();
            }
        }
    }

    private static void addInstruments(final LocalCluster local, final ExchangeGenesisConfig genesis)
        throws IOException {
        try (Talk operator = Talk.open(local.config(), GenesisCommand.OPERATOR_SESSION)) {
            for (int i = 0; i < genesis.instruments().size(); i++) {
                final List<Told> answer =
                    NewInstrument.add(operator, i + 1, genesis.instruments().get(i), local.instruments());
                if (answer.getLast().reject().isPresent()) {
                    throw new IOException("the exchange does not take instrument "
                        + genesis.instruments().get(i).symbol() + ": " + answer.getLast().reject().get());
                }
            }
        }
    }

    private void print(final LocalCluster local, final List<ChildProcess> processes, final Console console) {
        final ClusterConfig cluster = local.config();
        final Table table = new Table("process", "pid", "log");
        final List<JsonReport> rows = new ArrayList<>();
        for (final ChildProcess process : processes) {
            table.row(process.name(), process.pid(), process.log());
            rows.add(new JsonReport().put("name", process.name()).put("pid", process.pid()).put("log", process.log()));
        }
        console.table(table);
        console.line("secrets of its sessions: " + local.secrets().directory() + " (muex session adds more)");
        console.line("cluster " + cluster.name() + " in " + cluster.home() + ", memory in " + cluster.memory());
        json.write(new JsonReport().put("cluster", cluster.name()).put("home", cluster.home())
            .put("memory", cluster.memory()).put("replicas", cluster.replicas()).put("processes", rows));
    }

    private static void undo(final ClusterStart start, final LocalCluster.Reservation held) {
        try (held) {
            start.undo();
        } catch (final IOException | InterruptedException | RuntimeException e) {
            System.err.println("muex: what was started could not be removed: " + e.getMessage() + "; do: muex down");
        }
    }

    /** False if a signal has set the hook off: then it does the work. */
    private static boolean remove(final Thread hook) {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (final IllegalStateException e) {
            return false;
        }
    }
}
