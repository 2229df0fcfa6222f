package io.muex.mu.interleaving;

import java.util.ArrayList;
import java.util.List;

/**
 * A few threads of a few operations each, written as {@code "wA rB f RA"}: a plain store to A of a number that no other
 * store has, a load of B, a fence, a release store to A. What came of it is what every load read and what every word is
 * in the end.
 */
final class Litmus implements Scene {
    private static final int WORDS = 3;
    private final SteppedMemory memory;
    private final long address;
    private final List<StringBuilder> reads = new ArrayList<>();

    Litmus(final boolean inOrder, final String... threads) {
        memory = new SteppedMemory(inOrder);
        address = memory.allocate(WORDS * Long.BYTES);
        for (int i = 0; i < threads.length; i++) {
            final int id = i;
            final StringBuilder mine = new StringBuilder();
            reads.add(mine);
            memory.strand("thread " + i, () -> run(id, threads[id].split(" "), mine));
        }
    }

    private void run(final int id, final String[] operations, final StringBuilder mine) {
        for (int i = 0; i < operations.length; i++) {
            final String operation = operations[i];
            final long at = operation.length() < 2 ? 0 : address + (operation.charAt(1) - 'A') * Long.BYTES;
            final long value = id * 10L + i + 1;
            switch (operation.charAt(0)) {
                case 'w' -> memory.putPlain(at, value);
                case 'R' -> memory.putRelease(at, value);
                case 'r' -> mine.append(operation.charAt(1)).append(memory.getPlain(at)).append(' ');
                case 'f' -> memory.fullFence();
                default -> throw new IllegalArgumentException(operation);
            }
        }
    }

    @Override
    public SteppedMemory memory() {
        return memory;
    }

    @Override
    public String judge() {
        final StringBuilder all = new StringBuilder();
        for (final StringBuilder mine : reads) {
            all.append(mine).append("| ");
        }
        for (int i = 0; i < WORDS; i++) {
            all.append(memory.visible(address + i * Long.BYTES)).append(' ');
        }
        return all.toString();
    }

    @Override
    public String describe(final long at) {
        return "word " + (char) ('A' + (at - address) / Long.BYTES);
    }
}
