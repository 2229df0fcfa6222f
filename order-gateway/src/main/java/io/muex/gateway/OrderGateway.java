package io.muex.gateway;

import io.muex.exchange.protocol.link.PacedIdle;
import io.muex.exchange.protocol.link.Tally;
import io.muex.gateway.auth.LogOnCounter;
import io.muex.gateway.tcp.TcpPort;
import java.util.concurrent.locks.LockSupport;
import org.agrona.ErrorHandler;

/**
 * A gateway process: one thread, made here and nowhere else, that yields while orders flow and sleeps a millisecond
 * at a time after 10 ms of silence; and one more if clients come by TCP too.
 */
public final class OrderGateway implements AutoCloseable {
    private static final long JOIN_MS = 5_000;

    private final GatewayAgent agent;
    private final ErrorHandler onFatal;
    private final Thread thread;
    private final TcpPort tcp;
    private final Thread tcpThread;
    private volatile boolean running = true;
    private volatile boolean ready;

    /**
     * A gateway that has not begun.
     *
     * @param settings what it must know
     * @param onFatal  told on the gateway's thread when it cannot go on; the process should end
     */
    public OrderGateway(final GatewaySettings settings, final ErrorHandler onFatal) {
        this(settings, null, onFatal);
    }

    /** The same with a port that clients reach by TCP, or null; it is closed with this gateway. */
    public OrderGateway(final GatewaySettings settings, final TcpPort tcp, final ErrorHandler onFatal) {
        this.onFatal = onFatal;
        this.tcp = tcp;
        agent = new GatewayAgent(settings);
        thread = Thread.ofPlatform().name("muex-" + agent.roleName()).unstarted(this::run);
        tcpThread = Thread.ofPlatform().name("muex-" + agent.roleName() + "-tcp").unstarted(this::runTcp);
    }

    /** Begins. Returns at once; clients are taken as soon as a leader is found. */
    public void start() {
        thread.start();
        if (tcp != null) {
            tcpThread.start();
        }
    }

    private void runTcp() {
        try {
            while (running) {
                tcp.idle(tcp.doWork());
            }
        } catch (final Throwable fatal) {
            onFatal.onError(fatal);
        } finally {
            tcp.close();
        }
    }

    private void run() {
        final PacedIdle idle = new PacedIdle();
        try {
            while (running) {
                final int work = agent.doWork();
                idle.idle(work, agent.unanswered(), agent.progress());
                ready = agent.isReady();
            }
        } catch (final Throwable fatal) {
            onFatal.onError(fatal);
        } finally {
            agent.close();
        }
    }

    /** True once a leader was found, so that clients are taken. Any thread. */
    public boolean isReady() {
        return ready;
    }

    /** What was counted. Any thread. */
    public Tally<GatewayCounter> tally() {
        return agent.tally();
    }

    /** What was counted of clients that log on. Any thread. */
    public Tally<LogOnCounter> logOns() {
        return agent.logOns();
    }

    /** Ends the gateway and waits for its thread. */
    @Override
    public void close() {
        running = false;
        LockSupport.unpark(thread);
        if (thread.getState() == Thread.State.NEW) {
            agent.close();
            if (tcp != null) {
                tcp.close();
            }
            return;
        }
        try {
            thread.join(JOIN_MS);
            tcpThread.join(JOIN_MS);
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
