package io.muex.load.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Composes the command line of a child JVM: this JVM's own Java and class path, the flags every process needs, heap and
 * collector of its kind, the start-up cache if the launcher found one. The launcher, tests and drills all start
 * processes through this class, so a process never depends on who started it. Not thread-safe; use once.
 */
public final class JvmCommand {
    /** System property that names the start-up cache; the launcher script sets it when the file is there. */
    public static final String CACHE_PROPERTY = "muex.cache";
    /** Environment variable with JVM options that are added last to every process, for diagnosis. */
    public static final String EXTRA_OPTIONS_VARIABLE = "MUEX_JAVA_OPTIONS";
    /** The class that the launcher script runs; its first argument is a verb. */
    public static final String MUEX = "io.muex.deploy.Muex";

    private final ProcessKind kind;
    private final String mainClass;
    private final List<String> options = new ArrayList<>();
    private final List<String> arguments = new ArrayList<>();
    private final List<String> classPathFirst = new ArrayList<>();
    private final List<String> classPath = new ArrayList<>();
    private boolean isCached = true;

    private JvmCommand(final ProcessKind kind, final String mainClass) {
        this.kind = kind;
        this.mainClass = mainClass;
    }

    /** A JVM of the given kind that runs {@code mainClass}. */
    public static JvmCommand of(final ProcessKind kind, final String mainClass) {
        return new JvmCommand(kind, mainClass);
    }

    /** A JVM of the given kind that runs a verb of the command line. */
    public static JvmCommand muex(final ProcessKind kind, final String... verbAndArguments) {
        return of(kind, MUEX).arguments(verbAndArguments);
    }

    /** Adds arguments for the program. */
    public JvmCommand arguments(final String... added) {
        arguments.addAll(List.of(added));
        return this;
    }

    /** Sets a system property of the child. */
    public JvmCommand property(final String name, final String value) {
        return option("-D" + name + "=" + value);
    }

    /** Adds a JVM option; it stands after those of the kind and therefore wins over them. */
    public JvmCommand option(final String option) {
        options.add(option);
        return this;
    }

    /** Adds to the end of the class path. */
    public JvmCommand classPath(final List<Path> added) {
        added.forEach(path -> classPath.add(path.toString()));
        return this;
    }

    /** Adds to the beginning of the class path: classes there take the place of those of the same name. */
    public JvmCommand classPathFirst(final List<Path> added) {
        added.forEach(path -> classPathFirst.add(path.toString()));
        return this;
    }

    /** Leaves the start-up cache away. */
    public JvmCommand withoutCache() {
        isCached = false;
        return this;
    }

    /** The complete command line, program first. */
    public List<String> line() {
        final List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(BuildInfo.jvmFlags());
        line.addAll(BuildInfo.runtimeOptions());
        line.addAll(kind.memoryOptions());
        line.addAll(kind.compilerOptions(Runtime.getRuntime().availableProcessors()));
        if (isCached) {
            addCache(line);
        }
        line.addAll(options);
        addExtra(line);
        line.add("-cp");
        final List<String> places = new ArrayList<>(classPathFirst);
        places.add(System.getProperty("java.class.path"));
        places.addAll(classPath);
        line.add(String.join(":", places));
        line.add(mainClass);
        line.addAll(arguments);
        return line;
    }

    private static void addCache(final List<String> line) {
        final String cache = System.getProperty(CACHE_PROPERTY);
        if (cache != null && Files.isReadable(Path.of(cache))) {
            line.addAll(BuildInfo.cacheOptions());
            line.add("-XX:AOTCache=" + cache);
            line.add("-D" + CACHE_PROPERTY + "=" + cache);
        }
    }

    private static void addExtra(final List<String> line) {
        final String extra = System.getenv(EXTRA_OPTIONS_VARIABLE);
        if (extra != null && !extra.isBlank()) {
            line.addAll(List.of(extra.strip().split("\\s+")));
        }
    }
}
