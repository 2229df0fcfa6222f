package io.muex.mu.interleaving;

import java.util.Arrays;

/**
 * The stack of the search: for the state before each step which process was chosen, which ones have to be tried
 * (wished), and which ones need not be because what they lead to was visited already (asleep).
 */
final class Choices {
    private int[] chosen = new int[256];
    private int[][] wished = new int[256][];
    private int[] wishes = new int[256];
    private long[][] asleep = new long[256][];
    private int[] sleepers = new int[256];
    private int depth;

    int depth() {
        return depth;
    }

    int process(final int at) {
        return chosen[at];
    }

    /**
     * A state that was not there before. What slept in the state before it sleeps on unless the step disturbs it.
     *
     * @param step label of the step that led here, 0 if nothing is to sleep on
     */
    void enter(final int at, final long step) {
        grow(at);
        wishes[at] = 0;
        sleepers[at] = 0;
        if (step != 0) {
            for (int i = 0; i < sleepers[at - 1]; i++) {
                if (!Trace.depend(asleep[at - 1][i], step)) {
                    addSleeper(at, asleep[at - 1][i]);
                }
            }
        }
    }

    private void grow(final int at) {
        if (at == chosen.length) {
            chosen = Arrays.copyOf(chosen, 2 * at);
            wished = Arrays.copyOf(wished, 2 * at);
            wishes = Arrays.copyOf(wishes, 2 * at);
            asleep = Arrays.copyOf(asleep, 2 * at);
            sleepers = Arrays.copyOf(sleepers, 2 * at);
        }
        if (wished[at] == null) {
            wished[at] = new int[8];
            asleep[at] = new long[8];
        }
    }

    void take(final int at, final int process) {
        chosen[at] = process;
        wish(at, process);
        depth = at + 1;
    }

    void wish(final int at, final int process) {
        if (isWished(at, process)) {
            return;
        }
        if (wishes[at] == wished[at].length) {
            wished[at] = Arrays.copyOf(wished[at], 2 * wishes[at]);
        }
        wished[at][wishes[at]++] = process;
    }

    boolean isWished(final int at, final int process) {
        for (int i = 0; i < wishes[at]; i++) {
            if (wished[at][i] == process) {
                return true;
            }
        }
        return false;
    }

    boolean isAsleep(final int at, final int process) {
        for (int i = 0; i < sleepers[at]; i++) {
            if (Trace.process(asleep[at][i]) == process) {
                return true;
            }
        }
        return false;
    }

    /** All that begins with this step was visited. */
    void putToSleep(final int at, final long label) {
        addSleeper(at, label);
    }

    private void addSleeper(final int at, final long label) {
        if (sleepers[at] == asleep[at].length) {
            asleep[at] = Arrays.copyOf(asleep[at], 2 * sleepers[at]);
        }
        asleep[at][sleepers[at]++] = label;
    }

    /** A process that has to be tried and was not, or -1. */
    int next(final int at) {
        for (int i = 0; i < wishes[at]; i++) {
            if (!isAsleep(at, wished[at][i])) {
                return wished[at][i];
            }
        }
        return -1;
    }

    void leave(final int at) {
        depth = at;
    }
}
