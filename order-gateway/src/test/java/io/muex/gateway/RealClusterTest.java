package io.muex.gateway;

import static io.muex.gateway.World.ACME;
import static io.muex.gateway.World.ALICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.exchange.protocol.Side;
import io.muex.gateway.client.ClientConfig;
import io.muex.gateway.client.CommandOutcome;
import io.muex.gateway.client.ExchangeClient;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Real processes: three replicas over Mu in shared memory, a gateway, a media driver; each of them is killed once. */
class RealClusterTest {
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(30);
    private static final long INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(1);
    /** A quarter of a core where waking up every millisecond takes one part in sixty. */
    private static final double WAKING_THREADS = 15;

    @Test
    void shouldAnswerEveryOrderOnceWhileEveryKindOfProcessIsKilled() {
        final Journal journal = new Journal();
        try (ClusterProcesses cluster = new ClusterProcesses()) {
            cluster.startAll();
            addInstrument(cluster);
            try (ExchangeClient client = ExchangeClient.connect(
                ClientConfig.ofLocal(World.NAME, cluster.aeron(), ALICE, TestKeys.of(ALICE)), journal, DEADLINE_NS)) {
                run("undisturbed", client, journal, 3_000, () -> { });
                final int dead = client.leader();
                run("leader killed", client, journal, 2_000, () -> cluster.kill("replica " + dead));
                cluster.start("replica " + dead);
                run("gateway killed", client, journal, 2_000, () -> {
                    cluster.kill("gateway 1");
                    cluster.start("gateway 1");
                });
                run("driver killed", client, journal, 2_000, () -> {
                    cluster.kill("driver");
                    cluster.start("driver");
                });
                run("undisturbed again", client, journal, 1_000, () -> { });
            }
        }
        assertEquals(LongStream.rangeClosed(1, 10_000).boxed().toList(), journal.accepted);
        assertTrue(journal.settled.values().stream().allMatch(CommandOutcome.ANSWERED::equals));
    }

    /**
     * Once its code is compiled, that is: until then the compilers are what is busy. What waking up costs differs by
     * five times between virtual machines, so where it is dear the measure is a thread that only wakes up.
     */
    @Test
    void shouldUseLessThanAQuarterOfACoreWhenNothingHappens() {
        try (ClusterProcesses cluster = new ClusterProcesses()) {
            cluster.startAll();
            addInstrument(cluster);
            final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
            boolean isIdle = false;
            while (!isIdle && System.nanoTime() - deadlineNs < 0) {
                isIdle = isIdle(cluster);
            }
            assertTrue(isIdle, "see above");
        }
    }

    private static boolean isIdle(final ClusterProcesses cluster) {
        final long wallNs = System.nanoTime();
        final Map<String, Long> before = cluster.processorNs();
        final long ownNs = wakeUpEveryMillisecond(4);
        final double seconds = (System.nanoTime() - wallNs) / 1e9;
        final StringBuilder text = new StringBuilder("idle, % of a core:");
        double percent = 0;
        for (final Map.Entry<String, Long> used : cluster.processorNs().entrySet()) {
            final double share = (used.getValue() - before.get(used.getKey())) / 1e7 / seconds;
            text.append(String.format(" %s %.1f,", used.getKey(), share));
            percent += share;
        }
        final double waking = ownNs / 1e7 / seconds;
        System.out.printf("%s in all %.1f; a thread that wakes up every millisecond %.1f%n", text, percent, waking);
        return percent < Math.max(25, WAKING_THREADS * waking);
    }

    /** Processor time of doing so, in nanoseconds. */
    private static long wakeUpEveryMillisecond(final int seconds) {
        final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        final long startNs = threads.getCurrentThreadCpuTime();
        final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() - endNs < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        return threads.getCurrentThreadCpuTime() - startNs;
    }

    private static void addInstrument(final ClusterProcesses cluster) {
        final ClientConfig config = ClientConfig.ofLocal(
            World.NAME, cluster.aeron(), World.OPERATOR, TestKeys.of(World.OPERATOR));
        try (ExchangeClient operator = ExchangeClient.connect(config, new Journal(), DEADLINE_NS)) {
            operator.addInstrument().instrumentId(ACME).symbol("ACME").tickMantissa(1).tickExponent(-2)
                .lotMantissa(1).minQuantity(1).maxQuantity(1_000).depthLevels(5).maxOrders(20_000).maxLevels(4_096);
            assertTrue(operator.awaitSettled(operator.submit(), DEADLINE_NS));
        }
    }

    /** A thousand orders a second; halfway something happens. Prints what a client sees. */
    private static void run(final String name, final ExchangeClient client, final Journal journal, final int orders,
        final Runnable happening) {
        final long[] roundTripNs = new long[orders];
        final long[] sentNs = new long[orders];
        final long first = client.nextNumber();
        final Thread disturber = Thread.ofPlatform().unstarted(happening);
        long nextNs = System.nanoTime();
        final long deadlineNs = nextNs + DEADLINE_NS + orders * INTERVAL_NS;
        int sent = 0;
        int answered = 0;
        while (answered < orders) {
            final long nowNs = System.nanoTime();
            assertTrue(nowNs - deadlineNs < 0, name + ": " + client.state() + " " + client.failure() + ", unanswered "
                + client.unanswered() + " " + journal.states);
            if (sent < orders && nowNs - nextNs >= 0
                && client.place(ACME, Side.BUY, 1, 100, first + sent) > 0) {
                sentNs[sent++] = nextNs;
                nextNs += INTERVAL_NS;
                if (sent == orders / 2) {
                    disturber.start();
                }
            }
            if (client.poll() == 0) {
                Thread.yield();
            }
            while (answered < sent && journal.lastSettled >= first + answered) {
                roundTripNs[answered] = System.nanoTime() - sentNs[answered];
                answered++;
            }
        }
        Arrays.sort(roundTripNs);
        System.out.printf("%-20s round trip us p50 %.1f p90 %.1f p99 %.1f max %.0f%n", name,
            roundTripNs[orders / 2] / 1e3, roundTripNs[orders * 9 / 10] / 1e3, roundTripNs[orders * 99 / 100] / 1e3,
            roundTripNs[orders - 1] / 1e3);
    }
}
