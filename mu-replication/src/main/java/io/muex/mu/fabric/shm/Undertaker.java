package io.muex.mu.fabric.shm;

import java.util.concurrent.locks.LockSupport;

/**
 * The threads of a process that end last when the process is killed, and do nothing else. The kernel takes the memory
 * of a killed process apart on the last of its threads to end: tens of thousands of pages, 4 to 30 milliseconds of a
 * processor, at the priority of that thread. Left to chance it is any of them, and on a host with few cores its
 * successor has to wait for it. A thread of the least priority comes after all others of its core; one on each core,
 * so that whichever core is the last to be done, it is an undertaker that does this work, when nobody else wants the
 * core. Where there are many cores there is always a free one, and nothing is done.
 */
public final class Undertaker {
    private static final int FEW_CORES = 4;
    /** Whose turn is long has to wait long for it. */
    private static final long TURN_NS = 100_000_000;

    private Undertaker() {
    }

    /** Starts the threads, daemons. Once per process, as early as may be. */
    public static void start() {
        final int[] cores = Kernel.cores();
        if (cores.length <= FEW_CORES) {
            for (final int core : cores) {
                Thread.ofPlatform().daemon().name("muex-undertaker").start(() -> await(core));
            }
        }
    }

    private static void await(final int core) {
        Kernel.stayOn(core);
        Kernel.shortenTurns(TURN_NS);
        Kernel.yieldToAll();
        while (true) {
            LockSupport.park();
        }
    }
}
