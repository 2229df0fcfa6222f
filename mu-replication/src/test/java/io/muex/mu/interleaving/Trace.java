package io.muex.mu.interleaving;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The steps of one interleaving and what happened before what. A process is a thread, or the stores of one thread to
 * one word on their way out of its buffer; its number is {@code word + 1} (0 for the thread itself) times the number of
 * strands plus the strand.
 * <p>
 * Order: within a process; a store leaves after the step that made it; a release after all older stores of its thread;
 * a fence after all of them; who waits goes on after the store that it waited for. None of that can be turned round.
 * Conflicts, which can: two steps of different threads on one word, one of which is a store becoming visible.
 */
final class Trace {
    private static final int LOAD = 0;
    private static final int STORE = 1;
    private static final int LOCAL = 2;
    private static final int PROCESS_BITS = 20;
    private static final int WORD_SHIFT = 32;

    private SteppedMemory memory;
    private int strandCount;
    private int length;
    private long[] labels = new long[256];
    private int[] strands = new int[256];
    private int[] words = new int[256];
    private byte[] kinds = new byte[256];
    private long[] values = new long[256];
    /** Of a store: its number among those of its strand, the event that made it, whether it is a release. */
    private int[] numbers = new int[256];
    private int[] makers = new int[256];
    private boolean[] fences = new boolean[256];
    private long[][] before = new long[256][];
    private int[] previousOnWord = new int[256];
    private int[] previousOfStrand = new int[256];
    private int[] previousStore = new int[256];
    private int[] latestOnWord = new int[1 << 13];
    private int[] latestOfStrand = new int[8];
    private int[] latestStore = new int[8];
    private int[] enabled = new int[64];
    private int enabledCount;
    private int[] conflicts = new int[64];
    private int conflictCount;
    private int[] races = new int[64];
    private int raceCount;
    private long[] scratch = new long[8];

    void begin(final SteppedMemory newMemory) {
        memory = newMemory;
        strandCount = memory.strands().size();
        length = 0;
        if (latestOnWord.length < memory.words()) {
            latestOnWord = new int[memory.words()];
        }
        Arrays.fill(latestOnWord, -1);
        Arrays.fill(latestOfStrand, -1);
        Arrays.fill(latestStore, -1);
    }

    int length() {
        return length;
    }

    // Labels: what a sleeping process would do.

    private static long label(final int process, final int kind, final int strand, final int word) {
        return (long) word << WORD_SHIFT | (long) strand << PROCESS_BITS + 2 | (long) kind << PROCESS_BITS | process;
    }

    static int process(final long label) {
        return (int) label & (1 << PROCESS_BITS) - 1;
    }

    /** Whether two steps that are both possible may not be swapped. */
    static boolean depend(final long one, final long other) {
        if (process(one) == process(other)) {
            return true;
        }
        final int kindOfOne = (int) (one >>> PROCESS_BITS) & 3;
        final int kindOfOther = (int) (other >>> PROCESS_BITS) & 3;
        final boolean onMemory = kindOfOne != LOCAL && kindOfOther != LOCAL;
        return onMemory && (kindOfOne == STORE || kindOfOther == STORE) && one >>> WORD_SHIFT == other >>> WORD_SHIFT
            && (one >>> PROCESS_BITS + 2 & 0xFF) != (other >>> PROCESS_BITS + 2 & 0xFF);
    }

    long label(final int event) {
        return labels[event];
    }

    // What can happen next.

    /** Lists processes that can go on: stores first. */
    int listEnabled() {
        enabledCount = 0;
        for (final Strand strand : memory.strands()) {
            for (int i = 0; i < strand.buffered; i++) {
                if (strand.mayLeave(i)) {
                    addEnabled((strand.word(i) + 1) * strandCount + strand.id);
                }
            }
        }
        for (final Strand strand : memory.strands()) {
            if (canGoOn(strand)) {
                addEnabled(strand.id);
            }
        }
        return enabledCount;
    }

    private boolean canGoOn(final Strand strand) {
        return switch (strand.next) {
            case LOAD -> true;
            case FENCE -> strand.buffered == 0;
            case AWAIT -> memory.hasCome(strand);
            case NOTHING -> false;
        };
    }

    private void addEnabled(final int process) {
        if (enabledCount == enabled.length) {
            enabled = Arrays.copyOf(enabled, 2 * enabledCount);
        }
        enabled[enabledCount++] = process;
    }

