package io.muex.gateway.client;

import java.util.concurrent.TimeUnit;

/**
 * What a client does when its gateway says that it sends too fast: it waits a little, and twice as long each time until
 * something is answered again. The commands that were on their way behind the refused one are refused as well, each
 * once, because that one is missing; those refusals are no news. Time is handed in; one thread.
 */
final class Throttle {
    private static final long FIRST_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(64);

    private long pauseNs = FIRST_PAUSE_NS;
    private long untilNs;
    private boolean pausing;
    private long refused;
    private long behind;

    /**
     * A command was refused.
     *
     * @param number of it
     * @param sent   number of the first command that had not been sent
     */
    void onRefused(final long nowNs, final long number, final long sent) {
        pausing = true;
        untilNs = nowNs + pauseNs;
        pauseNs = Math.min(LONGEST_PAUSE_NS, 2 * pauseNs);
        refused = number;
        behind = Math.max(0, sent - number - 1);
    }

    /** True if the refusal of a command for a missing one follows from {@link #onRefused}. */
    boolean explains(final long number, final long expected) {
        if (behind == 0 || expected != refused || number <= refused) {
            return false;
        }
        behind--;
        return true;
    }

    /** Something was answered: the next pause is a short one. */
    void onAnswer() {
        pauseNs = FIRST_PAUSE_NS;
    }

    /** Another connection: nothing of the former one is under way. */
    void reset() {
        pausing = false;
        behind = 0;
    }

    /** Whether to wait still; reads the clock only if there was a refusal. */
    boolean isPausing() {
        return pausing && isPausing(System.nanoTime());
    }

    boolean isPausing(final long nowNs) {
        if (pausing && nowNs - untilNs >= 0) {
            pausing = false;
        }
        return pausing;
    }
}
