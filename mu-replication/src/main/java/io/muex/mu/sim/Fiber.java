package io.muex.mu.sim;

import io.muex.mu.fabric.sim.Processor;
import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;

/**
 * One simulated thread: code that can be left at any memory operation and entered again later. The only class that
 * knows of the JDK's continuations; about 0.1 us a switch.
 */
final class Fiber {
    private static final ContinuationScope SCOPE = new ContinuationScope("muex-sim");
    private final String name;
    private final Processor processor;
    private final Continuation continuation;
    private final SimReplica replica;
    private long timeNs;
    private RuntimeException failure;
    private boolean held;

    /** A thread of {@code replica}, null for that of a client. */
    Fiber(final String name, final SimReplica replica, final Processor processor, final long timeNs,
          final Runnable body) {
        this.name = name;
        this.replica = replica;
        this.processor = processor;
        this.timeNs = timeNs;
        this.continuation = new Continuation(SCOPE, () -> {
            try {
                body.run();
            } catch (final RuntimeException thrown) {
                failure = thrown;
            }
        });
    }

    /** Leaves the running fiber; returns when it is entered again. */
    static void leave() {
        Continuation.yield(SCOPE);
    }

    /** Runs until the fiber leaves or ends. */
    void enter() {
        continuation.run();
        if (failure != null) {
            final RuntimeException thrown = failure;
            failure = null;
            throw thrown;
        }
    }

    boolean isDone() {
        return continuation.isDone();
    }

    /** The replica whose thread this is, or null. */
    SimReplica replica() {
        return replica;
    }

    Processor processor() {
        return processor;
    }

    /** The fiber's own clock: how far it has got. The one furthest behind runs next. */
    long timeNs() {
        return timeNs;
    }

    void spend(final long durationNs) {
        timeNs += durationNs;
    }

    /** From its next memory operation on it stands still until it is released. */
    void hold() {
        held = true;
    }

    void release() {
        held = false;
    }

    boolean isHeld() {
        return held;
    }

    @Override
    public String toString() {
        return name;
    }
}
