package io.muex.load.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;

/**
 * What the build wrote down about itself: the version, and the JVM flags that every process needs. The flags have one
 * source, the root pom; the launcher script reads the same file as an argument file. Any thread.
 */
public final class BuildInfo {
    private static final String PLACE = "/io/muex/load/process/";

    private BuildInfo() {
    }

    /** Version of this build, as in the pom. */
    public static String version() {
        final Properties properties = new Properties();
        try (InputStream in = open("build.properties")) {
            properties.load(in);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    /** Flags without which Agrona, Chronicle, DiSNI or the foreign function interface do not work, in order. */
    public static List<String> jvmFlags() {
        return words("jvm.options");
    }

    /** Collector and behaviour that every process of a cluster shares, in order. */
    public static List<String> runtimeOptions() {
        return words("runtime.options");
    }

    /** What is added where the start-up cache is used, in order. */
    static List<String> cacheOptions() {
        return words("cache.options");
    }

    private static List<String> words(final String name) {
        try (InputStream in = open(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                .filter(line -> !line.startsWith("#"))
                .flatMap(line -> Arrays.stream(line.strip().split("\\s+")))
                .filter(word -> !word.isEmpty())
                .toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(final String name) throws IOException {
        final InputStream in = BuildInfo.class.getResourceAsStream(PLACE + name);
        if (in == null) {
            throw new IOException("the build lacks " + PLACE + name);
        }
        return in;
    }
}
