package io.muex.mu.interleaving;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Visits every interleaving of a scene up to the order of independent steps: stateless depth-first search with source
 * sets and sleep sets (Abdulla, Aronis, Jonsson, Sagonas: Optimal dynamic partial order reduction, POPL 2014, algorithm
 * 1). A step is a load, a fence, or one buffered store becoming visible; a thread's step goes on to its next operation,
 * so making a store is part of the step before it. Why that is sound stands in the documents.
 */
final class Explorer {
    /** What is left out. */
    enum Reduction {
        /** Nothing: really every interleaving is visited. What the others are held against. */
        NONE,
        /** Sleep sets alone: every class of equivalent interleavings is visited once, among many dead ends. */
        SLEEP_SETS,
        /** Source sets as well: dead ends are rare. */
        SOURCE_SETS
    }

    private final Supplier<Scene> scenes;
    private final Reduction reduction;
    private final Trace trace = new Trace();
    private final Choices choices = new Choices();
    private final Map<String, Long> outcomes = new TreeMap<>();
    private Scene scene;
    private Shuffle shuffle;
    private long executions;
    private long pruned;
    private int longest;

    Explorer(final Supplier<Scene> scenes) {
        this(scenes, Reduction.SOURCE_SETS);
    }

    Explorer(final Supplier<Scene> scenes, final Reduction reduction) {
        this.scenes = scenes;
        this.reduction = reduction;
    }

    /** From now on every interleaving is run a second time, in another order of independent steps. */
    Explorer shuffled(final long seed) {
        shuffle = new Shuffle(scenes, seed);
        return this;
    }

    /** Explores until everything is visited, something is broken, or so many seconds are over. */
    Exploration explore(final double mostSeconds) {
        final long begin = System.nanoTime();
        boolean complete = false;
        String violation = null;
        List<String> shown = List.of();
        int depth = 0;
        while (depth >= 0 && seconds(begin) < mostSeconds) {
            // What goes wrong here is a scene that cannot be set, and nothing that was found in it.
            scene = scenes.get();
            try {
                run(depth);
            } catch (final RuntimeException broken) {
                violation = root(broken);
                shown = trace.describe(scene);
                break;
            }
            longest = Math.max(longest, trace.length());
            depth = backtrack();
            complete = depth < 0;
        }
        return new Exploration(executions, pruned, longest, complete, outcomes, violation, shown, seconds(begin));
    }

    private static double seconds(final long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    private static String root(final Throwable broken) {
        Throwable root = broken;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root instanceof IllegalStateException ? root.getMessage() : root.toString();
    }

    /** One interleaving: the choices made up to {@code depth}, then whatever comes first. */
    private void run(final int depth) {
        final SteppedMemory memory = scene.memory();
        trace.begin(memory);
        for (final Strand strand : memory.strands()) {
            memory.run(strand, -1);
        }
        for (int at = 0; at < depth - 1; at++) {
            trace.repeat(choices.process(at));
        }
        // The choice at depth - 1 is a new one: what races with it is not known yet.
        int at = depth;
        if (depth > 0) {
            trace.perform(choices.process(depth - 1));
            noteRaces(depth - 1);
        }
        while (true) {
            choices.enter(at, at == 0 || reduction == Reduction.NONE ? 0 : trace.label(at - 1));
            final int process = pick(at);
            if (process < 0) {
                break;
            }
            choices.take(at, process);
            trace.perform(process);
            noteRaces(at);
            at++;
        }
        if (trace.hasEnabled()) {
            pruned++;
        } else {
            finish(memory);
        }
    }

    private void finish(final SteppedMemory memory) {
        for (final Strand strand : memory.strands()) {
            if (!strand.isDone()) {
                throw new IllegalStateException(strand + " waits for ever");
            }
        }
        executions++;
        final String outcome = scene.judge();
        outcomes.merge(outcome, 1L, Long::sum);
        if (shuffle != null) {
            shuffle.check(trace, outcome);
        }
    }

    /** The first enabled process that is not asleep, or -1. */
    private int pick(final int at) {
        final int count = trace.listEnabled();
        int first = -1;
        for (int i = 0; i < count; i++) {
            if (reduction != Reduction.SOURCE_SETS) {
                choices.wish(at, trace.enabled(i));
            }
            if (first < 0 && !choices.isAsleep(at, trace.enabled(i))) {
                first = trace.enabled(i);
            }
        }
        return first;
    }

    private void noteRaces(final int event) {
        if (reduction != Reduction.SOURCE_SETS) {
            return;
        }
        trace.link(event);
        for (int i = 0; i < trace.races(); i++) {
            reverse(trace.race(i), event);
        }
    }

    /** An interleaving from the state before {@code first} on must begin so that {@code second} can come before it. */
    private void reverse(final int first, final int second) {
        final List<Integer> initials = trace.initials(first, second);
        for (final int process : initials) {
            if (choices.isWished(first, process)) {
                return;
            }
        }
        choices.wish(first, initials.get(0));
    }

    /** The depth from which the next interleaving differs, or -1 when all are done. */
    private int backtrack() {
        for (int at = choices.depth() - 1; at >= 0; at--) {
            choices.putToSleep(at, trace.label(at));
            final int process = choices.next(at);
            if (process >= 0) {
                choices.take(at, process);
                return at + 1;
            }
            choices.leave(at);
        }
        return -1;
    }
}
