package io.muex.mu.fabric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import io.muex.mu.Ballot;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.log.Entry;
import io.muex.mu.log.EntryKind;

/**
 * What every fabric must hold, whatever its memory is made of: C1 to C6 between a writer, a target and the writer's
 * successor, and that a channel that failed stays failed. One subclass per fabric says how three replicas are connected
 * and how one of them dies. Rings must have 1,024 slots of 128 bytes at least.
 */
public abstract class FabricContractTest {
    private static final int TARGET = 1;
    private static final int WRITER = 2;
    private static final int SUCCESSOR = 3;
    private static final int SLOT_LENGTH = 128;
    private static final int CONCURRENT_ROUNDS = 200;
    private static final int CONCURRENT_ENTRIES = 900;
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(20);

    private final Entry out = new Entry(SLOT_LENGTH);
    private final Entry in = new Entry(SLOT_LENGTH);
    private final UnsafeBuffer payload = new UnsafeBuffer(new byte[SLOT_LENGTH]);
    private long round;

    /** Replica {@code id} of three that are connected and announced. */
    protected abstract Fabric fabric(int id);

    /** Ends a replica without warning, as kill -9 of its process would. */
    protected abstract void kill(int id);

    /** Time within which success must have stopped after a death. */
    protected abstract long deathBoundNs();

    @Test
    void c1ShouldHaveEveryCompletedWriteInTheTargetsMemoryWhole() {
        final LogChannel channel = open(WRITER);
        write(channel, 200);
        assertEquals(200, channel.completedEnd());

        final LocalLog log = fabric(TARGET).localLog();
        assertTrue(log.moveToNewest());
        for (long index = 0; index < 200; index++) {
            assertTrue(log.read(index, in), "entry " + index + " at the target");
            assertIsAsWritten(in, index, channel.grant().ballot());
        }
        assertFalse(log.read(200, in));
        assertInherited(grant(SUCCESSOR), 0, 200, channel.grant().ballot());
    }

    @Test
    void c2ShouldKeepLateWritesOutOfWhatANewHolderReads() {
        final LogChannel late = open(WRITER);
        write(late, 50);
        final Grant next = grant(SUCCESSOR);
        for (int i = 0; i < 20; i++) {
            post(late); // neither flushed nor polled: the writer has not noticed yet
        }
        late.startAt(10); // and then it rewrites what it wrote before
        out.encode(10, late.grant().ballot(), 1, EntryKind.NOOP, payload, 0, 0);
        late.post(out, 0);
        late.postCommit(11);
        fabric(WRITER).flush();
        assertFalse(complete(late)); // now it has noticed: whatever was to land has landed

        assertInherited(next, 0, 50, late.grant().ballot());
        assertEquals(50, next.end());
        final LocalLog log = fabric(TARGET).localLog();
        assertTrue(log.moveToNewest());
        assertFalse(log.read(10, in), "the fresh ring is empty");
        assertFalse(log.read(60, in), "the fresh ring is empty");
        assertEquals(0, log.commitIndex(in));
        assertInherited(grant(WRITER), 0, 50, late.grant().ballot());
    }

    @Test
    void c3ShouldNotReportSuccessForWhatIsNotInTheLog() {
        final LogChannel channel = open(WRITER);
        write(channel, 5);
        post(channel); // posted before the revoke, not completed: may land, must not succeed
        final Grant next = grant(SUCCESSOR);
        post(channel); // posted after the revoke
        assertFalse(complete(channel));
        assertEquals(5, channel.completedEnd());
        assertTrue(next.end() >= 5 && next.end() <= 6, "from " + next.from() + " to " + next.end());
        assertInherited(next, 0, next.end(), channel.grant().ballot());
    }

    @Test
    void c3ShouldHaveInTheLogWhateverSucceededWhileTheGrantWasTakenAway() throws Exception {
        long landedUnknown = 0;
        for (int i = 0; i < CONCURRENT_ROUNDS; i++) {
            final LogChannel channel = open(WRITER);
            final long start = channel.postedEnd();
            final CountDownLatch begun = new CountDownLatch(1);
            final CompletableFuture<Void> writing =
                CompletableFuture.runAsync(() -> writeUntilFailed(channel, begun));
            begun.await();
            pause(i);
            final Grant next = grant(SUCCESSOR);
            writing.get(20, TimeUnit.SECONDS);
            assertTrue(next.end() >= channel.completedEnd(),
                "succeeded up to " + channel.completedEnd() + ", inherited up to " + next.end());
            assertInherited(next, start, next.end(), channel.grant().ballot());
            landedUnknown += next.end() - channel.completedEnd();
            apply(next.end());
        }
        System.out.println("landed and not known to have succeeded: " + landedUnknown);
    }

