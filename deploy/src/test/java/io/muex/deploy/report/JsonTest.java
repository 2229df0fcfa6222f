package io.muex.deploy.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonTest {
    private enum Role { LEADER }

    private record Replica(int id, Role role, long stateHash) {
    }

    @Test
    void shouldWriteEveryKindOfValueOnOneLine() {
        final JsonReport report = new JsonReport()
            .put("text", "a \"quoted\" \\ line\nwith\ttab and \u0001")
            .put("count", 7L)
            .put("ratio", 0.25)
            .put("unknown", Double.NaN)
            .put("holds", true)
            .put("nothing", null)
            .put("path", Path.of("/tmp/x"))
            .put("list", Arrays.asList(1, null, "b"))
            .put("empty", List.of())
            .put("replicas", List.of(new Replica(1, Role.LEADER, -5)))
            .put("inner", new JsonReport().put("key", 1));
        assertEquals("{\"text\":\"a \\\"quoted\\\" \\\\ line\\nwith\\ttab and \\u0001\",\"count\":7,\"ratio\":0.25,"
            + "\"unknown\":null,\"holds\":true,\"nothing\":null,\"path\":\"/tmp/x\",\"list\":[1,null,\"b\"],"
            + "\"empty\":[],\"replicas\":[{\"id\":1,\"role\":\"LEADER\",\"stateHash\":-5}],\"inner\":{\"key\":1}}",
            report.compact());
    }

    @Test
    void shouldIndentForPeople(@TempDir final Path directory) throws Exception {
        final Path file = directory.resolve("deep/report.json");
        new JsonReport().put("a", List.of(1, 2)).put("b", List.of()).writeTo(file);
        assertEquals("""
            {
              "a": [
                1,
                2
              ],
              "b": []
            }
            """, Files.readString(file));
    }

    @Test
    void shouldRefuseToSayTwoThingsUnderOneKey() {
        assertThrows(IllegalArgumentException.class, () -> new JsonReport().put("a", 1).put("a", 2));
    }
}
