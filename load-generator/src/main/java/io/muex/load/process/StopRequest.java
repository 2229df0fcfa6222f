package io.muex.load.process;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The wish that this process ends, however it came: a signal, the life line, or the program itself. The main thread
 * waits for it or is interrupted by it, closes what it opened, and says so; the shutdown hook holds the JVM until then,
 * or until the grace is over. One main thread; requests may come from any thread.
 */
public final class StopRequest implements AutoCloseable {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Thread that is interrupted when the end is asked for; null if it waits for that. */
    private final Thread worker;

    private StopRequest(final Thread worker) {
        this.worker = worker;
    }

    /**
     * Takes over the end of this process.
     *
     * @param grace how long the JVM waits for {@link #close} once it was asked to end
     */
    public static StopRequest install(final Duration grace) {
        return install(new StopRequest(null), grace);
    }

    /**
     * Takes over the end of this process for a thread that has work to do: the calling one, which is interrupted when
     * the end is asked for before {@link #close}.
     *
     * @param grace how long the JVM waits for {@link #close} once it was asked to end
     */
    public static StopRequest interrupting(final Duration grace) {
        return install(new StopRequest(Thread.currentThread()), grace);
    }

    private static StopRequest install(final StopRequest request, final Duration grace) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            request.ask();
            request.awaitClosed(grace);
        }, "stop-request"));
        return request;
    }

    /** Asks for the end. */
    public void ask() {
        asked.countDown();
        if (worker != null && closed.getCount() != 0) {
            worker.interrupt();
        }
    }

    /** Whether the end was asked for. */
    public boolean isAsked() {
        return asked.getCount() == 0;
    }

    /** Waits until the end is asked for. */
    public void await() throws InterruptedException {
        asked.await();
    }

    /** Says that everything is closed; the JVM may go. */
    @Override
    public void close() {
        closed.countDown();
    }

    private void awaitClosed(final Duration grace) {
        try {
            closed.await(grace.toNanos(), TimeUnit.NANOSECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
