package io.muex.load.drill.abuse;

import java.util.ArrayList;
import java.util.List;

/** What is wrong, in words: all of it counts, the first is told. One thread. */
final class Findings {
    private static final int TOLD = 20;

    private final List<String> told = new ArrayList<>();
    private long count;

    void add(final String what) {
        if (count++ < TOLD) {
            told.add(what);
        }
    }

    boolean isEmpty() {
        return count == 0;
    }

    List<String> told() {
        final List<String> all = new ArrayList<>(told);
        if (count > TOLD) {
            all.add("and " + (count - TOLD) + " more");
        }
        return List.copyOf(all);
    }
}
