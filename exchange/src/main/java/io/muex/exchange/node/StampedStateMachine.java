package io.muex.exchange.node;

import io.muex.exchange.protocol.link.StageStamps;
import io.muex.mu.SnapshotReader;
import io.muex.mu.SnapshotWriter;
import io.muex.mu.StateMachine;
import io.muex.mu.session.CommandEnvelope;
import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;

/**
 * Stamps when the leader begins and ends to apply a command. In front of a state machine only while a process stamps;
 * it changes nothing of what is applied. Replication thread.
 */
final class StampedStateMachine implements StateMachine {
    private final StateMachine machine;
    private final BooleanSupplier isLeading;

    StampedStateMachine(final StateMachine machine, final BooleanSupplier isLeading) {
        this.machine = machine;
        this.isLeading = isLeading;
    }

    @Override
    public void onCommand(
        final long index, final long timestampNs, final DirectBuffer buffer, final int offset, final int length) {
        final boolean isStamped = length >= CommandEnvelope.HEADER_LENGTH && isLeading.getAsBoolean();
        final long session = isStamped ? CommandEnvelope.session(buffer, offset) : 0;
        final long number = isStamped ? CommandEnvelope.number(buffer, offset) : 0;
        StageStamps.pass(StageStamps.COMMITTED, session, number);
        machine.onCommand(index, timestampNs, buffer, offset, length);
        StageStamps.pass(StageStamps.APPLIED, session, number);
    }

    @Override
    public void writeSnapshot(final SnapshotWriter out) {
        machine.writeSnapshot(out);
    }

    @Override
    public void loadSnapshot(final SnapshotReader in) {
        machine.loadSnapshot(in);
    }

    @Override
    public long stateHash() {
        return machine.stateHash();
    }
}
