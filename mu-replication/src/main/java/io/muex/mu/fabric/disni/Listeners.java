package io.muex.mu.fabric.disni;

import com.ibm.disni.verbs.RdmaCm;
import com.ibm.disni.verbs.RdmaCmEvent;
import com.ibm.disni.verbs.RdmaCmId;
import com.ibm.disni.verbs.RdmaEventChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.agrona.ErrorHandler;

/**
 * Waits for peers to connect. Each peer has a port of its own for each plane, so that the memory which its queue pair
 * may touch is known before it exists. One daemon thread.
 */
final class Listeners implements AutoCloseable {
    private static final int WAIT_MS = 100;
    private static final long JOIN_MS = 5_000;

    private final VerbsDevice device;
    private final ErrorHandler errors;
    private final RdmaEventChannel channel;
    private final Map<RdmaCmId, Door> doors = new HashMap<>();
    private final Thread thread;
    private volatile boolean running = true;

    /** Whom a port is for. */
    @FunctionalInterface
    interface Door {
        /** A connection was asked for: accept it, or throw. Listening thread. */
        void onRequest(RdmaCmId id) throws IOException;
    }

    Listeners(final VerbsDevice device, final String name, final ErrorHandler errors) throws IOException {
        this.device = device;
        this.errors = errors;
        this.channel = device.cm().createEventChannel();
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    /** Opens a port. Before {@link #start}. */
    void open(final int port, final Door door) throws IOException {
        final RdmaCmId id = device.cm().createId(channel, RdmaCm.RDMA_PS_TCP);
        doors.put(id, door);
        device.cm().bindAddr(id, new InetSocketAddress(device.address(), port));
        device.cm().listen(id, 4);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (running) {
            try {
                final RdmaCmEvent event = device.cm().getCmEvent(channel, WAIT_MS);
                if (event != null) {
                    device.cm().ackCmEvent(event);
                    take(event);
                }
            } catch (final IOException | RuntimeException failure) {
                errors.onError(failure);
            }
        }
    }

    private void take(final RdmaCmEvent event) throws IOException {
        if (event.getEvent() != RdmaCmEvent.EventType.RDMA_CM_EVENT_CONNECT_REQUEST.ordinal()) {
            return; // who dialled notices a loss, dials again, and this end is replaced
        }
        final Door door = doors.get(event.getListenIdPriv());
        if (door == null) {
            device.cm().destroyCmId(event.getConnIdPriv());
            return;
        }
        door.onRequest(event.getConnIdPriv());
    }

    /** Ends listening. What was accepted has been closed before: the event channel goes too. */
    void stop() {
        running = false;
        try {
            thread.join(JOIN_MS);
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
        for (final RdmaCmId id : doors.keySet()) {
            try {
                device.cm().destroyCmId(id);
            } catch (final IOException ignored) {
                // ends with the process
            }
        }
        try {
            device.cm().destroyEventChannel(channel);
        } catch (final IOException ignored) {
            // ends with the process
        }
    }
}
