package io.muex.exchange.protocol.link;

import io.aeron.Aeron;
import io.aeron.CncFileDescriptor;
import io.aeron.exceptions.AeronException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A process's attachment to the media driver of its host, which may die and come back at any time. No thread of Aeron
 * runs: its conductor is invoked by {@link #step}. Attaching and detaching, which may block, happen on a short-lived
 * daemon thread, so the thread that steps this is never held up.
 * <p>
 * A driver that died takes nothing along: what goes between processes of this host goes on, and only new streams wait.
 * When another driver has put its files where the old ones were, or Aeron has given up on its own, this object attaches
 * anew and {@link #generation()} rises: every publication and subscription made before is void then.
 */
public final class MediaConnection implements AutoCloseable {
    private static final long LOOK_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long RETRY_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int FIRST_DATA_STREAM = 1 << 16;

    private final Path directory;
    private final String name;
    private final String sendingHost;
    private final AtomicReference<Attached> arriving = new AtomicReference<>();
    private volatile boolean closed;
    private volatile String lastFault = "";
    private volatile Attached current;
    private boolean attaching;
    private long generation;
    private long nextLookNs;
    private long nextTryNs;

    /**
     * Attaches to nothing yet; {@link #step} does.
     *
     * @param directory of the driver; it may not exist yet
     * @param name      of this process, for the driver's list of clients
     */
    public MediaConnection(final Path directory, final String name) {
        this(directory, name, LinkChannel.IPC);
    }

    /**
     * The same for a process that is reached from other hosts.
     *
     * @param ownChannel on which it listens; what it sends to other hosts leaves from the same address
     */
    public MediaConnection(final Path directory, final String name, final String ownChannel) {
        this.directory = directory;
        this.name = name;
        sendingHost = LinkChannel.host(ownChannel);
        final long nowNs = System.nanoTime();
        nextLookNs = nowNs;
        nextTryNs = nowNs;
    }

    /** An attachment and the identity of the driver's file at that time. */
    private record Attached(Aeron aeron, Object driverFile) {
    }

    /**
     * One bounded step: lets Aeron work, or attaches again if it must.
     *
     * @param nowNs monotonic time
     * @return amount of work Aeron did
     */
    public int step(final long nowNs) {
        if (current == null) {
            attach(nowNs);
            return 0;
        }
        final int work = current.aeron.conductorAgentInvoker().invoke();
        if (nowNs - nextLookNs >= 0) {
            nextLookNs = nowNs + LOOK_INTERVAL_NS;
            final Object present = driverFile();
            if (present != null && !present.equals(current.driverFile)) {
                detach(nowNs);
                return work;
            }
        }
        if (!current.aeron.conductorAgentInvoker().isRunning() || current.aeron.isClosed()) {
            detach(nowNs);
        }
        return work;
    }

    /** True when streams can be added. */
    public boolean isAttached() {
        return current != null;
    }

    /** Rises with every attachment; 0 before the first. */
    public long generation() {
        return generation;
    }

    /** Address to send from by UDP, or null for the system's choice. */
    String sendingHost() {
        return sendingHost;
    }

    /** Aeron; only if {@link #isAttached()}, and only until {@link #generation()} changes. */
    Aeron aeron() {
        return current.aeron;
    }

    /** A number for a data stream that nobody else uses. */
    public static int freshStream() {
        return ThreadLocalRandom.current().nextInt(FIRST_DATA_STREAM, Integer.MAX_VALUE);
    }

    /** A connection id that nobody else uses, 1 or more. */
    public static long freshId() {
        return ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
    }

    /** Detaches for good. Publications and subscriptions end with it. */
    @Override
    public void close() {
        closed = true;
        final Attached late = arriving.getAndSet(null);
        if (late != null) {
            late.aeron.close();
        }
        if (current != null) {
            current.aeron.close();
            current = null;
        }
    }

    private void attach(final long nowNs) {
        final Attached arrived = arriving.getAndSet(null);
        if (arrived != null) {
            attaching = false;
            current = arrived;
            generation++;
            nextLookNs = nowNs;
        } else if (!attaching && nowNs - nextTryNs >= 0) {
            nextTryNs = nowNs + RETRY_NS;
            if (driverFile() != null) {
                attaching = true;
                Thread.ofPlatform().daemon().name("media-attach").start(this::connect);
            }
        }
    }

    /** Runs on its own thread until Aeron is there or this connection is closed. */
    private void connect() {
        while (!closed) {
            final Object file = driverFile();
            if (file != null) {
                try {
                    final Attached attached = new Attached(Aeron.connect(context()), file);
                    arriving.set(attached);
                    if (closed && arriving.compareAndSet(attached, null)) {
                        attached.aeron.close();
                    }
                    return;
                } catch (final AeronException notThere) {
                    // No driver answers: it is starting, or it died. The next round tries again.
                    onFault(notThere);
                }
            }
            try {
                TimeUnit.NANOSECONDS.sleep(RETRY_NS);
            } catch (final InterruptedException interrupted) {
                return;
            }
        }
    }

    private Aeron.Context context() {
        return new Aeron.Context()
            .aeronDirectoryName(directory.toString())
            .clientName(name)
            .useConductorAgentInvoker(true)
            // Aeron's own handler ends the process when the driver dies.
            .errorHandler(this::onFault)
            .subscriberErrorHandler(MediaConnection::rethrow);
    }

    /** Aeron, or the driver, could not do something; what was wanted is tried again. */
    void onFault(final Throwable fault) {
        lastFault = fault.getMessage() == null ? fault.toString() : fault.getMessage();
    }

    /** For people: whether there is a driver, and what went wrong last. Any thread. */
    public String condition() {
        final String fault = lastFault;
        return (isAttached() ? "attached" : "none answers in " + directory)
            + (fault.isEmpty() ? "" : "; last fault: " + fault);
    }

    /** A fault in a handler of ours is ours, and not one of the medium. */
    private static void rethrow(final Throwable fault) {
        if (fault instanceof final RuntimeException unchecked) {
            throw unchecked;
        } else if (fault instanceof final Error error) {
            throw error;
        }
        throw new IllegalStateException(fault);
    }

    private void detach(final long nowNs) {
        final Aeron old = current.aeron;
        current = null;
        attaching = false;
        nextTryNs = nowNs;
        Thread.ofPlatform().daemon().name("media-detach").start(old::close);
    }

    /** What tells this driver's file from that of another one, or null if there is none. */
    private Object driverFile() {
        try {
            return Files.readAttributes(
                directory.resolve(CncFileDescriptor.CNC_FILE), BasicFileAttributes.class).fileKey();
        } catch (final IOException absent) {
            return null;
        }
    }
}
