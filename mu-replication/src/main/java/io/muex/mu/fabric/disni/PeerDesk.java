package io.muex.mu.fabric.disni;

import com.ibm.disni.verbs.RdmaCmId;
import io.muex.mu.fabric.shm.ClusterGeometry;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.agrona.ErrorHandler;

/**
 * Answers peers: who this is, which keys they may use; and accepts their queue pairs. A queue pair replaces the one
 * before it of the same peer and plane. One daemon thread waits for calls, one serves each, one accepts queue pairs.
 */
final class PeerDesk implements AutoCloseable {
    private static final int PLANES = 2;
    private static final long JOIN_MS = 5_000;

    private final VerbsDevice device;
    private final OwnRegions own;
    private final ClusterGeometry geometry;
    private final ErrorHandler errors;
    private final ServerSocket server;
    private final Listeners listeners;
    private final QueuePair[][] accepted;
    private final int[] newest;
    private final Set<Socket> calls = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private volatile boolean running = true;

    PeerDesk(final VerbsDevice device, final DisniConfig config, final OwnRegions own, final ClusterGeometry geometry,
             final ErrorHandler errors) throws IOException {
        this.device = device;
        this.own = own;
        this.geometry = geometry;
        this.errors = errors;
        final int self = own.selfId();
        this.accepted = new QueuePair[geometry.replicaCount() + 1][PLANES];
        this.newest = new int[geometry.replicaCount() + 1];
        this.listeners = new Listeners(device, "muex-rdma-listener-" + self, errors);
        for (int id = 1; id <= geometry.replicaCount(); id++) {
            for (int plane = 0; id != self && plane < PLANES; plane++) {
                final int peer = id;
                final int of = plane;
                listeners.open(config.door(self, peer, of).getPort(), cmId -> accept(peer, of, cmId));
            }
        }
        this.server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(config.member(self));
        this.thread = Thread.ofPlatform().daemon().name("muex-rdma-desk-" + self).unstarted(this::run);
    }

    void start() {
        listeners.start();
        thread.start();
    }

    private void accept(final int peer, final int plane, final RdmaCmId id) throws IOException {
        synchronized (accepted) {
            drop(peer, plane);
            accepted[peer][plane] = QueuePair.accept(device, own.domain(peer), id);
        }
    }

    private void drop(final int peer, final int plane) {
        synchronized (accepted) {
            final QueuePair before = accepted[peer][plane];
            accepted[peer][plane] = null;
            if (before != null) {
                before.close(device);
            }
        }
    }

    private void run() {
        while (running) {
            try {
                final Socket call = server.accept();
                calls.add(call);
                Thread.ofPlatform().daemon().name("muex-rdma-call").start(() -> serve(call));
            } catch (final IOException over) {
                if (running) {
                    errors.onError(over);
                }
            }
        }
    }

    private void serve(final Socket call) {
        try (call) {
            call.setTcpNoDelay(true);
            final DataInputStream in = new DataInputStream(call.getInputStream());
            final byte[] bytes = new byte[Frame.BYTES];
            while (running) {
                in.readFully(bytes);
                final ByteBuffer answer = answer(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
                call.getOutputStream().write(answer.array());
            }
        } catch (final IOException hungUp) {
            // the peer calls again if it still is there
        } catch (final RuntimeException failure) {
            errors.onError(failure);
        } finally {
            calls.remove(call);
        }
    }

    private ByteBuffer answer(final ByteBuffer question) {
        return switch (question.getInt()) {
            case Frame.HELLO -> welcome(question);
            case Frame.DIAL -> {
                final int peer = question.getInt();
                final int plane = question.getInt();
                if (!isPeer(peer) || plane < 0 || plane >= PLANES) {
                    yield Frame.of(Frame.REFUSED).putInt(0);
                }
                drop(peer, plane);
                yield Frame.of(Frame.WELCOME);
            }
            case Frame.END -> {
                if (question.getInt() == own.selfIncarnation()) {
                    own.die();
                }
                yield Frame.of(Frame.WELCOME);
            }
            default -> Frame.of(Frame.REFUSED).putInt(0);
        };
    }

    private boolean isPeer(final int id) {
        return id >= 1 && id <= geometry.replicaCount() && id != own.selfId();
    }

    private ByteBuffer welcome(final ByteBuffer hello) {
        final int peer = hello.getInt();
        final int incarnation = hello.getInt();
        if (!isPeer(peer) || !Frame.isSameCluster(hello, geometry)) {
            return Frame.of(Frame.REFUSED).putInt(0);
        }
        synchronized (newest) {
            if (incarnation < newest[peer]) {
                return Frame.of(Frame.REFUSED).putInt(newest[peer]);
            }
            newest[peer] = incarnation;
        }
        if (!own.isAnnounced()) {
            return Frame.of(Frame.LATER);
        }
        final ByteBuffer answer = Frame.of(Frame.WELCOME);
        own.keys(peer).put(answer);
        return answer;
    }

    /** Hangs up on everybody and ends all queue pairs: what the kernel does for a process that ends. */
    @Override
    public void close() {
        running = false;
        try {
            server.close();
            for (final Socket call : calls) {
                call.close();
            }
            thread.join(JOIN_MS);
        } catch (final IOException ignored) {
            // over either way
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        listeners.stop();
        for (int peer = 1; peer < accepted.length; peer++) {
            for (int plane = 0; plane < PLANES; plane++) {
                drop(peer, plane);
            }
        }
        listeners.close();
    }
}