    int enabled(final int i) {
        return enabled[i];
    }

    boolean hasEnabled() {
        return listEnabled() > 0;
    }

    // Steps.

    /** A step that was performed in the interleaving before as well: it must be the same one. */
    void repeat(final int process) {
        final long before = labels[length];
        perform(process);
        if (labels[length - 1] != before) {
            throw new IllegalStateException("the same choices lead elsewhere: step " + (length - 1));
        }
    }

    void perform(final int process) {
        grow();
        final int event = length++;
        final Strand strand = memory.strands().get(process % strandCount);
        strands[event] = strand.id;
        if (process >= strandCount) {
            performStore(event, process, strand);
        } else {
            performThread(event, process, strand);
        }
    }

    private void performStore(final int event, final int process, final Strand strand) {
        final int word = process / strandCount - 1;
        final int position = strand.oldest(word);
        labels[event] = label(process, STORE, strand.id, word);
        kinds[event] = STORE;
        words[event] = word;
        values[event] = strand.value(position);
        numbers[event] = strand.number(position);
        makers[event] = strand.maker(position);
        fences[event] = strand.isRelease(position);
        previousStore[event] = latestStore[strand.id];
        latestStore[strand.id] = event;
        enlist(event, word);
        memory.leave(strand, position);
    }

    private void performThread(final int event, final int process, final Strand strand) {
        final boolean isLoad = strand.next == Strand.Next.LOAD;
        final int word = strand.nextWord;
        labels[event] = label(process, isLoad ? LOAD : LOCAL, strand.id, word);
        kinds[event] = (byte) (isLoad ? LOAD : LOCAL);
        words[event] = strand.next == Strand.Next.FENCE ? -1 : word;
        fences[event] = strand.next == Strand.Next.FENCE;
        values[event] = isLoad ? valueFor(strand, word) : strand.awaited;
        previousOfStrand[event] = latestOfStrand[strand.id];
        latestOfStrand[strand.id] = event;
        if (isLoad) {
            enlist(event, word);
        }
        memory.run(strand, event);
    }

    private long valueFor(final Strand strand, final int word) {
        final int own = strand.latest(word);
        return own >= 0 ? strand.value(own) : memory.visible((long) word << 3);
    }

    private void enlist(final int event, final int word) {
        previousOnWord[event] = latestOnWord[word];
        latestOnWord[word] = event;
    }

    private void grow() {
        if (length == labels.length) {
            final int size = 2 * length;
            labels = Arrays.copyOf(labels, size);
            strands = Arrays.copyOf(strands, size);
            words = Arrays.copyOf(words, size);
            kinds = Arrays.copyOf(kinds, size);
            values = Arrays.copyOf(values, size);
            numbers = Arrays.copyOf(numbers, size);
            makers = Arrays.copyOf(makers, size);
            fences = Arrays.copyOf(fences, size);
            before = Arrays.copyOf(before, size);
            previousOnWord = Arrays.copyOf(previousOnWord, size);
            previousOfStrand = Arrays.copyOf(previousOfStrand, size);
            previousStore = Arrays.copyOf(previousStore, size);
        }
    }

    // What happened before what.

    /** Finds out what happened before an event, and with which earlier ones it races. */
    void link(final int event) {
        final int size = (event >>> 6) + 1;
        if (before[event] == null || before[event].length < size) {
            before[event] = new long[size];
        } else {
            Arrays.fill(before[event], 0);
        }
        conflictCount = 0;
        raceCount = 0;
        if (kinds[event] == STORE) {
            linkStore(event);
        } else {
            linkThread(event);
        }
        for (int i = 0; i < conflictCount; i++) {
            inherit(event, conflicts[i]);
        }
        for (int i = 0; i < conflictCount; i++) {
            if (!isBefore(conflicts[i], event)) {
                if (raceCount == races.length) {
                    races = Arrays.copyOf(races, 2 * raceCount);
                }
                races[raceCount++] = conflicts[i];
            }
        }
        for (int i = 0; i < raceCount; i++) {
            mark(event, races[i]);
        }
    }

