package io.muex.load.play;

/**
 * What the client saw of one fault. Made by whoever causes the fault, just before, and filled in by the player's
 * thread; read by any thread.
 */
public final class KillWatch {
    private final long atNs;
    private volatile long unanswered;
    private volatile long firstReportNs;

    /**
     * A watch for a fault.
     *
     * @param atNs when the fault begins, monotonic nanoseconds, not 0
     */
    public KillWatch(final long atNs) {
        this.atNs = atNs;
    }

    /** When the fault began, monotonic nanoseconds. */
    public long atNs() {
        return atNs;
    }

    /**
     * Commands that had been sent but not answered when the fault began, as far as that is known: each is counted when
     * its answer arrives.
     */
    public long unanswered() {
        return unanswered;
    }

    /** Whether a report for a command that was due after the fault has arrived. */
    public boolean isOver() {
        return firstReportNs != 0;
    }

    /** From the fault to that report in nanoseconds; only if {@link #isOver()}. */
    public long gapNs() {
        return firstReportNs - atNs;
    }

    void onSettled(final long sentNs, final long nowNs) {
        if (sentNs - atNs <= 0 && nowNs - atNs > 0) {
            unanswered = unanswered + 1;
        }
    }

    void onReport(final long dueNs, final long nowNs) {
        if (firstReportNs == 0 && dueNs - atNs > 0) {
            firstReportNs = nowNs;
        }
    }
}