    @Test
    void c4ShouldLandTheWritesOfAChannelInOrder() throws Exception {
        final LogChannel channel = open(WRITER);
        final LocalLog log = fabric(TARGET).localLog();
        assertTrue(log.moveToNewest());
        final CompletableFuture<Void> writing =
            CompletableFuture.runAsync(() -> write(channel, CONCURRENT_ENTRIES));
        long highest = -1;
        while (highest < CONCURRENT_ENTRIES - 1) {
            for (long index = CONCURRENT_ENTRIES - 1; index > highest; index--) {
                if (log.read(index, in)) {
                    for (long below = index; below > highest; below--) {
                        assertTrue(log.read(below, in), below + " is missing though " + index + " is there");
                    }
                    highest = index;
                }
            }
        }
        writing.get(20, TimeUnit.SECONDS);
    }

    @Test
    void c5ShouldNeverReadATornEntry() throws Exception {
        for (int i = 0; i < 20; i++) {
            final LogChannel channel = open(WRITER);
            final LocalLog log = fabric(TARGET).localLog();
            assertTrue(log.moveToNewest());
            final long start = channel.postedEnd();
            final long end = start + CONCURRENT_ENTRIES;
            final CompletableFuture<Void> writing =
                CompletableFuture.runAsync(() -> write(channel, CONCURRENT_ENTRIES));
            for (long index = start; index < end;) {
                if (log.read(index, in)) { // a torn one would be read as damaged and thrown as such
                    assertIsAsWritten(in, index, channel.grant().ballot());
                    index++;
                }
            }
            writing.get(20, TimeUnit.SECONDS);
            apply(end);
        }
    }

    @Test
    void c6ShouldStopReportingSuccessSoonAfterTheTargetDied() {
        final LogChannel channel = open(WRITER);
        write(channel, 10);
        final long diedNs = System.nanoTime();
        kill(TARGET);
        while (complete(channel)) {
            assertTrue(System.nanoTime() - diedNs < deathBoundNs(), "still reports success after a death");
            if (channel.postedEnd() < CONCURRENT_ENTRIES) {
                post(channel);
            }
        }
        System.out.println("success stopped " + (System.nanoTime() - diedNs) / 1_000 + " us after the target's end");
        assertTrue(channel.hasFailed());
    }

    @Test
    void shouldStopReportingSuccessForATargetThatWasMarkedDead() {
        final LogChannel channel = open(WRITER);
        write(channel, 3);
        fabric(SUCCESSOR).markDead(TARGET, fabric(SUCCESSOR).incarnation(TARGET));
        post(channel);
        await("failure", () -> !complete(channel));
        assertEquals(3, channel.completedEnd());
    }

    @Test
    void shouldKeepAFailedChannelFailedWhenItsWriterIsGrantedAgain() {
        final LogChannel failed = open(WRITER);
        write(failed, 3);
        grant(SUCCESSOR);
        post(failed);
        assertFalse(complete(failed));
        final LogChannel again = open(WRITER);
        post(failed);
        assertFalse(complete(failed));
        assertTrue(failed.hasFailed());
        assertEquals(3, failed.completedEnd());
        write(again, 1);
        assertFalse(again.hasFailed());
        assertEquals(again.postedEnd(), again.completedEnd());
    }

    @Test
    void shouldNotReportSuccessUnderAnEarlierGrantOfTheSameWriter() {
        final LogChannel first = open(WRITER);
        write(first, 3);
        post(first);
        final LogChannel second = open(WRITER); // it has asked again and does not know what became of its last entry
        post(first);
        assertFalse(complete(first), "who holds the log again does not hold it still");
        assertEquals(3, first.completedEnd());
        assertFalse(fabric(WRITER).stands(first.grant()));
        assertTrue(fabric(WRITER).stands(second.grant()));
        write(second, 1);
    }

    @Test
    void shouldNotLetAGrantStandThatIsBeingTakenAway() {
        final LogChannel channel = open(WRITER);
        write(channel, 3);
        post(channel);
        fabric(TARGET).gate().revoke();
        assertFalse(fabric(WRITER).stands(channel.grant()));
        assertNull(fabric(WRITER).grant(TARGET, fabric(WRITER).incarnation(TARGET), channel.grant().ballot()));
        assertFalse(complete(channel));
        assertEquals(3, channel.completedEnd());
    }

