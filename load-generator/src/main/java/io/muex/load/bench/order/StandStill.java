package io.muex.load.bench.order;

import io.muex.exchange.node.GenesisCommand;
import io.muex.load.bench.Ratio;
import io.muex.load.cluster.ClusterObserver;
import io.muex.load.cluster.ReplicaStatus;
import io.muex.load.local.LocalCluster;
import io.muex.load.play.PlayFailedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * What others notice of a client or a follower that stands still, in one run: disturbed and undisturbed intervals in
 * turn (A B, B A, ...), and the ratio of percentiles within each pair. The client that gets stuck sends the same in
 * both kinds of interval and reads its reports in one kind only, so what differs is that nobody takes them.
 */
final class StandStill {
    private static final int PAIRS = 7;
    private static final int INSTRUMENT = 1;
    private static final long SECOND_NS = 1_000_000_000;
    private static final long LONGEST_NS = 2 * SECOND_NS;
    private static final long BREAK_NS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final long WHOLE_NS = TimeUnit.SECONDS.toNanos(10);
    private static final int NEIGHBOUR_RATE = 5_000;
    private static final long NEIGHBOUR_SEED = 2;
    private static final long NEIGHBOUR_FIRST_ORDER = 1L << 40;
    private static final int P50 = 50;
    private static final int P99 = 99;

    private final OrderPlan plan;
    private final LocalCluster cluster;
    private final Road road;
    private final OrderLoad load;
    private final OrderRows rows;
    private final Consumer<String> stages;
    private final long intervalNs;

    /** One interval, disturbed or not. */
    @FunctionalInterface
    private interface Interval {
        LoadResult measure(boolean isDisturbed) throws IOException;
    }

    StandStill(final OrderPlan plan, final LocalCluster cluster, final Road road, final OrderLoad load,
        final OrderRows rows, final Consumer<String> stages) {
        this.plan = plan;
        this.cluster = cluster;
        this.road = road;
        this.load = load;
        this.rows = rows;
        this.stages = stages;
        intervalNs = Math.min(LONGEST_NS, (long) (plan.seconds() * SECOND_NS));
    }

    void measure() throws IOException {
        final int rate = plan.rates().getFirst();
        try (Neighbour neighbour = new Neighbour()) {
            load.others(() -> road.step() + neighbour.step());
            compare("stuck client", isDisturbed -> {
                neighbour.isReading = !isDisturbed;
                final LoadResult result = load.open(rate, intervalNs);
                rows.value("stuck client: commands whose reports it had not read, at most", neighbour.mostUnread);
                neighbour.isReading = true;
                return result;
            });
            load.others(road::step);
        }
        final int follower = follower();
        compare("stuck follower", isDisturbed -> {
            if (!isDisturbed) {
                return load.open(rate, intervalNs);
            }
            cluster.preparePause(follower);
            try {
                cluster.pause(follower);
                return load.open(rate, intervalNs);
            } finally {
                cluster.resume(follower);
            }
        });
    }

    private int follower() {
        try (ClusterObserver observer = cluster.observer()) {
            if (!observer.awaitWhole(WHOLE_NS)) {
                throw new PlayFailedException("the cluster is not whole: " + observer.statuses());
            }
            final int leader = observer.leader().map(ReplicaStatus::id).orElse(0);
            return leader == cluster.config().replicas() ? leader - 1 : cluster.config().replicas();
        }
    }

    private void compare(final String who, final Interval interval) throws IOException {
        final List<Double> p50 = new ArrayList<>();
        final List<Double> p99 = new ArrayList<>();
        final LoadSum disturbed = new LoadSum();
        final LoadSum undisturbed = new LoadSum();
        for (int pair = 0; pair < PAIRS; pair++) {
            stages.accept(who + ", pair " + (pair + 1) + " of " + PAIRS);
            final boolean isDisturbedFirst = pair % 2 == 1;
            final LoadResult first = interval(interval, isDisturbedFirst);
            final LoadResult second = interval(interval, !isDisturbedFirst);
            final LoadResult with = isDisturbedFirst ? first : second;
            final LoadResult without = isDisturbedFirst ? second : first;
            disturbed.add(with);
            undisturbed.add(without);
            p50.add(ratio(with.latency(), without.latency(), P50));
            p99.add(ratio(with.latency(), without.latency(), P99));
        }
        rows.addWhole("others, " + who, disturbed.result());
        rows.addWhole("others, without " + who, undisturbed.result());
        rows.ratio(who + " p50", Ratio.of(p50.stream().mapToDouble(Double::doubleValue).toArray()));
        rows.ratio(who + " p99", Ratio.of(p99.stream().mapToDouble(Double::doubleValue).toArray()));
    }

    /** What one interval left behind is not to count in the next. */
    private LoadResult interval(final Interval interval, final boolean isDisturbed) throws IOException {
        final LoadResult result = interval.measure(isDisturbed);
        load.open(plan.rates().getFirst(), BREAK_NS);
        return result;
    }

    private static double ratio(final Histogram disturbed, final Histogram undisturbed, final double percentile) {
        return (double) disturbed.getValueAtPercentile(percentile)
            / Math.max(1, undisturbed.getValueAtPercentile(percentile));
    }

    /** Results of several intervals as one. */
    private static final class LoadSum {
        private static final int DIGITS = 3;
        private final Histogram latency = new Histogram(DIGITS);
        private long tookNs;
        private long answered;
        private long unanswered;
        private long unusual;

        void add(final LoadResult result) {
            latency.add(result.latency());
            tookNs += result.tookNs();
            answered += result.answered();
            unanswered += result.unanswered();
            unusual += result.unusual();
        }

        LoadResult result() {
            return new LoadResult(latency, null, tookNs, answered, unanswered, unusual, 0, 0);
        }
    }

    /** Another client, which sends at a rate of its own for ever and stops reading its reports when told. */
    private final class Neighbour implements AutoCloseable {
        private final OrderLoad session = new OrderLoad(road, GenesisCommand.FIRST_TRADER_SESSION, null, load::step);
        private final OrderMix mix = new OrderMix(INSTRUMENT, NEIGHBOUR_SEED, NEIGHBOUR_FIRST_ORDER);
        private boolean isReading = true;
        private boolean isEnding;
        private int mostUnread;
        private long nextNs = System.nanoTime();

        /** It is late after it was stuck, and does not catch up: that would be another load than before. */
        int step() {
            final long nowNs = System.nanoTime();
            int work = 0;
            if (nowNs - nextNs >= 0 && !isEnding) {
                nextNs = nowNs + SECOND_NS / NEIGHBOUR_RATE;
                work = mix.submit(session.client()) > 0 ? 1 : 0;
                mostUnread = Math.max(mostUnread, session.client().unanswered());
            }
            return isReading ? work + session.client().poll() : work;
        }

        @Override
        public void close() {
            isEnding = true;
            session.awaitAnswers();
            session.close();
        }
    }
}
