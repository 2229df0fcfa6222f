package io.muex.exchange.config.file;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the word that somebody who mistyped one may have meant. */
final class Similar {
    private Similar() {
    }

    /** The closest of {@code known}, if at most a third of the letters differ. */
    static Optional<String> to(final String word, final List<String> known) {
        return known.stream()
            .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
            .filter(closest -> distance(word, closest) <= Math.max(1, Math.max(word.length(), closest.length()) / 3));
    }

    /** Letters to insert, remove or change to get from one word to the other. */
    private static int distance(final String a, final String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            final int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                final int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(change, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
