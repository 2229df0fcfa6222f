package io.muex.load.bench.order;

import io.muex.exchange.config.ClusterConfig;
import io.muex.exchange.node.GenesisCommand;
import io.muex.exchange.protocol.link.StageStamps;
import io.muex.gateway.client.ExchangeClient;
import io.muex.load.bench.BenchReport;
import io.muex.load.cluster.Agreement;
import io.muex.load.cluster.ClusterObserver;
import io.muex.load.local.LocalCluster;
import io.muex.load.play.PlayFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Measures the road of an order through a running cluster of this host. The calling thread is the client's, and the
 * gateway's too where there is none between.
 */
public final class OrderBench {
    private static final int INSTRUMENT = 1;
    private static final int ORDERS = 1 << 14;
    private static final long FIRST_ORDER = 1;
    private static final long SEED = 1;
    private static final double SECOND_NS = 1e9;
    private static final int SEARCH_STEPS = 8;
    private static final long SEARCH_NS = TimeUnit.SECONDS.toNanos(2);
    private static final double HELD_SHARE = 0.99;
    private static final double HELD_P99_NS = 10e6;

    private final OrderPlan plan;
    private final LocalCluster cluster;
    private final Consumer<String> stages;
    private final OrderRows rows = new OrderRows();
    private final long warmUpNs;
    private final long lengthNs;

    private OrderBench(final OrderPlan plan, final LocalCluster cluster, final Consumer<String> stages) {
        this.plan = plan;
        this.cluster = cluster;
        this.stages = stages;
        warmUpNs = (long) (plan.warmUp() * SECOND_NS);
        lengthNs = (long) (plan.seconds() * SECOND_NS);
    }

    /**
     * Where a cluster whose processes stamp has its stamps.
     *
     * @param config of the cluster; its memory is removed with it
     */
    public static Path stampsOf(final ClusterConfig config) {
        return config.memory().resolve("stages");
    }

    /**
     * Measures.
     *
     * @param cluster in which nothing was traded yet; the stamps are made beside its memory if its processes stamp
     * @param stages  told in words what is being done
     * @throws IOException         if the stamps cannot be mapped or a follower cannot be paused
     * @throws PlayFailedException if the load cannot be put on the cluster
     */
    public static BenchReport measure(final OrderPlan plan, final LocalCluster cluster,
                                      final Consumer<String> stages) throws IOException {
        return new OrderBench(plan, cluster, stages).measure();
    }

    private BenchReport measure() throws IOException {
        if (plan.isDirect()) {
            cluster.killGateway(1);
        }
        try (Road road = plan.isDirect() ? Road.onOwnThread(cluster.config()) : Road.throughProcess(cluster.config());
             OrderLoad load = new OrderLoad(road, GenesisCommand.OPERATOR_SESSION,
                 StageStamps.open(stampsOf(cluster.config())), road::step)) {
            prepare(load);
            measureRates(load);
            if (plan.outstanding() > 0) {
                stages.accept("closed loop, " + plan.outstanding() + " under way");
                load.closed(plan.outstanding(), warmUpNs);
                final Map<String, Double> processors = new LinkedHashMap<>();
                final LoadResult closed = counted(processors, () -> load.closed(plan.outstanding(), lengthNs));
                final String suffix = " with " + plan.outstanding() + " outstanding";
                rows.add(suffix, closed);
                addProcessors(suffix, processors, closed.answered());
            }
            if (plan.isStuck()) {
                new StandStill(plan, cluster, road, load, rows, stages).measure();
            }
            load.awaitAnswers();
        }
        checkAgreement();
        rows.value("gateway on the client's thread", plan.isDirect() ? 1 : 0);
        return rows.report();
    }

    private static void prepare(final OrderLoad load) {
        final ExchangeClient client = load.client();
        client.addInstrument().instrumentId(INSTRUMENT).symbol("ROAD").tickMantissa(1).lotMantissa(1).minQuantity(1)
            .maxQuantity(1 << 20).depthLevels(5).maxOrders(ORDERS).maxLevels(ORDERS / 4);
        if (client.submit() < 0) {
            throw new PlayFailedException("the exchange takes no instrument: " + client.failure());
        }
        load.awaitAnswers();
        load.mix(new OrderMix(INSTRUMENT, SEED, FIRST_ORDER));
    }

    private void measureRates(final OrderLoad load) {
        double held = 0;
        for (final int rate : plan.rates()) {
            stages.accept("%,d commands a second".formatted(rate));
            load.open(rate, warmUpNs);
            final Map<String, Double> processors = new LinkedHashMap<>();
            final LoadResult result = counted(processors, () -> load.open(rate, lengthNs));
            final String suffix = rate == plan.rates().getFirst() ? "" : " at %d".formatted(rate);
            rows.add(suffix, result);
            addProcessors(suffix, processors, result.answered());
            held = isHeld(result, rate) ? Math.max(held, rate) : held;
        }
        if (plan.isSearching()) {
            held = search(load, held);
        }
        rows.value("maxSustainedRate", held);
    }

    /** By steps of a quarter up from the highest that held, or down from the lowest, until that changes. */
    private double search(final OrderLoad load, final double heldBefore) {
        double held = heldBefore;
        double rate = held > 0 ? held : plan.rates().getFirst();
        final boolean isClimbing = held > 0;
        for (int step = 0; step < SEARCH_STEPS; step++) {
            rate = isClimbing ? rate * 5 / 4 : rate * 4 / 5;
            stages.accept("%,.0f commands a second, looking for what is sustained".formatted(rate));
            final boolean isHeld = isHeld(load.open(Math.round(rate), SEARCH_NS), rate);
            held = isHeld ? Math.round(rate) : held;
            if (isHeld != isClimbing) {
                break;
            }
        }
        return held;
    }

    /** A rate is sustained if as much is answered as is due, and 99 of 100 within 10 ms of that. */
    private static boolean isHeld(final LoadResult result, final double rate) {
        return result.unanswered() == 0 && result.perSecond() >= HELD_SHARE * rate && result.p99Ns() < HELD_P99_NS;
    }

    /** A measurement with the processor time that each process used meanwhile. */
    private LoadResult counted(final Map<String, Double> processors,
                               final Supplier<LoadResult> measurement) {
        final Map<String, Long> pids = new LinkedHashMap<>();
        pids.put("client", ProcessHandle.current().pid());
        pids.putAll(cluster.pids());
        final ProcessorTime time = new ProcessorTime(pids);
        final LoadResult result = measurement.get();
        processors.putAll(time.usedUs());
        return result;
    }

    private void addProcessors(final String suffix, final Map<String, Double> usedUs, final long commands) {
        usedUs.forEach((name, us) -> rows.value("processor us per command " + name + suffix, us / commands));
    }

    private void checkAgreement() {
        try (ClusterObserver observer = cluster.observer()) {
            final Agreement agreement = observer.awaitAgreement(ClusterObserver.AGREEMENT_NS);
            if (!agreement.hashesAgree()) {
                rows.problem("replicas do not agree: " + agreement);
            }
        }
    }
}