    @Test
    void shouldSpeakInItsHeaderOnlyOfWhatItHasWritten() {
        final LogChannel channel = open(WRITER);
        write(channel, 3);
        channel.postCommit(2);
        fabric(WRITER).flush();
        final LocalLog log = fabric(TARGET).localLog();
        assertTrue(log.moveToNewest());
        await("the commit index", () -> log.commitIndex(in) == 2);
        channel.postCommit(1_000); // decided by others, and this target has not been sent it yet
        fabric(WRITER).flush();
        await("what was written of it", () -> log.commitIndex(in) != 2);
        assertEquals(3, log.commitIndex(in));
    }

    @Test
    void shouldGateAReplicasWritesToItselfLikeAnyOther() {
        final LogChannel channel = open(TARGET);
        write(channel, 4);
        assertEquals(4, channel.completedEnd());
        final Grant next = grant(SUCCESSOR);
        post(channel);
        assertFalse(complete(channel));
        assertInherited(next, 0, 4, channel.grant().ballot());
    }

    private Grant grant(final int holder) {
        final Fabric target = fabric(TARGET);
        final Fabric asker = fabric(holder);
        await("a spare ring", () -> target.gate().isReady());
        final long ballot = Ballot.of(++round, asker.selfIncarnation(), holder);
        target.gate().grant(holder, ballot, true, 0);
        return awaitValue("grant", () -> asker.grant(TARGET, asker.incarnation(TARGET), ballot));
    }

    private LogChannel open(final int holder) {
        final Grant grant = grant(holder);
        final LogChannel channel = awaitValue("channel", () -> fabric(holder).open(grant));
        channel.startAt(grant.base());
        return channel;
    }

    private void write(final LogChannel channel, final int count) {
        for (int i = 0; i < count; i++) {
            post(channel);
            if (i % 3 == 0) {
                fabric(WRITER).flush();
                channel.poll();
            }
        }
        assertTrue(complete(channel));
    }

    private void writeUntilFailed(final LogChannel channel, final CountDownLatch begun) {
        final long limit = channel.postedEnd() + CONCURRENT_ENTRIES;
        do {
            if (channel.postedEnd() < limit) {
                post(channel);
            }
            fabric(WRITER).flush();
            begun.countDown();
        } while (channel.poll());
    }

    private void post(final LogChannel channel) {
        final long index = channel.postedEnd();
        final long ballot = channel.grant().ballot();
        final int length = lengthOf(index);
        for (int i = 0; i < length; i++) {
            payload.putByte(i, byteOf(index, ballot, i));
        }
        out.encode(index, ballot, index, EntryKind.COMMAND, payload, 0, length);
        channel.post(out, 0);
    }

    /** Flushes and polls until all that was posted has completed, or the channel has failed. */
    private boolean complete(final LogChannel channel) {
        await("completion", () -> {
            fabric(WRITER).flush();
            return !channel.poll() || channel.completedEnd() == channel.postedEnd();
        });
        return !channel.hasFailed();
    }

    private void apply(final long end) {
        fabric(TARGET).publish(ControlLayout.APPLIED, end);
        fabric(TARGET).localLog().moveToNewest();
    }

    private void assertInherited(final Grant grant, final long from, final long to, final long ballot) {
        final Fabric holder = fabric(Ballot.id(grant.ballot()));
        for (long index = from; index < to; index++) {
            assertEquals(Fabric.WHOLE, holder.inherited(grant, index, in), "inherited entry " + index);
            assertIsAsWritten(in, index, ballot);
        }
        assertTrue(holder.stands(grant));
    }

    private static void assertIsAsWritten(final Entry entry, final long index, final long ballot) {
        assertEquals(ballot, entry.ballot());
        assertEquals(index, entry.timestampNs());
        assertEquals(lengthOf(index), entry.length());
        for (int i = 0; i < entry.length(); i++) {
            if (byteOf(index, ballot, i) != entry.buffer().getByte(48 + i)) {
                throw new AssertionError("entry " + index + " differs at byte " + i);
            }
        }
    }

    private static int lengthOf(final long index) {
        return (int) (index * 7 % 81);
    }

    private static byte byteOf(final long index, final long ballot, final int i) {
        return (byte) (index * 31 + (ballot >>> 24) * 17 + i);
    }

    private static void pause(final int seed) {
        final long untilNs = System.nanoTime() + seed % 23 * 2_000L;
        while (System.nanoTime() < untilNs) {
            Thread.onSpinWait();
        }
    }

    private static <T> T awaitValue(final String what, final Supplier<T> source) {
        final Object[] found = new Object[1];
        await(what, () -> (found[0] = source.get()) != null);
        @SuppressWarnings("unchecked")
        final T value = (T) found[0];
        return value;
    }

    private static void await(final String what, final BooleanSupplier condition) {
        final long startNs = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - startNs < DEADLINE_NS, "still waiting: " + what);
            LockSupport.parkNanos(50_000);
        }
    }
}
