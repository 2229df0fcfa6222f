package io.muex.exchange.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.muex.mu.session.SessionedStateMachine;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Sessions, decoder, matching, book and events: nothing on this road allocates, whatever the command is. */
class ExchangeAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM_UP = 200_000;
    private static final int ROUNDS = 10;
    private static final int COMMANDS = 20_000;

    /**
     * The virtual machine itself books a few hundred bytes on the thread when compiled code meets a branch it had not
     * seen and is thrown away (it does not happen in the interpreter nor with the first compiler). That is not
     * repeated, while an allocation of ours would be in every round of thousands of commands of all kinds.
     */
    @Test
    void shouldNotAllocateForAnyCommandOfAnOpenSession() {
        final SessionedStateMachine machine = ExchangeApplicationPropertyTest.newMachine();
        final RandomCommands commands = RandomCommands.of(21, machine).keepSessions();
        run(machine, commands, WARM_UP, 2);
        final long[] allocated = new long[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            allocated[round] = run(machine, commands, COMMANDS, WARM_UP + round * COMMANDS);
        }
        assertEquals(0, Arrays.stream(allocated).sorted().toArray()[ROUNDS / 2], () -> Arrays.toString(allocated));
        assertTrue(Arrays.stream(allocated).sum() < 4_096, () -> Arrays.toString(allocated));
    }

    private static long run(final SessionedStateMachine machine, final RandomCommands commands, final int count,
                            final long firstIndex) {
        long allocated = 0;
        for (int i = 0; i < count; i++) {
            final int length = commands.next();
            final long before = THREADS.getCurrentThreadAllocatedBytes();
            machine.onCommand(firstIndex + i, commands.nowNs(), commands.buffer(), 0, length);
            allocated += THREADS.getCurrentThreadAllocatedBytes() - before;
        }
        return allocated;
    }

    /** The measurement itself must notice one small object. */
    @Test
    void shouldNoticeAnAllocation() {
        final long before = THREADS.getCurrentThreadAllocatedBytes();
        final byte[] object = new byte[100];
        assertTrue(THREADS.getCurrentThreadAllocatedBytes() - before >= object.length);
    }
}
