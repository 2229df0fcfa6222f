package io.muex.mu.interleaving;

import io.muex.mu.fabric.Memory;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Memory in which every load and every fence of a strand waits to be chosen, and every store, once made, waits to be
 * chosen for leaving its strand's buffer. Outside of strands, when a scene is set or judged, all happens at once.
 */
final class SteppedMemory implements Memory {
    /** Told when a store becomes visible. */
    interface Watcher {
        /** {@code by} is null for what happens outside of strands. */
        void onVisible(int word, long value, Strand by);
    }

    private static final Watcher NOBODY = (word, value, by) -> { };
    private final boolean inOrder;
    private final List<Strand> strands = new ArrayList<>();
    private Watcher watcher = NOBODY;
    private long[] words = new long[1 << 13];
    private int allocated = 16;
    private Strand running;
    private int event = -1;

    /** {@code inOrder}: stores leave a buffer in the order in which they were made (total store order). */
    SteppedMemory(final boolean inOrder) {
        this.inOrder = inOrder;
    }

    void watch(final Watcher newWatcher) {
        watcher = newWatcher;
    }

    /** Adds a thread to the scene; it begins when the exploration does. */
    void strand(final String name, final Runnable body) {
        strands.add(new Strand(strands.size(), name, body));
    }

    List<Strand> strands() {
        return strands;
    }

    /** Address of {@code lengthBytes} zeros, never 0. */
    long allocate(final long lengthBytes) {
        final int begin = allocated;
        allocated += (int) (lengthBytes >>> 3);
        while (allocated > words.length) {
            words = Arrays.copyOf(words, 2 * words.length);
        }
        return (long) begin << 3;
    }

    /** How many words there are. */
    int words() {
        return words.length;
    }

    /** What everybody sees at an address. */
    long visible(final long address) {
        return words[(int) (address >>> 3)];
    }

    /** Runs a strand up to its next operation. {@code number}: of the event that this is part of. */
    void run(final Strand strand, final int number) {
        running = strand;
        event = number;
        try {
            strand.enter();
        } finally {
            running = null;
        }
    }

    /** Lets a buffered store become visible. */
    void leave(final Strand strand, final int position) {
        final int word = strand.word(position);
        final long value = strand.value(position);
        strand.remove(position);
        words[word] = value;
        watcher.onVisible(word, value, strand);
    }

    /** Whether what a strand waits for has come. */
    boolean hasCome(final Strand strand) {
        return words[strand.nextWord] >= strand.awaited;
    }

    /**
     * Holds the running strand until the word is at least {@code least}. Only for words that never fall: then waiting
     * leaves out nothing but fruitless looks.
     */
    void await(final long address, final long least) {
        running.awaited = least;
        running.stopAt(Strand.Next.AWAIT, (int) (address >>> 3));
    }

    private long load(final long address) {
        final int word = (int) (address >>> 3);
        final Strand strand = running;
        if (strand == null) {
            return words[word];
        }
        strand.stopAt(Strand.Next.LOAD, word);
        final int own = strand.latest(word);
        return own >= 0 ? strand.value(own) : words[word];
    }

    private void store(final long address, final long value, final boolean isRelease) {
        final int word = (int) (address >>> 3);
        if (running == null) {
            words[word] = value;
            watcher.onVisible(word, value, null);
        } else {
            running.store(word, value, isRelease || inOrder, event);
        }
    }

    @Override
    public long getPlain(final long address) {
        return load(address);
    }

    @Override
    public void putPlain(final long address, final long value) {
        store(address, value, false);
    }

    @Override
    public long getOpaque(final long address) {
        return load(address);
    }

    @Override
    public long getAcquire(final long address) {
        return load(address);
    }

    @Override
    public void putRelease(final long address, final long value) {
        store(address, value, true);
    }

    @Override
    public void fullFence() {
        if (running != null) {
            running.stopAt(Strand.Next.FENCE, 0);
        }
    }

    @Override
    public void copyIn(final long address, final DirectBuffer source, final int offset, final int length) {
        for (int i = 0; i < length; i += Long.BYTES) {
            store(address + i, source.getLong(offset + i, ByteOrder.LITTLE_ENDIAN), false);
        }
    }

    @Override
    public void copyOut(final long address, final MutableDirectBuffer target, final int offset, final int length) {
        for (int i = 0; i < length; i += Long.BYTES) {
            target.putLong(offset + i, load(address + i), ByteOrder.LITTLE_ENDIAN);
        }
    }
}
