package io.muex.mu.sim.mutant;

import java.util.ArrayList;
import java.util.List;

/**
 * One change of one source file: a run of whole lines that must occur exactly once, and the lines that take its place.
 * Indentation is not compared, so a patch survives a change of nesting but nothing else.
 *
 * @param file        below {@code io/muex/mu}
 * @param find        lines to be found one after the other, stripped
 * @param replacement lines to be put in their place
 */
public record Patch(String file, List<String> find, List<String> replacement) {
    /** Copies the lists. */
    public Patch {
        find = List.copyOf(find);
        replacement = List.copyOf(replacement);
    }

    /**
     * Applies this to the text of the file.
     *
     * @throws PatchException unless what it looks for occurs exactly once and the text changes
     */
    String applyTo(final String source) {
        final List<String> lines = source.lines().toList();
        int at = -1;
        for (int i = 0; i + find.size() <= lines.size(); i++) {
            if (matches(lines, i)) {
                if (at >= 0) {
                    throw new PatchException(file + ": found at lines " + (at + 1) + " and " + (i + 1) + ": " + find);
                }
                at = i;
            }
        }
        if (at < 0) {
            throw new PatchException(file + ": not found: " + find);
        }
        final List<String> changed = new ArrayList<>(lines.subList(0, at));
        changed.addAll(replacement);
        changed.addAll(lines.subList(at + find.size(), lines.size()));
        return String.join("\n", changed) + "\n";
    }

    private boolean matches(final List<String> lines, final int from) {
        for (int i = 0; i < find.size(); i++) {
            if (!lines.get(from + i).strip().equals(find.get(i))) {
                return false;
            }
        }
        return true;
    }
}
