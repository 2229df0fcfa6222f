package io.muex.mu.fabric.shm;

import java.util.concurrent.locks.LockSupport;

/**
 * The thread of a process that ends last when the process is killed, and does nothing else. The kernel takes the memory
 * of a killed process apart on the last of its threads to end: tens of thousands of pages, 4 to 30 milliseconds of a
 * processor, at the priority of that thread. Left to chance it is any of them, and on a host with few cores its
 * successor has to wait for it. A thread of the least priority comes after all others and does this work when nobody
 * else wants the processor.
 */
public final class Undertaker {
    private Undertaker() {
    }

    /** Starts the thread, a daemon. Once per process, as early as may be. */
    public static void start() {
        Thread.ofPlatform().daemon().name("muex-undertaker").start(Undertaker::await);
    }

    private static void await() {
        Kernel.yieldToAll();
        while (true) {
            LockSupport.park();
        }
    }
}
