package io.muex.mu.sim.mutant;

import io.muex.mu.sim.Simulation;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.agrona.DirectBuffer;

/**
 * The shipped classes with those of one mutant in place of their originals, compiled in memory. All of {@code mu} is
 * loaded anew, so that what is package-private stays reachable, and nothing of one world is seen in another.
 */
final class MutantWorld {
    private static final String SOURCES = "/META-INF/sources/io/muex/mu/";

    private MutantWorld() {
    }

    /** A function that runs (seed, profile name or empty) in the world of {@code mutant}. */
    static BiFunction<Long, String, Verdict> of(final Mutant mutant) {
        @SuppressWarnings("unchecked")
        final BiFunction<Long, String, Verdict> function =
            (BiFunction<Long, String, Verdict>) open(mutant, SeedRun.class);
        return function;
    }

    /** An instance of {@code door}, made by its constructor without arguments, in the world of {@code mutant}. */
    static Object open(final Mutant mutant, final Class<?> door) {
        try {
            return new Loader(compile(mutant)).loadClass(door.getName()).getConstructor().newInstance();
        } catch (final ReflectiveOperationException e) {
            throw new PatchException(mutant.name() + " cannot be loaded", e);
        }
    }

    private static Map<String, byte[]> compile(final Mutant mutant) {
        final Map<String, String> patched = patched(mutant);
        final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new PatchException("mutants are compiled when they are run: use a JDK, not only a Java runtime");
        }
        final List<JavaFileObject> units = new ArrayList<>();
        patched.forEach((file, text) -> units.add(new CompiledInMemory.Source(file, text)));
        final StringWriter messages = new StringWriter();
        try (CompiledInMemory files =
                 new CompiledInMemory(compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8))) {
            final List<String> options = List.of("-proc:none", "-nowarn", "-implicit:none", "-classpath",
                place(Simulation.class) + System.getProperty("path.separator") + place(DirectBuffer.class),
                "--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED");
            if (!compiler.getTask(messages, files, null, options, null, units).call()) {
                throw new PatchException(mutant.name() + " does not compile: " + messages);
            }
            return files.classes();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> patched(final Mutant mutant) {
        final Map<String, String> patched = new LinkedHashMap<>();
        for (final Patch patch : mutant.patches()) {
            try {
                final String before = patched.get(patch.file());
                patched.put(patch.file(), patch.applyTo(before == null ? source(patch.file()) : before));
            } catch (final PatchException e) {
                throw new PatchException(mutant.name() + ": " + e.getMessage());
            }
        }
        return patched;
    }

    private static String source(final String file) {
        try (InputStream in = MutantWorld.class.getResourceAsStream(SOURCES + file)) {
            if (in == null) {
                throw new PatchException("no source " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path place(final Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (final URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Child first for everything of {@code mu}, but for what the two worlds talk in. */
    private static final class Loader extends ClassLoader {
        private static final String OURS = "io.muex.mu.";
        private final Map<String, byte[]> mutated;

        Loader(final Map<String, byte[]> mutated) {
            super(MutantWorld.class.getClassLoader());
            this.mutated = mutated;
        }

        @Override
        protected Class<?> loadClass(final String name, final boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(OURS) || name.equals(Verdict.class.getName())) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                final Class<?> known = findLoadedClass(name);
                return known != null ? known : define(name);
            }
        }

        private Class<?> define(final String name) throws ClassNotFoundException {
            final byte[] bytes = mutated.containsKey(name) ? mutated.get(name) : original(name);
            return defineClass(name, bytes, 0, bytes.length);
        }

        private byte[] original(final String name) throws ClassNotFoundException {
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                return in.readAllBytes();
            } catch (final IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
