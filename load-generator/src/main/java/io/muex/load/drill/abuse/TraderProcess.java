package io.muex.load.drill.abuse;

import io.muex.exchange.config.ClusterConfig;
import io.muex.exchange.config.FabricKind;
import io.muex.exchange.protocol.link.MediaConnection;
import io.muex.exchange.protocol.link.PacedIdle;
import io.muex.gateway.client.ClientConfig;
import io.muex.gateway.client.ClientListener;
import io.muex.gateway.client.ExchangeClient;
import io.muex.gateway.client.GatewayAddress;
import io.muex.load.access.ClusterAccess;
import io.muex.load.process.JvmCommand;
import io.muex.load.process.LifeLine;
import io.muex.load.process.ProcessKind;
import io.muex.load.process.ReadyLine;
import io.muex.load.process.StopRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * A client process of the drill: some sessions, one thread, one journal. Goes on where its predecessor with the same
 * journal died. Asked to end, it sends nothing new, waits until everything is answered, and says so; but others may
 * still trade with its orders. Once told that nobody does any more, by a file, every session asks one last question:
 * whatever concerns it has come before the answer.
 */
public final class TraderProcess {
    /** Line that says that everything which was sent is answered. */
    static final String QUIET = "QUIET";

    private static final Duration GRACE = Duration.ofSeconds(120);
    private static final long DONE_NS = TimeUnit.SECONDS.toNanos(30);
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int TERM_BYTES = 1 << 16;
    private static final int REPLICAS = 3;
    private static final int SLOT_BYTES = 256;

    private final ClusterConfig cluster;
    private final AbusePlan plan;
    private final int gateways;
    private final MediaConnection media;
    private final Journal journal;
    private final Path finish;
    private final List<Trader> traders = new ArrayList<>();

    private TraderProcess(final ClusterConfig cluster, final AbusePlan plan, final int gateways, final int process,
        final Path file) throws IOException {
        this.cluster = cluster;
        this.plan = plan;
        this.gateways = gateways;
        media = new MediaConnection(cluster.aeronDirectory(), "abuse-" + process);
        journal = new Journal(file);
        finish = finish(file);
        final Map<Long, Trader> bySession = new HashMap<>();
        for (int i = 0; i < plan.sessions(process); i++) {
            final long session = plan.firstSession(process) + i;
            final Trader trader = trader(session, journalled(file));
            bySession.put(session, trader);
            traders.add(trader);
        }
        Journal.read(file, (type, session, atNs, value, buffer, offset, length) -> {
            if (session != 0) {
                bySession.get(session).remember(type, value, buffer, offset, length);
            }
        });
        journal.note(Journal.BEGUN, 0, 0);
    }

    /** Another life sends other orders. */
    private static long journalled(final Path file) {
        return file.toFile().length();
    }

    private Trader trader(final long session, final long life) {
        final Random random = new Random(plan.seed() * 1_000_003 + session * 8_191 + life);
        final TradeFlow flow = new TradeFlow(session,
            new TradeFlow.AbuseSessions(AbusePlan.FIRST_SESSION, plan.sessions()), random);
        return new Trader(session, journal, flow, random, SECOND_NS / plan.ratePerSecond(),
            (gateway, afterEventSeq, listener) -> client(session, gateway, afterEventSeq, listener));
    }

    private ExchangeClient client(
        final long session, final int gateway, final long afterEventSeq, final ClientListener listener) {
        final List<GatewayAddress> addresses = new ArrayList<>(GatewayAddress.ofLocalUpTo(gateways));
        Collections.rotate(addresses, gateway % gateways);
        final ClientConfig config = ClusterAccess.client(cluster, session)
            .withGateways(addresses).withMaxUnanswered(Trader.MAX_UNANSWERED).withTermLengthBytes(TERM_BYTES)
            .withAfterEventSeq(afterEventSeq);
        return new ExchangeClient(config, listener, media);
    }

    /** The file that tells the process with that journal that nobody trades any more. */
    static Path finish(final Path journal) {
        return journal.resolveSibling(journal.getFileName() + ".finish");
    }

    /** How it is started. */
    static JvmCommand command(final ClusterConfig cluster, final AbusePlan plan, final int gateways,
        final int process, final Path file) {
        return JvmCommand.of(ProcessKind.CLIENT, TraderProcess.class.getName())
            .arguments(cluster.name(), cluster.home().toString(), cluster.memory().toString(),
                Integer.toString(gateways), Integer.toString(process), file.toString(), Long.toString(plan.seed()),
                Integer.toString(plan.sessions()), Integer.toString(plan.ratePerSecond()))
            .option("-Xms64m").option("-Xmx192m").option("-XX:TieredStopAtLevel=1");
    }

    /** Runs until its end is asked for. */
    public static void main(final String[] arguments) throws IOException {
        LifeLine.attachIfGiven(GRACE);
        final ClusterConfig cluster = new ClusterConfig(arguments[0], Path.of(arguments[1]), Path.of(arguments[2]),
            REPLICAS, 0, SLOT_BYTES, 0, FabricKind.SHM);
        final AbusePlan plan = new AbusePlan(Long.parseLong(arguments[6]), 1, Integer.parseInt(arguments[7]),
            Integer.parseInt(arguments[8]), 0);
        try (StopRequest stop = StopRequest.install(GRACE)) {
            new TraderProcess(cluster, plan, Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]),
                Path.of(arguments[5])).run(stop);
        }
    }

    private void run(final StopRequest stop) throws IOException {
        final PacedIdle idle = new PacedIdle();
        traders.forEach(trader -> trader.connect(System.nanoTime()));
        boolean isAnnounced = false;
        while (!stop.isAsked()) {
            idle.idle(step(true));
            if (!isAnnounced && traders.stream().allMatch(Trader::isEstablished)) {
                isAnnounced = true;
                ReadyLine.print(System.out, "{\"sessions\": " + traders.size() + "}");
            }
        }
        awaitDone(idle);
        System.out.println(QUIET);
        final long quietNs = System.nanoTime();
        while (!Files.exists(finish) && System.nanoTime() - quietNs < DONE_NS && !LifeLine.isCut()) {
            step(false);
            idle.idle(0);
        }
        traders.forEach(Trader::askLast);
        awaitDone(idle);
        traders.forEach(Trader::done);
        traders.forEach(Trader::close);
        media.close();
        journal.close();
    }

    private void awaitDone(final PacedIdle idle) {
        final long startNs = System.nanoTime();
        while (!isDone() && System.nanoTime() - startNs < DONE_NS && !LifeLine.isCut()) {
            idle.idle(step(false));
        }
    }

    private int step(final boolean mayTrade) {
        final long nowNs = System.nanoTime();
        int work = media.step(nowNs);
        for (final Trader trader : traders) {
            work += trader.step(nowNs, mayTrade);
        }
        if (work > 0) {
            journal.flush();
        }
        return work;
    }

    private boolean isDone() {
        return traders.stream().allMatch(Trader::isDone);
    }
}
