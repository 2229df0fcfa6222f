package io.muex.mu.sim.mutant;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All mutants, read from the texts beside this class. A text is read line by line:
 * <pre>
 *   # a remark
 *   == name               begins a mutant; the lines that follow are its sentence
 *   profile: harsh        it is run under these faults (optional), or as in mild/WRITTEN_WHILE_COPIED
 *   file: fabric/X.java   what the changes below are made in
 *   &#64;&#64;                    begins a change
 *   -old line
 *   +new line
 *    line that stays
 * </pre>
 */
public final class MutantCatalog {
    private static final List<String> TEXTS = List.of(
        "control.mutants", "gate.mutants", "leading.mutants", "preparing.mutants", "following.mutants",
        "recovering.mutants", "electing.mutants", "sessions.mutants");

    private final Map<String, Mutant> mutants = new LinkedHashMap<>();
    private String name;
    private String profile;
    private String file;
    private final List<String> sentence = new ArrayList<>();
    private final List<Patch> patches = new ArrayList<>();
    private final List<String> find = new ArrayList<>();
    private final List<String> replacement = new ArrayList<>();
    private boolean inChange;

    private MutantCatalog() {
    }

    /** Every mutant that must be killed, by name, in the order of the texts, the negative control first. */
    public static Map<String, Mutant> all() {
        final MutantCatalog catalog = new MutantCatalog();
        for (final String text : TEXTS) {
            read(text).lines().forEach(catalog::onLine);
            catalog.endMutant();
        }
        return catalog.mutants;
    }

    /** Mutants that the simulator does not find reliably yet: they can be run, and may survive. */
    public static Map<String, Mutant> open() {
        return parse(read("open.mutants"));
    }

    /** Mutants written in {@code text}. */
    static Map<String, Mutant> parse(final String text) {
        final MutantCatalog catalog = new MutantCatalog();
        text.lines().forEach(catalog::onLine);
        catalog.endMutant();
        return catalog.mutants;
    }

    private static String read(final String resource) {
        try (InputStream in = MutantCatalog.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new PatchException("no text " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void onLine(final String line) {
        if (line.startsWith("== ")) {
            endMutant();
            name = line.substring(3).strip();
        } else if (line.startsWith("file: ")) {
            endChange();
            file = line.substring(6).strip();
        } else if (line.startsWith("@@")) {
            endChange();
            inChange = true;
        } else if (inChange) {
            onChange(line);
        } else if (line.startsWith("profile: ")) {
            profile = line.substring(9).strip();
        } else if (!line.isBlank() && !line.startsWith("#")) {
            sentence.add(line.strip());
        }
    }

    private void onChange(final String line) {
        if (line.isBlank() || line.startsWith("#")) {
            return;
        }
        final String text = line.substring(1);
        switch (line.charAt(0)) {
            case '-' -> find.add(text.strip());
            case '+' -> replacement.add(text);
            case ' ' -> {
                find.add(text.strip());
                replacement.add(text);
            }
            default -> throw new PatchException(name + ": a change begins with -, + or a space, not: " + line);
        }
    }

    private void endChange() {
        if (inChange) {
            if (file == null || find.isEmpty()) {
                throw new PatchException(name + ": a change without a file or without anything to find");
            }
            patches.add(new Patch(file, find, replacement));
        }
        inChange = false;
        find.clear();
        replacement.clear();
    }

    private void endMutant() {
        endChange();
        if (name != null) {
            if (patches.isEmpty() || sentence.isEmpty()) {
                throw new PatchException(name + ": no change or no sentence");
            }
            final Mutant mutant = new Mutant(name, String.join(" ", sentence), profile, patches);
            if (mutants.put(name, mutant) != null) {
                throw new PatchException(name + ": two mutants of this name");
            }
        }
        name = null;
        profile = "";
        file = null;
        sentence.clear();
        patches.clear();
    }
}
