package io.muex.load.drill.abuse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    @TempDir
    private Path directory;

    @Test
    void shouldGoOnBehindWhatTheDeathOfAProcessLeft() throws IOException {
        final Path file = directory.resolve("journal");
        final UnsafeBuffer body = new UnsafeBuffer(new byte[] {1, 2, 3});
        try (Journal journal = new Journal(file)) {
            journal.sent(Journal.SENT, 7, 1, body, 3);
            journal.report(7, 99, body, 1, 2);
        }
        Files.write(file, new byte[] {77, 0, 0, 0, 3, 0, 0, 0, 1}, StandardOpenOption.APPEND);
        assertEquals(List.of("1 7 1 [1, 2, 3]", "3 7 99 [2, 3]"), records(file));
        try (Journal journal = new Journal(file)) {
            journal.problem(7, "!");
        }
        assertEquals(List.of("1 7 1 [1, 2, 3]", "3 7 99 [2, 3]", "8 7 0 [33]"), records(file));
    }

    private static List<String> records(final Path file) throws IOException {
        final List<String> records = new ArrayList<>();
        Journal.read(file, (type, session, atNs, value, buffer, offset, length) -> {
            final List<Byte> bytes = new ArrayList<>();
            for (int i = 0; i < length; i++) {
                bytes.add(buffer.getByte(offset + i));
            }
            records.add(type + " " + session + " " + value + " " + bytes);
        });
        return records;
    }
}
