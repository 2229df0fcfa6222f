package io.muex.load.bench.order;

import com.sun.management.ThreadMXBean;
import io.muex.exchange.protocol.link.PacedIdle;
import io.muex.exchange.protocol.link.StageStamps;
import io.muex.gateway.client.ClientListener;
import io.muex.gateway.client.ClientState;
import io.muex.gateway.client.CommandOutcome;
import io.muex.gateway.client.ExchangeClient;
import io.muex.load.play.PlayFailedException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.agrona.DirectBuffer;

/**
 * One session under load. In the open loop command {@code k} is due {@code k / rate} seconds after the beginning,
 * whatever became of those before it, and its time counts from then; what cannot be sent when it is due is sent as soon
 * as possible, and nothing is left out. In the closed loop so many commands are under way, and time counts from when
 * one is sent. The one thread of this object also does what others have to do on it ({@link Duty}).
 */
final class OrderLoad implements ClientListener, AutoCloseable {
    /** Commands that may be unanswered. */
    static final int ROOM = 1 << 16;

    private static final int MASK = ROOM - 1;
    private static final int BURST = 64;
    private static final int DIGITS = 3;
    private static final long SECOND_NS = 1_000_000_000;
    private static final long LATE_NS = 1_000_000;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(20);
    private static final long CONNECT_NS = TimeUnit.SECONDS.toNanos(20);

    private final long session;
    private final StageStamps stamps;
    private Duty others;
    private final ExchangeClient client;
    private final PacedIdle idle = new PacedIdle();
    private final long[] dueNs = new long[ROOM];
    private final long[] sentNs = new long[ROOM];
    private OrderMix mix;
    private Histogram latency = new Histogram(DIGITS);
    private Stages stages;
    private long first;
    private long next;
    private long lastNs;
    private long unusual;
    private long lateSends;

    /** What the thread has to do besides; returns the amount of work. */
    @FunctionalInterface
    interface Duty {
        int step();
    }

    /**
     * Connects.
     *
     * @param stamps null for none
     * @param others what the thread of the load has to do besides
     */
    OrderLoad(final Road road, final long session, final StageStamps stamps, final Duty others) {
        this.session = session;
        this.stamps = stamps;
        this.others = others;
        client = new ExchangeClient(road.client(session), this);
        stages = new Stages(stamps);
        final long startNs = System.nanoTime();
        while (client.state() != ClientState.ESTABLISHED) {
            idle.idle(step());
            if (client.state().isFinal() || System.nanoTime() - startNs > CONNECT_NS) {
                throw new PlayFailedException("session " + session + " was not established: " + client.failure());
            }
        }
    }

    /** The client, to prepare what the load needs. */
    ExchangeClient client() {
        return client;
    }

    /** Another duty from now on. */
    void others(final Duty duty) {
        others = duty;
    }

    /** What is sent from now on. */
    void mix(final OrderMix newMix) {
        mix = newMix;
    }

    /** One duty cycle without sending. */
    int step() {
        return others.step() + client.poll();
    }

    /** Waits until everything is answered. */
    void awaitAnswers() {
        final long startNs = System.nanoTime();
        while (client.unanswered() > 0 && System.nanoTime() - startNs < PATIENCE_NS) {
            idle.idle(step());
        }
    }

    /** The open loop for that long. */
    LoadResult open(final long rate, final long lengthNs) {
        final long allocatedBefore = begin();
        final long count = Math.max(1, Math.round((double) rate * lengthNs / SECOND_NS));
        final long startNs = System.nanoTime();
        lastNs = startNs;
        long sent = 0;
        while (sent < count) {
            final long nowNs = System.nanoTime();
            int work = 0;
            long due = startNs + due(sent, rate);
            while (sent < count && work < BURST && due - nowNs <= 0 && send(due, System.nanoTime())) {
                work++;
                sent++;
                due = startNs + due(sent, rate);
            }
            idle.idle(work + step());
        }
        return end(startNs, allocatedBefore);
    }

    private static long due(final long k, final long rate) {
        return k / rate * SECOND_NS + k % rate * SECOND_NS / rate;
    }

    /** The closed loop for that long. */
    LoadResult closed(final int outstanding, final long lengthNs) {
        final long allocatedBefore = begin();
        final long startNs = System.nanoTime();
        lastNs = startNs;
        while (System.nanoTime() - startNs < lengthNs) {
            int work = 0;
            while (client.unanswered() < outstanding && work < BURST) {
                final long nowNs = System.nanoTime();
                if (!send(nowNs, nowNs)) {
                    break;
                }
                work++;
            }
            idle.idle(work + step());
        }
        return end(startNs, allocatedBefore);
    }

    private long begin() {
        awaitAnswers();
        latency = new Histogram(DIGITS);
        stages = new Stages(stamps);
        unusual = 0;
        lateSends = 0;
        first = client.nextNumber();
        next = first;
        return allocated();
    }

    private LoadResult end(final long startNs, final long allocatedBefore) {
        final long allocated = allocated() - allocatedBefore;
        awaitAnswers();
        final long nowNs = System.nanoTime();
        final int unanswered = client.unanswered();
        for (long number = next - unanswered; number < next; number++) {
            latency.recordValue(nowNs - dueNs[(int) number & MASK]);
        }
        return new LoadResult(latency, stages, lastNs - startNs, next - first - unanswered, unanswered, unusual,
            lateSends, allocated);
    }

    private boolean send(final long due, final long nowNs) {
        final long number = client.nextNumber();
        final int slot = (int) number & MASK;
        if (client.unanswered() == ROOM) {
            return false;
        }
        dueNs[slot] = due;
        sentNs[slot] = nowNs;
        if (stamps != null && StageStamps.isSampled(number)) {
            stages.begin(session, number);
        }
        final long given = mix.submit(client);
        if (given == ExchangeClient.BUSY) {
            return false;
        } else if (given != number) {
            throw new PlayFailedException("session " + session + " takes no commands: " + client.failure());
        }
        next = number + 1;
        if (nowNs - due > LATE_NS) {
            lateSends++;
        }
        return true;
    }

    @Override
    public void onReport(final DirectBuffer buffer, final int offset) {
        // Commands are what is measured, each by its last report.
    }

    @Override
    public void onSettled(final long number, final CommandOutcome outcome) {
        if (number < first || mix == null) {
            return;
        }
        final long nowNs = System.nanoTime();
        final int slot = (int) number & MASK;
        latency.recordValue(Math.max(0, nowNs - dueNs[slot]));
        lastNs = nowNs;
        if (outcome != CommandOutcome.ANSWERED) {
            unusual++;
        } else if (stamps != null && StageStamps.isSampled(number)) {
            stages.end(session, number, dueNs[slot], sentNs[slot], nowNs);
        }
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    @Override
    public void close() {
        client.close();
    }
}
