package io.muex.load.play;

/**
 * How far a run has come. Written by the player's thread, read by any.
 */
public final class PlayCounters {
    private volatile long operations;
    private volatile long submitted;
    private volatile long settled;
    private volatile long reports;
    private volatile long refusals;
    private volatile boolean isDone;

    /** Operations of the flow that were sent. */
    public long operations() {
        return operations;
    }

    /** Commands that were taken by a port. */
    public long submitted() {
        return submitted;
    }

    /** Commands that came to their end. */
    public long settled() {
        return settled;
    }

    /** Commands under way. */
    public long unanswered() {
        final long ended = settled;
        return submitted - ended;
    }

    /** Events that arrived. */
    public long reports() {
        return reports;
    }

    /**
     * How often a port began to take no command because it, or the gateway, had too many under way. Operations are not
     * dropped then but sent late.
     */
    public long refusals() {
        return refusals;
    }

    /** Whether the run is over. */
    public boolean isDone() {
        return isDone;
    }

    void done() {
        isDone = true;
    }

    void operationSent() {
        operations = operations + 1;
    }

    void commandSubmitted() {
        submitted = submitted + 1;
    }

    void commandSettled() {
        settled = settled + 1;
    }

    void refused() {
        refusals = refusals + 1;
    }

    void reportArrived() {
        reports = reports + 1;
    }
}
