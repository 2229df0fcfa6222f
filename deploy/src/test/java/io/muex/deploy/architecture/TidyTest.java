package io.muex.deploy.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

/**
 * The house rules that can be seen in the text of a file. Where a file broke one before the rule was there, it stands
 * in {@code tidy-exceptions.txt} with how far; an exception may only be lowered.
 */
class TidyTest {
    private static final int MAX_LINES = 500;
    private static final int MAX_WIDTH = 120;
    private static final Set<String> SOURCE = Set.of("java", "sh", "xml", "yaml", "md");
    private static final Set<String> KNOWN_HOSTS = Set.of("maven.apache.org", "www.w3.org", "github.com",
        "adoptium.net", "www.apache.org", "www.usenix.org", "fixprotocol.io", "keepachangelog.com", "semver.org",
        "aeron.io", "openjdk.org", "docs.oracle.com", "json.schemastore.org", "docs.kernel.org", "man7.org");

    private static final Pattern UNFINISHED = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
    private static final Pattern VAGUE =
        Pattern.compile("(Impl|Manager|Helper|Utils?)\\.java$|/I[A-Z][a-z]\\w*\\.java$");
    /** Home directories and work directories of whoever wrote the file. */
    private static final Pattern MACHINE_PATH = Pattern.compile("(?<![\\w.}$~])/(root|home/\\w+|work|Users/\\w+)/");
    private static final Pattern HOST = Pattern.compile("https?://([\\w.-]+)");

    @Test
    void shouldKeepFilesShort() {
        final Map<Path, Integer> lines = new HashMap<>();
        sources().stream().filter(file -> !file.toString().endsWith(".xml"))
            .forEach(file -> count(lines, file, (int) Product.text(file).lines().count() - MAX_LINES));
        assertEquals(List.of(), Exceptions.read("lines").beyond(lines));
    }

    @Test
    void shouldKeepLinesNarrow() {
        final Map<Path, Integer> wide = new HashMap<>();
        sources().stream().filter(file -> isJava(file) || file.toString().equals("muex"))
            .forEach(file -> count(wide, file,
                (int) Product.text(file).lines().filter(line -> line.length() > MAX_WIDTH).count()));
        assertEquals(List.of(), Exceptions.read("width").beyond(wide));
    }

    @Test
    void shouldLeaveNothingForLater() {
        assertEquals(List.of(), matches(UNFINISHED));
    }

    @Test
    void shouldNotNameTheMachineItWasWrittenOn() {
        assertEquals(List.of(), matches(MACHINE_PATH));
    }

    @Test
    void shouldOnlyPointToHostsThatEverybodyCanReach() {
        final Set<String> unknown = new TreeSet<>();
        for (final Path file : sources()) {
            final Matcher matcher = HOST.matcher(Product.text(file));
            while (matcher.find()) {
                if (!KNOWN_HOSTS.contains(matcher.group(1))) {
                    unknown.add(file + ": " + matcher.group(1));
                }
            }
        }
        assertEquals(Set.of(), unknown);
    }

    @Test
    void shouldNameClassesForWhatTheyAre() {
        assertEquals(List.of(), sources().stream().map(file -> "/" + file)
            .filter(file -> VAGUE.matcher(file).find()).toList());
    }

    @Test
    void shouldSayWhatEachPackageIsFor() {
        final Set<Path> packages = new TreeSet<>();
        sources().stream().filter(file -> isJava(file) && file.toString().contains("src/main/"))
            .forEach(file -> packages.add(file.getParent()));
        assertTrue(packages.size() > 10, packages.toString());
        final List<Path> silent = packages.stream()
            .filter(one -> !Product.files().contains(one.resolve("package-info.java"))).toList();
        assertEquals(List.of(), silent);
    }

    @Test
    void shouldCatchWhatItForbids() {
        assertTrue(UNFINISHED.matcher("// TO" + "DO later").find());
        assertTrue(MACHINE_PATH.matcher("see /ro" + "ot/notes").find());
        assertTrue(!MACHINE_PATH.matcher("see src/root/notes").find());
        assertTrue(VAGUE.matcher("/a/Order" + "Manager.java").find());
        assertTrue(VAGUE.matcher("/a/I" + "Book.java").find());
        assertTrue(!VAGUE.matcher("/a/Instrument.java").find());
        assertEquals(List.of("a: 3, and only 2 are excepted", "b: 1, and none is excepted"),
            new Exceptions(Map.of(Path.of("a"), 2, Path.of("c"), 2)).beyond(
                Map.of(Path.of("a"), 3, Path.of("b"), 1, Path.of("c"), 1)));
    }

    private static List<String> matches(final Pattern pattern) {
        final List<String> found = new ArrayList<>();
        for (final Path file : sources()) {
            final List<String> lines = Product.text(file).lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                if (pattern.matcher(lines.get(i)).find()) {
                    found.add(file + ":" + (i + 1) + ": " + lines.get(i).strip());
                }
            }
        }
        return found;
    }

    /** Files that people write and read; data and generated text are not. */
    private static List<Path> sources() {
        return Product.files().stream()
            .filter(file -> isSource(file.getFileName().toString()) || file.startsWith(".ci"))
            .toList();
    }

    private static boolean isSource(final String name) {
        return name.equals("muex") || SOURCE.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    private static boolean isJava(final Path file) {
        return file.toString().endsWith(".java");
    }

    private static void count(final Map<Path, Integer> counts, final Path file, final int count) {
        if (count > 0) {
            counts.put(file, count);
        }
    }
}
