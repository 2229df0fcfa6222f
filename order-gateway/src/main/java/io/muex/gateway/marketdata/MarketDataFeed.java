package io.muex.gateway.marketdata;

import io.muex.exchange.protocol.link.PacedIdle;
import io.muex.exchange.protocol.link.Tally;
import io.muex.gateway.GatewaySettings;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.ErrorHandler;

/**
 * The publisher of a gateway process on a thread of its own, so that it cannot hold up an order. Where cores are few it
 * does not compete with the road of an order either: it sleeps a millisecond whenever there is nothing to do, which is
 * what it adds to the age of market data at most.
 */
public final class MarketDataFeed implements AutoCloseable {
    private static final long NAP_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long JOIN_MS = 5_000;

    private final PublisherAgent agent;
    private final ErrorHandler onFatal;
    private final Thread thread;
    private volatile boolean running = true;
    private volatile boolean ready;

    /**
     * A publisher that has not begun.
     *
     * @param gateway of which it is a part
     * @param onFatal told on the publisher's thread when it cannot go on
     */
    public MarketDataFeed(final GatewaySettings gateway, final MarketDataConfig config, final ErrorHandler onFatal) {
        this.onFatal = onFatal;
        agent = new PublisherAgent(gateway, config);
        thread = Thread.ofPlatform().name("muex-" + agent.roleName()).unstarted(this::run);
    }

    /** Begins. Returns at once. */
    public void start() {
        thread.start();
    }

    private void run() {
        final PacedIdle idle = new PacedIdle(0, NAP_NS);
        try {
            while (running) {
                idle.idle(agent.doWork());
                ready = agent.isReady();
            }
        } catch (final Throwable fatal) {
            onFatal.onError(fatal);
        } finally {
            agent.close();
        }
    }

    /** True once the books are known and readers are served. Any thread. */
    public boolean isReady() {
        return ready;
    }

    /** What was counted. Any thread. */
    public Tally<FeedCounter> tally() {
        return agent.tally();
    }

    /** Ends the publisher and waits for its thread. */
    @Override
    public void close() {
        running = false;
        LockSupport.unpark(thread);
        if (thread.getState() == Thread.State.NEW) {
            agent.close();
            return;
        }
        try {
            thread.join(JOIN_MS);
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
