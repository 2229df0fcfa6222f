package io.muex.mu.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The queue of unanswered commands against a plain list. */
final class UnansweredCommandsPropertyTest {
    private record Model(long session, long number, long mark, boolean pending) {
    }

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);

    @Test
    void shouldKeepOrderAndFindEverythingThroughManyRemovals() {
        for (long seed = 1; seed <= 300; seed++) {
            final SplittableRandom random = new SplittableRandom(seed);
            final int capacity = 1 + random.nextInt(30);
            final UnansweredCommands commands = new UnansweredCommands(capacity, 40);
            final List<Model> model = new ArrayList<>();
            for (int i = 0; i < 1_500; i++) {
                step(random, commands, model, i);
                assertSame(commands, model, "seed " + seed + " step " + i);
            }
        }
    }

    private void step(
        final SplittableRandom random, final UnansweredCommands commands, final List<Model> model, final int mark) {
        final long session = 1 + random.nextInt(5);
        final long number = 1 + random.nextInt(12);
        final int at = indexOf(model, session, number);
        final int dice = random.nextInt(10);
        if (at < 0) {
            if (!commands.isFull()) {
                CommandEnvelope.encode(buffer, 0, CommandEnvelope.COMMAND, 5, session, 1, number);
                buffer.putLong(32, mark);
                commands.add(buffer, 0, 40);
                final int added = commands.find(session, number);
                assertEquals(UnansweredCommands.OPEN, commands.state(added), "nothing is left of the one before");
                assertEquals(UnansweredCommands.OPEN, commands.told(added), "nothing is left of the one before");
                assertEquals(0, commands.sent(added), "nothing is left of the one before");
                commands.setState(added, UnansweredCommands.APPLIED);
                commands.setTold(added, UnansweredCommands.UNDECIDED);
                model.add(new Model(session, number, mark, true));
            }
        } else if (dice < 6) {
            commands.remove(commands.find(session, number));
            model.remove(at);
        } else if (dice < 8 && commands.nextPending() != UnansweredCommands.NONE) {
            final int next = commands.nextPending();
            final int sent = indexOf(model, commands.session(next), commands.number(next));
            final Model row = model.get(sent);
            commands.setSent(next);
            model.set(sent, new Model(row.session, row.number, row.mark, false));
        } else if (dice == 8) {
            commands.setPending(commands.find(session, number));
            model.set(at, new Model(session, number, model.get(at).mark, true));
        } else if (random.nextInt(10) == 0) {
            commands.setAllPending();
            model.replaceAll(row -> new Model(row.session, row.number, row.mark, true));
        }
    }

    private static int indexOf(final List<Model> model, final long session, final long number) {
        for (int i = 0; i < model.size(); i++) {
            if (model.get(i).session == session && model.get(i).number == number) {
                return i;
            }
        }
        return -1;
    }

    private static void assertSame(final UnansweredCommands commands, final List<Model> model, final String where) {
        assertEquals(model.size(), commands.count(), where);
        int entry = commands.first();
        for (final Model row : model) {
            assertEquals(row, new Model(commands.session(entry), commands.number(entry),
                commands.buffer().getLong(commands.offset(entry) + 32), commands.isPending(entry)), where);
            assertEquals(entry, commands.find(row.session, row.number), where);
            entry = commands.after(entry);
        }
        assertEquals(UnansweredCommands.NONE, entry, where);
        final int pending = commands.nextPending();
        final Model expected = model.stream().filter(Model::pending).findFirst().orElse(null);
        assertEquals(expected == null, pending == UnansweredCommands.NONE, where);
        if (expected != null) {
            assertEquals(commands.find(expected.session, expected.number), pending, where);
        }
        for (long session = 1; session <= 5; session++) {
            int kin = commands.firstOf(session);
            for (final Model row : model) {
                if (row.session == session) {
                    assertEquals(row.number, commands.number(kin), where);
                    kin = commands.afterOf(session, kin);
                }
            }
            assertEquals(UnansweredCommands.NONE, kin, where);
        }
    }
}
