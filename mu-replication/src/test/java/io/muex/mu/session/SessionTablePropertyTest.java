package io.muex.mu.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.muex.mu.SnapshotReader;
import io.muex.mu.SnapshotWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The table against a LinkedHashMap: same sessions, same order, same values, whatever came and went. */
final class SessionTablePropertyTest {
    /** number last applied, connection epoch and the one it was opened with, attempt, role. */
    private record Row(long lastApplied, int epoch, int opening, long attempt, long role) {
    }

    @Test
    void shouldKeepSessionsInTheOrderOfOpeningThroughRemovalsAndSnapshots() {
        for (long seed = 1; seed <= 200; seed++) {
            final SplittableRandom random = new SplittableRandom(seed);
            final int capacity = 1 + random.nextInt(40);
            SessionTable table = new SessionTable();
            table.reset(capacity);
            final Map<Long, Row> model = new LinkedHashMap<>();
            int floor = 0;
            for (int i = 0; i < 2_000; i++) {
                final long session = 1 + random.nextInt(60) * (random.nextBoolean() ? 1L : 1L << 40);
                final int position = table.find(session);
                assertEquals(model.containsKey(session), position != SessionTable.NOT_FOUND, "seed " + seed);
                final int dice = random.nextInt(10);
                if (position == SessionTable.NOT_FOUND) {
                    if (!table.isFull()) {
                        table.open(session, i);
                        model.put(session, new Row(0, floor, floor, 0, i));
                    }
                } else if (dice == 0) {
                    floor = Math.max(floor, model.remove(session).epoch);
                    table.remove(position);
                } else if (dice < 4) {
                    final long attempt = -i - 1;
                    table.establish(position, attempt);
                    model.computeIfPresent(
                        session, (s, row) -> new Row(row.lastApplied, row.epoch + 1, row.opening, attempt, row.role));
                } else {
                    table.applied(position, i);
                    final long number = i;
                    model.computeIfPresent(
                        session, (s, row) -> new Row(number, row.epoch, row.opening, row.attempt, row.role));
                }
                if (random.nextInt(100) == 0) {
                    table = restored(table, capacity);
                }
                assertSame(model, table, "seed " + seed + " step " + i);
            }
        }
    }

    private static void assertSame(final Map<Long, Row> model, final SessionTable table, final String where) {
        assertEquals(model.size(), table.count(), where);
        assertEquals(model.size() == table.capacity(), table.isFull(), where);
        int position = 0;
        for (final Map.Entry<Long, Row> entry : model.entrySet()) {
            assertEquals(entry.getKey(), table.session(position), where);
            assertEquals(position, table.find(entry.getKey()), where);
            assertEquals(entry.getValue(), new Row(table.lastApplied(position), table.connectionEpoch(position),
                table.openingEpoch(position), table.attempt(position), table.role(position)), where);
            position++;
        }
    }

    private static SessionTable restored(final SessionTable table, final int capacity) {
        final UnsafeBuffer bytes = new UnsafeBuffer(new byte[8192]);
        final SnapshotWriter out = new SnapshotWriter().wrap(bytes, 0, bytes.capacity());
        table.writeSnapshot(out);
        final SessionTable copy = new SessionTable();
        copy.reset(capacity);
        copy.loadSnapshot(new SnapshotReader().wrap(bytes, 0, out.length()));
        return copy;
    }
}
