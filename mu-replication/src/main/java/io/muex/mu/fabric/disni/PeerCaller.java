package io.muex.mu.fabric.disni;

import com.ibm.disni.verbs.IbvPd;
import io.muex.mu.fabric.shm.ClusterGeometry;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.agrona.ErrorHandler;

/**
 * Keeps this replica connected to one peer: talks to it, connects both queue pairs, replaces one that broke, and finds
 * out whether a peer that hung up has ended. One daemon thread per peer; nothing of it is on the road of an order.
 */
final class PeerCaller {
    private static final int TIMEOUT_MS = 5_000;
    private static final int REST_MS = 200;
    private static final long SHORTEST_PAUSE_NS = 5_000_000;
    private static final long LONGEST_PAUSE_NS = 500_000_000;
    private static final long JOIN_MS = 15_000;
    private static final int BACKGROUND = 0;
    private static final int REPLICATION = 1;

    private final VerbsDevice device;
    private final DisniConfig config;
    private final ClusterGeometry geometry;
    private final PeerLink link;
    private final int selfId;
    private final int selfIncarnation;
    private final IbvPd domain;
    private final IntConsumer onDeath;
    private final ErrorHandler errors;
    private final Thread thread;
    private volatile boolean running = true;
    private volatile Talk talk;
    private long pauseNs = SHORTEST_PAUSE_NS;

    PeerCaller(final VerbsDevice device, final DisniConfig config, final ClusterGeometry geometry,
               final OwnRegions own, final PeerLink link, final IntConsumer onDeath, final ErrorHandler errors) {
        this.device = device;
        this.config = config;
        this.geometry = geometry;
        this.link = link;
        this.selfId = own.selfId();
        this.selfIncarnation = own.selfIncarnation();
        this.domain = own.domain(link.id());
        this.onDeath = onDeath;
        this.errors = errors;
        this.thread = Thread.ofPlatform().daemon().name("muex-rdma-" + selfId + "-" + link.id())
            .unstarted(this::run);
        link.onLoss(this::wake);
    }

    void start() {
        thread.start();
    }

    private void wake() {
        final Talk open = talk;
        if (open != null) {
            open.wake();
        }
    }

    private void run() {
        while (running) {
            try (Talk open = Talk.with(config.member(link.id()), TIMEOUT_MS)) {
                if (!running) {
                    return;
                }
                talk = open;
                if (greet(open)) {
                    keep(open);
                }
            } catch (final ConnectException refused) {
                onRefused();
            } catch (final IOException unreachable) {
                // its host is silent: its heartbeat tells that, and nothing is known of its end
            } catch (final RuntimeException failure) {
                errors.onError(failure);
            } finally {
                talk = null;
            }
            pause();
        }
    }

    private void pause() {
        LockSupport.parkNanos(pauseNs);
        pauseNs = Math.min(2 * pauseNs, LONGEST_PAUSE_NS);
    }

    /** The host answers and nobody listens there: the process that was met is gone. */
    private void onRefused() {
        final int met = link.incarnation();
        if (met != 0 && !link.isDead(met)) {
            link.dead(met);
            breakOff("its process has ended");
            onDeath.accept(link.id());
        }
    }

    /** Whether the peer is there and has announced itself. */
    private boolean greet(final Talk open) throws IOException {
        final ByteBuffer answer = open.ask(Frame.hello(selfId, selfIncarnation, geometry), TIMEOUT_MS);
        switch (answer.getInt()) {
            case Frame.WELCOME -> {
                final LentKeys lent = LentKeys.get(answer);
                if (lent.incarnation() != link.incarnation()) {
                    breakOff("a newer incarnation is there");
                }
                link.meet(lent);
                return true;
            }
            case Frame.REFUSED -> {
                final int newest = answer.getInt();
                errors.onError(new IllegalStateException("replica " + link.id() + " refuses this one: "
                    + (newest == 0 ? "it belongs to another cluster, or to one with other sizes"
                    : "it has seen incarnation " + newest + " of it, and this is " + selfIncarnation)));
                return false;
            }
            default -> {
                return false;
            }
        }
    }

    /** Connects what is not connected until the peer hangs up. */
    private void keep(final Talk open) throws IOException {
        do {
            if (link.backgroundLoss() != null) {
                end(link.background(null));
                link.background(new BackgroundEnd(dial(open, BACKGROUND, BackgroundEnd.REQUESTS + 1), link.id(),
                    config.writeTimeoutNs(), link.listener()));
            }
            final ReplicationEnd end = link.replication();
            if (end == null || end.isBroken() && end.takeBack()) {
                link.replication(null);
                end(end);
                link.replication(new ReplicationEnd(dial(open, REPLICATION, ReplicationEnd.REQUESTS), link.id(),
                    config.writeTimeoutNs()));
            }
            link.ready();
            pauseNs = SHORTEST_PAUSE_NS;
        } while (running && open.rest(REST_MS));
        breakOff("the peer has hung up");
    }

    private QueuePair dial(final Talk open, final int plane, final int requests) throws IOException {
        final ByteBuffer answer = open.ask(Frame.of(Frame.DIAL).putInt(selfId).putInt(plane), TIMEOUT_MS);
        if (answer.getInt() != Frame.WELCOME) {
            throw new IOException("replica " + link.id() + " takes no connection now");
        }
        return QueuePair.dial(device, domain, config.door(link.id(), selfId, plane), requests, config.ackExponent(),
            TIMEOUT_MS);
    }

    /** What is under way fails soon instead of after the device's own patience. */
    private void breakOff(final String why) {
        end(link.background(null));
        final ReplicationEnd end = link.replication();
        if (end != null) {
            end.breakOff(why);
        }
    }

    private void end(final BackgroundEnd end) {
        if (end != null) {
            end.breakOff("replaced");
            end.close(device);
        }
    }

    private void end(final ReplicationEnd end) {
        if (end != null) {
            end.close(device);
        }
    }

    /**
     * Tells the peer that its incarnation is over and waits until nothing lands in its log any more. Any thread.
     *
     * @return false if it could not be told
     */
    boolean endPeer(final int incarnation) {
        try (Talk open = Talk.with(config.member(link.id()), TIMEOUT_MS)) {
            return open.ask(Frame.of(Frame.END).putInt(incarnation), TIMEOUT_MS).getInt() == Frame.WELCOME;
        } catch (final IOException gone) {
            return false;
        }
    }

    /** Ends the thread and both queue pairs. The planes have ended. */
    void close() {
        running = false;
        wake();
        LockSupport.unpark(thread);
        try {
            thread.join(JOIN_MS);
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        end(link.background(null));
        end(link.replication());
        link.replication(null);
    }
}
