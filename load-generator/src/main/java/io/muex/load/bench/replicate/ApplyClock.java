package io.muex.load.bench.replicate;

/**
 * When the leader's state machine was given its latest command: the moment at which its commit was seen. One thread.
 */
final class ApplyClock {
    private boolean running;
    private long commands;
    private long appliedNs;

    /** Whether every command shall be timed, which costs one reading of the clock each. */
    void run(final boolean shallRun) {
        running = shallRun;
    }

    /** A command is being applied. */
    void onCommand() {
        commands++;
        if (running) {
            appliedNs = System.nanoTime();
        }
    }

    /** Commands applied one by one so far. */
    long commands() {
        return commands;
    }

    /** When the latest command was applied, monotonic nanoseconds. */
    long appliedNs() {
        return appliedNs;
    }
}
