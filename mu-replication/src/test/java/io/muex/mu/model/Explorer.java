package io.muex.mu.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Visits every state that a model can reach, nearest first, so that the first violation found has the shortest trace.
 * States seen are kept as 64-bit fingerprints, the frontier in full, and per state the number of its parent and of the
 * step that led to it, from which a trace is replayed.
 */
final class Explorer {
    /**
     * What an exploration found.
     *
     * @param states    distinct states
     * @param steps     transitions
     * @param depth     steps from the start to the furthest state, or to the violation
     * @param complete  whether every reachable state was visited
     * @param violation what went wrong, or null
     * @param trace     the steps that led there
     */
    record Result(int states, long steps, int depth, boolean complete, String violation, List<String> trace) {
        @Override
        public String toString() {
            return String.format("%,d states, %,d steps, depth %d%s", states, steps, depth,
                violation != null ? ": " + violation : complete ? ", complete" : ", cut off");
        }
    }

    private final MuModel model;
    private final int maxStates;
    private final FingerprintSet seen = new FingerprintSet();
    private int[] parents = new int[1 << 16];
    private int[] steps = new int[1 << 16];
    private long[] next = new long[1 << 16];
    private int nextCount;
    private int expanding;
    private long transitions;
    private String violation;
    private List<String> trace = List.of();

    /** Stops, incomplete, at {@code maxStates}. */
    Explorer(final Scope scope, final int maxStates) {
        this.model = new MuModel(scope);
        this.maxStates = maxStates;
    }

    Result explore() {
        return explore(model.initial());
    }

    private Result explore(final long[] initial) {
        final int words = model.words();
        discover(initial, -1, 0);
        long[] level = new long[0];
        int depth = 0;
        while (nextCount > 0 && violation == null && seen.size() < maxStates) {
            final int count = nextCount;
            final int first = seen.size() - count;
            final long[] spare = level;
            level = next;
            next = spare.length == 0 ? new long[1 << 16] : spare;
            nextCount = 0;
            depth++;
            for (int i = 0; i < count && violation == null && seen.size() < maxStates; i++) {
                expanding = first + i;
                model.successors(level, i * words, this::onStep);
            }
        }
        return new Result(seen.size(), transitions, violation == null ? depth - 1 : depth,
            violation == null && seen.size() < maxStates, violation, trace);
    }

    private void onStep(final long[] words, final int step, final String broken) {
        transitions++;
        if (violation != null) {
            return;
        }
        if (broken != null) {
            violation = broken;
            trace = trace(expanding, step);
            return;
        }
        discover(words, expanding, step);
    }

    private void discover(final long[] words, final int parent, final int step) {
        if (!seen.add(FingerprintSet.fingerprint(words, 0, words.length))) {
            return;
        }
        final int number = seen.size() - 1;
        if (number == parents.length) {
            parents = Arrays.copyOf(parents, 2 * number);
            steps = Arrays.copyOf(steps, 2 * number);
        }
        parents[number] = parent;
        steps[number] = step;
        if ((nextCount + 1) * words.length > next.length) {
            next = Arrays.copyOf(next, 2 * next.length);
        }
        System.arraycopy(words, 0, next, nextCount++ * words.length, words.length);
    }

    private List<String> trace(final int last, final int step) {
        final List<String> lines = new ArrayList<>();
        lines.add(MuModel.describe(step));
        for (int number = last; parents[number] >= 0; number = parents[number]) {
            lines.add(0, MuModel.describe(steps[number]));
        }
        for (int i = 0; i < lines.size(); i++) {
            lines.set(i, String.format("%3d  %s", i + 1, lines.get(i)));
        }
        return lines;
    }
}
