package io.muex.load.bench.replicate;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The shipped code with one thing left out, for measuring what that costs. The source travels in the jar; it is changed
 * and compiled when it is measured, so the product has no switch by which anybody could leave the thing out.
 */
enum Variant {
    /** Nothing is changed. */
    SHIPPED("shipped", List.of()),
    /** The paper's canary: one fixed value at the end of an entry says that it is whole. Leader and followers. */
    CANARY("canary instead of checksum", List.of(new Change("log/Entry.java", """
                bytes.limit(imageEnd).position(RingLayout.BALLOT);
                crc.reset();
                crc.update(bytes);
                bytes.clear();
                final long mixed = index * MIX;
                return (int) crc.getValue() ^ (int) (mixed >>> 32);
        """, """
                return 1;
        """))),
    /** What the leader checks at every append and whoever applies at every index is not checked. */
    WITHOUT_INVARIANTS("without invariants", List.of(
        new Change("replication/Leadership.java", """
                if (self.channel().postedEnd() != index || !self.hasRoom()) {
                    throw new IllegalStateException("append of " + index + " without room in the own log: " + self);
                }
        """, ""),
        new Change("recovery/ReplicatedState.java", """
                if (index != applied) {
                    throw new IllegalStateException("apply of index " + index + " where " + applied + " is next");
                }
        """, "")));

    /** Histogram of commands one by one. */
    static final String ONE_BY_ONE = "one by one";
    /** Histogram of whole batches. */
    static final String IN_BATCHES = "in batches";
    /** Commands of such a batch. */
    static final int BATCH = 64;

    private static final String SOURCES = "/META-INF/sources/io/muex/mu/";

    private final String word;
    private final List<Change> changes;

    Variant(final String word, final List<Change> changes) {
        this.word = word;
        this.changes = changes;
    }

    /** As in names of rows. */
    String word() {
        return word;
    }

    /**
     * Compiles what is changed.
     *
     * @param into a directory for the classes
     * @return what has to come first on a class path: nothing if nothing is changed
     */
    List<Path> compile(final Path into) throws IOException {
        if (changes.isEmpty()) {
            return List.of();
        }
        final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IOException("variants are compiled when they are measured: use a JDK, not only a Java runtime");
        }
        final List<JavaFileObject> units = new ArrayList<>();
        for (final Change change : changes) {
            units.add(new Source(change.file(), change.appliedTo(source(change.file()))));
        }
        final StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            final List<String> options = List.of("-proc:none", "-nowarn", "-implicit:none", "-d", into.toString(),
                "-classpath", System.getProperty("java.class.path"));
            if (!compiler.getTask(messages, files, null, options, null, units).call()) {
                throw new IOException(word + " does not compile: " + messages);
            }
        }
        return List.of(into);
    }

    private static String source(final String file) throws IOException {
        try (InputStream in = Variant.class.getResourceAsStream(SOURCES + file)) {
            if (in == null) {
                throw new IOException("no source " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** One text of one file in place of another, which must be there once. */
    private record Change(String file, String before, String after) {
        private String appliedTo(final String source) throws IOException {
            final int at = source.indexOf(before);
            if (at < 0 || source.indexOf(before, at + 1) >= 0) {
                throw new IOException(file + " does not contain once: " + before);
            }
            return source.substring(0, at) + after + source.substring(at + before.length());
        }
    }

    /** A changed source. */
    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        private Source(final String file, final String text) {
            super(URI.create("memory:///io/muex/mu/" + file), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(final boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
