package io.muex.exchange.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.muex.exchange.matching.Exchange;
import io.muex.exchange.protocol.GenesisFlyweight;
import io.muex.exchange.protocol.InstrumentAddedFlyweight;
import io.muex.exchange.protocol.MessageFlyweight;
import io.muex.exchange.protocol.SessionRoles;
import io.muex.exchange.protocol.wire.AddInstrument;
import io.muex.exchange.protocol.wire.Genesis;
import io.muex.mu.session.EventSink;
import io.muex.mu.session.SessionedStateMachine;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
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

    @Test
    void shouldTakeNoMoreMemoryThanItSays() {
        final Genesis genesis = new Genesis();
        genesis.maxOrders = 200_000;
        genesis.maxLevels = 150_000;
        genesis.maxInstruments = 2;
        genesis.maxOpenOrders = 1;
        final UnsafeBuffer bytes = new UnsafeBuffer(genesis.toBytes());
        final AddInstrument added = RandomCommands.instrument(1);
        added.maxOrders = 200_000;
        added.maxLevels = 150_000;
        added.depthLevels = 64;
        final UnsafeBuffer command = new UnsafeBuffer(added.toBytes());
        final UnsafeBuffer events = new UnsafeBuffer(new byte[1024]);
        final Exchange exchange = new Exchange();
        final EventSink sink = new OneEvent(events);
        final long before = THREADS.getCurrentThreadAllocatedBytes();
        assertTrue(exchange.start(1, bytes, 0, bytes.capacity(), sink));
        exchange.sessionOpened(9, SessionRoles.OPERATOR);
        exchange.apply(9, 1, command, 0, command.capacity(), sink);
        final long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertEquals(InstrumentAddedFlyweight.TEMPLATE_ID, MessageFlyweight.templateId(events, 0));
        final long said = Exchange.requiredBytes(new GenesisFlyweight().wrap(bytes, 0));
        assertTrue(allocated <= said && allocated > said / 3, allocated + " bytes, said " + said);
    }

    private record OneEvent(UnsafeBuffer buffer) implements EventSink {
        @Override
        public int claimAnswer(final int kind, final int bodyLength) {
            return 0;
        }

        @Override
        public int claimUnsolicited(final long session, final int kind, final int bodyLength) {
            return 0;
        }
    }

    /** The measurement itself must notice one small object. */
    @Test
    void shouldNoticeAnAllocation() {
        final long before = THREADS.getCurrentThreadAllocatedBytes();
        final byte[] object = new byte[100];
        assertTrue(THREADS.getCurrentThreadAllocatedBytes() - before >= object.length);
    }
}
