package io.muex.load.bench.replicate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VariantTest {
    @Test
    void shouldFitTheShippedSourcesAndCompile(@TempDir final Path directory) throws IOException {
        assertEquals(List.of(), Variant.SHIPPED.compile(directory));
        for (final Variant variant : List.of(Variant.CANARY, Variant.WITHOUT_INVARIANTS)) {
            final Path classes = Files.createDirectory(directory.resolve(variant.name()));
            assertEquals(List.of(classes), variant.compile(classes));
        }
        assertTrue(Files.exists(directory.resolve("CANARY/io/muex/mu/log/Entry.class")));
        try (Stream<Path> files = Files.walk(directory.resolve("WITHOUT_INVARIANTS"))) {
            assertEquals(List.of("Leadership.class", "ReplicatedState.class"), files.map(Path::getFileName)
                .map(Path::toString).filter(name -> name.endsWith(".class")).sorted().toList());
        }
    }
}
