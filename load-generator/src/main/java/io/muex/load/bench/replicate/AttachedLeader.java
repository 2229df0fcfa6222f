package io.muex.load.bench.replicate;

import io.muex.mu.Proposer;
import io.muex.mu.replica.MuReplica;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * A leader that is handed commands by another thread and answers it: what an application sees that does not live on the
 * replication thread. Both threads spin a little and then yield. Latency is from before the hand-over to the answer.
 */
final class AttachedLeader {
    private static final int QUEUE_BYTES = 1 << 20;
    private static final int SPINS = 20;
    private static final int TAKEN_AT_ONCE = 64;
    private static final int COMMAND = 1;

    private final BenchCluster cluster;
    private final MuReplica leader;
    private final Proposer proposer;
    private final ApplyClock clock;
    private final OneToOneRingBuffer queue = new OneToOneRingBuffer(
        new UnsafeBuffer(ByteBuffer.allocateDirect(QUEUE_BYTES + RingBufferDescriptor.TRAILER_LENGTH)));
    private final AtomicLong answered = new AtomicLong();

    AttachedLeader(final BenchCluster cluster, final ApplyClock clock) {
        this.cluster = cluster;
        this.leader = cluster.leader();
        this.proposer = leader.proposer();
        this.clock = clock;
    }

    /**
     * Measures commands one by one.
     *
     * @param leaderCpu where the calling thread leads; it stays pinned there
     * @param otherCpu  where the other thread runs
     * @return nanoseconds for which commands were sent
     */
    long oneByOne(final Commands commands, final Histogram into, final long forNs, final Reading reading,
                  final int leaderCpu, final int otherCpu) {
        Cpus.pin(leaderCpu);
        long doneNs = 0;
        while (doneNs < forNs) {
            final long most = cluster.allowance(reading);
            final long startNs = System.nanoTime();
            send(commands, into, forNs - doneNs, most, otherCpu);
            doneNs += System.nanoTime() - startNs;
        }
        return doneNs;
    }

    private void send(final Commands commands, final Histogram into, final long forNs, final long most,
                      final int otherCpu) {
        answered.set(clock.commands());
        final Thread other = Thread.ofPlatform().name("attached").start(() -> {
            Cpus.pin(otherCpu);
            send(commands, into, forNs, most);
        });
        int idle = 0;
        while (other.isAlive()) {
            final int work = queue.read(this::propose, TAKEN_AT_ONCE) + leader.step();
            answered.setRelease(clock.commands());
            idle = work == 0 ? idle + 1 : 0;
            idle(idle);
        }
    }

    private void propose(final int type, final DirectBuffer buffer, final int offset, final int length) {
        long result = proposer.propose(buffer, offset, length);
        while (result < 0) {
            if (result == Proposer.BAD_LENGTH) {
                throw new IllegalStateException("a command of " + length + " bytes does not fit");
            }
            leader.step();
            result = proposer.propose(buffer, offset, length);
        }
    }

    private void send(final Commands commands, final Histogram into, final long forNs, final long most) {
        final UnsafeBuffer command = new UnsafeBuffer(new byte[1 << 13]);
        final long startNs = System.nanoTime();
        final long first = answered.get();
        long count = first;
        long now;
        do {
            final int length = commands.next(command);
            final long before = System.nanoTime();
            while (!queue.write(COMMAND, command, 0, length)) {
                Thread.yield();
            }
            count++;
            for (int idle = 0; answered.getAcquire() < count; idle++) {
                idle(idle);
            }
            now = System.nanoTime();
            into.recordValue(now - before);
        } while (now - startNs < forNs && count - first < most);
    }

    private static void idle(final int cycles) {
        if (cycles > SPINS) {
            Thread.yield();
        } else {
            Thread.onSpinWait();
        }
    }
}
