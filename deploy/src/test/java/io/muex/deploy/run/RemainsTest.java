package io.muex.deploy.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemainsTest {
    @Test
    void shouldFindAProcessAndADirectoryThatStayed(@TempDir final Path directory) throws Exception {
        final Remains remains = new Remains();
        final Path place = Files.createDirectory(directory.resolve("muex-demo-1"));
        remains.noteAllIn(directory);
        assertEquals(2, remains.placeCount());
        final Process stayed = new ProcessBuilder("/bin/sh", "-c", "read -r end").start();
        try {
            remains.noteChildrenOf(ProcessHandle.current());
            final List<String> left = remains.left(Duration.ofMillis(20));
            assertEquals(2, left.size(), left::toString);
            assertEquals("process " + stayed.pid(), left.getFirst().substring(0, left.getFirst().indexOf(" /")));
            assertEquals(place.toString(), left.getLast());
        } finally {
            stayed.destroyForcibly().waitFor();
        }
        Files.delete(place);
        assertEquals(List.of(), remains.left());
    }
}
