package io.muex.mu.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The tables of the page on the protocol say what the constants say. */
class ProtocolPageTest {
    private static final Pattern ROW = Pattern.compile("\\| (\\d+) \\| `([A-Z_]+)` \\|.*");
    private static final Set<String> NO_OFFSETS =
        Set.of("LINE", "MAX_REPLICAS", "OPERATOR", "LENGTH", "SAMPLES_SHOWN", "DEFAULT_SLOT_LENGTH");
    private final List<String> lines = read();

    @Test
    void shouldListEveryWordOfTheControlRegionAtItsOffset() throws IllegalAccessException {
        assertEquals(offsets(ControlLayout.class), table("### Control region", "### Ring"));
    }

    @Test
    void shouldListEveryWordOfARingAtItsOffset() throws IllegalAccessException {
        assertEquals(offsets(RingLayout.class), table("### Ring", "## 3."));
    }

    @Test
    void shouldPlaceGrantsMailMutexesAndSamples() {
        for (int id = 0; id <= ControlLayout.MAX_REPLICAS; id++) {
            assertEquals(1024 + 128 * id, ControlLayout.grant(id));
            assertEquals(2304 + 128 * id, ControlLayout.mail(id));
            assertEquals(3584 + 128 * id, ControlLayout.mutex(id));
        }
        for (int number = 0; number < ControlLayout.SAMPLES_SHOWN; number++) {
            assertEquals(4864 + 32 * number, ControlLayout.sample(number));
        }
        for (final String row : List.of("| 1024 + 128 j | grant j |", "| 2304 + 128 j | mail j |",
            "| 3584 + 128 j | mutex j |", "| 4864 + 32 n | sample n |")) {
            assertTrue(lines.stream().anyMatch(line -> line.startsWith(row)), row);
        }
        assertTrue(lines.contains("### Control region (" + ControlLayout.LENGTH + " bytes)"));
    }

    @Test
    void shouldGiveEveryWordAPlaceOfItsOwn() {
        final Set<Integer> places = new TreeSet<>();
        table("### Control region", "Within a grant").values().forEach(offset -> assertTrue(places.add(offset)));
        assertTrue(places.size() > 30);
    }

    private Map<String, Integer> table(final String from, final String to) {
        final Map<String, Integer> found = new TreeMap<>();
        boolean isWithin = false;
        for (final String line : lines) {
            isWithin = isWithin ? !line.startsWith(to) : line.startsWith(from);
            final Matcher row = ROW.matcher(line);
            if (isWithin && row.matches()) {
                found.put(row.group(2), Integer.parseInt(row.group(1)));
            }
        }
        return found;
    }

    private static Map<String, Integer> offsets(final Class<?> layout) throws IllegalAccessException {
        final Map<String, Integer> found = new TreeMap<>();
        for (final Field field : layout.getDeclaredFields()) {
            if (Modifier.isPublic(field.getModifiers()) && field.getType() == int.class
                && !NO_OFFSETS.contains(field.getName())) {
                found.put(field.getName(), field.getInt(null));
            }
        }
        return found;
    }

    private static List<String> read() {
        try {
            return Files.readAllLines(Path.of("docs/PROTOCOL.md"));
        } catch (final IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