    private void linkStore(final int event) {
        if (makers[event] >= 0) {
            follow(event, makers[event]);
        }
        if (fences[event]) {
            for (int e = previousStore[event]; e >= 0; e = previousStore[e]) {
                if (numbers[e] < numbers[event]) {
                    follow(event, e);
                }
            }
        }
        for (int e = previousOnWord[event]; e >= 0; e = previousOnWord[e]) {
            if (strands[e] != strands[event]) {
                addConflict(e);
            } else if (kinds[e] == STORE) {
                follow(event, e);
            }
        }
    }

    private void linkThread(final int event) {
        if (previousOfStrand[event] >= 0) {
            follow(event, previousOfStrand[event]);
        }
        if (fences[event]) {
            for (int e = latestStore[strands[event]]; e >= 0; e = previousStore[e]) {
                if (e < event) {
                    follow(event, e);
                }
            }
        } else if (kinds[event] == LOAD) {
            for (int e = previousOnWord[event]; e >= 0; e = previousOnWord[e]) {
                if (kinds[e] == STORE && strands[e] != strands[event]) {
                    addConflict(e);
                }
            }
        } else {
            followWhatWasAwaited(event);
        }
    }

    private void followWhatWasAwaited(final int event) {
        int first = -1;
        for (int e = latestOnWord[words[event]]; e >= 0; e = previousOnWord[e]) {
            if (e < event && kinds[e] == STORE && values[e] >= values[event]) {
                first = e;
            }
        }
        if (first >= 0) {
            follow(event, first);
        }
    }

    private void addConflict(final int event) {
        if (conflictCount == conflicts.length) {
            conflicts = Arrays.copyOf(conflicts, 2 * conflictCount);
        }
        conflicts[conflictCount++] = event;
    }

    private void follow(final int event, final int earlier) {
        inherit(event, earlier);
        mark(event, earlier);
    }

    private void inherit(final int event, final int earlier) {
        final long[] of = before[event];
        final long[] from = before[earlier];
        final int size = (earlier >>> 6) + 1;
        for (int i = 0; i < size; i++) {
            of[i] |= from[i];
        }
    }

    private void mark(final int event, final int earlier) {
        before[event][earlier >>> 6] |= 1L << earlier;
    }

    boolean isBefore(final int earlier, final int event) {
        return (before[event][earlier >>> 6] & 1L << earlier) != 0;
    }

    int races() {
        return raceCount;
    }

    int race(final int i) {
        return races[i];
    }

    /**
     * The processes with which the steps after {@code first} that do not follow from it, {@code second} among them, can
     * begin in the state before {@code first}.
     */
    List<Integer> initials(final int first, final int second) {
        final int size = (second >>> 6) + 1;
        if (scratch.length < size) {
            scratch = new long[2 * size];
        }
        Arrays.fill(scratch, 0);
        final List<Integer> initials = new ArrayList<>();
        for (int e = first + 1; e <= second; e++) {
            if (e == second || !isBefore(first, e)) {
                if (!meets(before[e], scratch, (e >>> 6) + 1)) {
                    initials.add(process(labels[e]));
                }
                scratch[e >>> 6] |= 1L << e;
            }
        }
        return initials;
    }

    /** Whether everything that happened before an event is among those done. */
    boolean follows(final int event, final long[] done) {
        for (int i = 0; i <= event >>> 6; i++) {
            if ((before[event][i] & ~done[i]) != 0) {
                return false;
            }
        }
        return true;
    }

    /** What each thread did and saw, as one number a thread. */
    long[] views() {
        final long[] views = new long[strandCount];
        for (int e = 0; e < length; e++) {
            if (kinds[e] != STORE) {
                views[strands[e]] = (views[strands[e]] * 31 + labels[e]) * 31 + values[e];
            }
        }
        return views;
    }

    private static boolean meets(final long[] one, final long[] other, final int size) {
        for (int i = 0; i < size; i++) {
            if ((one[i] & other[i]) != 0) {
                return true;
            }
        }
        return false;
    }

    // For people.

    List<String> describe(final Scene scene) {
        final List<String> lines = new ArrayList<>();
        for (int e = 0; e < length; e++) {
            final String what = words[e] < 0 ? "fence" : (kinds[e] == LOAD ? "reads " : kinds[e] == STORE ? "shows "
                : "has waited for ") + scene.describe((long) words[e] << 3) + " = " + Long.toHexString(values[e]);
            lines.add(memory.strands().get(strands[e]) + ": " + what);
        }
        return lines;
    }
}
