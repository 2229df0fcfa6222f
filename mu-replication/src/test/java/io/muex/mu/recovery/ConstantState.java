package io.muex.mu.recovery;

import io.muex.mu.SnapshotReader;
import io.muex.mu.SnapshotWriter;
import io.muex.mu.StateMachine;
import org.agrona.DirectBuffer;

/** A state that is one number, its hash, and that commands do not change. */
final class ConstantState implements StateMachine {
    private long value;

    ConstantState(final long value) {
        this.value = value;
    }

    void set(final long newValue) {
        value = newValue;
    }

    @Override
    public void onCommand(final long index, final long timestampNs, final DirectBuffer buffer, final int offset,
                          final int length) {
        // Nothing changes it.
    }

    @Override
    public void writeSnapshot(final SnapshotWriter out) {
        out.putLong(value);
    }

    @Override
    public void loadSnapshot(final SnapshotReader in) {
        value = in.getLong();
    }

    @Override
    public long stateHash() {
        return value;
    }
}
