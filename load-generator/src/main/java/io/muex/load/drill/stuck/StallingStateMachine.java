package io.muex.load.drill.stuck;

import io.muex.mu.SnapshotReader;
import io.muex.mu.SnapshotWriter;
import io.muex.mu.StateMachine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;

/**
 * Another state machine that stands still before its next command while a file exists. A thread of its own looks for
 * the file, so that a command pays for one volatile read only.
 */
public final class StallingStateMachine implements StateMachine {
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final StateMachine machine;
    private volatile boolean isStalled;

    /**
     * Another state machine, to be stalled.
     *
     * @param machine behind it
     * @param file    while it exists, nothing is applied
     */
    public StallingStateMachine(final StateMachine machine, final Path file) {
        this.machine = machine;
        Thread.ofPlatform().daemon().name("muex-stall").start(() -> {
            while (true) {
                isStalled = Files.exists(file);
                LockSupport.parkNanos(LOOK_NS);
            }
        });
    }

    @Override
    public void onCommand(
        final long index, final long timestampNs, final DirectBuffer buffer, final int offset, final int length) {
        while (isStalled) {
            LockSupport.parkNanos(LOOK_NS);
        }
        machine.onCommand(index, timestampNs, buffer, offset, length);
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
