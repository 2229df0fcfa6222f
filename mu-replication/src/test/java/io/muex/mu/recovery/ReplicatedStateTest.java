package io.muex.mu.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.muex.mu.SnapshotReader;
import io.muex.mu.SnapshotWriter;
import io.muex.mu.StateMachine;
import io.muex.mu.log.Entry;
import io.muex.mu.log.EntryKind;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class ReplicatedStateTest {
    private final List<Long> times = new ArrayList<>();
    private final ReplicatedState state = new ReplicatedState(new Clock(), new HashAudit(3, 1, 1, HashAudit.INTERVAL));

    /**
     * A first leader writes indices 0 and 1 to itself only; a second one, which saw neither, has its own entry chosen
     * at 0; a third finds that one and the first leader's entry at 1, and adopts both, stamps kept.
     */
    @Test
    void shouldNotLetTimeGoBackAtAnEntryAdoptedFromAnOlderBallot() {
        state.apply(0, entry(0, 2, 5_000));
        state.apply(1, entry(1, 1, 4_000));
        state.apply(2, entry(2, 3, 6_000));
        assertEquals(List.of(5_000L, 5_000L, 6_000L), times);
        assertEquals(6_000, state.lastTimestampNs());
    }

    private static Entry entry(final long index, final long ballot, final long timestampNs) {
        final Entry entry = new Entry(192);
        entry.encode(index, ballot, timestampNs, EntryKind.COMMAND, new UnsafeBuffer(new byte[8]), 0, 8);
        return entry;
    }

    private final class Clock implements StateMachine {
        @Override
        public void onCommand(final long index, final long timestampNs, final DirectBuffer buffer, final int offset,
                              final int length) {
            times.add(timestampNs);
        }

        @Override
        public void writeSnapshot(final SnapshotWriter out) {
            // Nothing to keep.
        }

        @Override
        public void loadSnapshot(final SnapshotReader in) {
            // Nothing was kept.
        }

        @Override
        public long stateHash() {
            return 0;
        }
    }
}
