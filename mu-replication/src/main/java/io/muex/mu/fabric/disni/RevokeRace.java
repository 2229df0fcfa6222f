package io.muex.mu.fabric.disni;

import com.ibm.disni.verbs.IbvMr;
import com.ibm.disni.verbs.IbvPd;
import com.ibm.disni.verbs.IbvSendWR;
import com.ibm.disni.verbs.IbvWC;
import com.ibm.disni.verbs.SVCPollCq;
import com.ibm.disni.verbs.SVCPostSend;
import io.muex.mu.fabric.disni.provider.VerbsExtra;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.agrona.UnsafeApi;

/**
 * Whether taking permission away is a barrier on this device: a writer keeps writes of rising numbers under way, its
 * target takes permission away at a random moment, copies the memory as soon as that has returned, and looks again
 * later. Memory that changed, or a number reported as written that the copy lacks, would lose an acknowledged entry.
 * Both ends are in this process, on one device. Own threads.
 */
public final class RevokeRace implements AutoCloseable {
    /** How permission is taken away. */
    public enum Means {
        /** The memory is deregistered: what the fabric does. */
        DEREGISTER,
        /** The queue pair is told to refuse writes. */
        FLAGS,
        /** The queue pair is put into its error state. */
        BREAK_OFF
    }

    /**
     * What came out.
     *
     * @param rounds         revocations under load
     * @param changed        rounds in which memory changed after the revocation had returned
     * @param missing        rounds in which a write was reported as done that was not there when it had returned
     * @param writes         writes that completed in all
     * @param medianRevokeNs median time of a revocation
     */
    public record Result(Means means, int rounds, int changed, int missing, long writes, long medianRevokeNs) {
        /** Whether no round showed it not to be a barrier. */
        public boolean isBarrier() {
            return changed == 0 && missing == 0;
        }
    }

    private static final int DEPTH = 16;
    private static final int WORDS = 8;
    private static final int STEP_MS = 5_000;
    private static final long LOOK_NS = 1_000_000;
    private static final int LENT = IbvMr.IBV_ACCESS_LOCAL_WRITE | IbvMr.IBV_ACCESS_REMOTE_WRITE;
    private static final int NO_REMOTE_ACCESS = 0;

    private final VerbsDevice device;
    private final InetSocketAddress door;
    private final IbvPd targetDomain;
    private final IbvPd writerDomain;
    private final Listeners listeners;
    private final SynchronousQueue<QueuePair> accepted = new SynchronousQueue<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory = arena.allocate(4096, 4096);
    private final MemorySegment numbers = arena.allocate(4096, 4096);
    private final IbvMr numbersRegion;
    private final AtomicLong succeeded = new AtomicLong();
    private long next = 1;
    private long writes;

    /** Opens the device with this address and waits on this port. */
    public RevokeRace(final InetAddress address, final int port) throws IOException {
        device = VerbsDevice.open(address);
        door = new InetSocketAddress(address, port);
        targetDomain = device.newDomain();
        writerDomain = device.newDomain();
        numbersRegion = device.register(writerDomain, numbers.address(), 4096, IbvMr.IBV_ACCESS_LOCAL_WRITE);
        listeners = new Listeners(device, "muex-race-listener", failure::set);
        listeners.open(port, id -> hand(QueuePair.accept(device, targetDomain, id)));
        listeners.start();
    }

    private void hand(final QueuePair pair) {
        try {
            if (!accepted.offer(pair, STEP_MS, TimeUnit.MILLISECONDS)) {
                pair.close(device);
            }
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs rounds until there were enough or time is up. Progress goes to {@code listener}, once per 500 rounds. */
    public Result run(final Means means, final int rounds, final long limitNs, final long seed,
                      final IntConsumer listener) throws IOException, InterruptedException {
        final Random random = new Random(seed);
        final long startNs = System.nanoTime();
        final long[] tookNs = new long[rounds];
        int changed = 0;
        int missing = 0;
        int done = 0;
        writes = 0;
        while (done < rounds && System.nanoTime() - startNs < limitNs) {
            final QueuePair writer = QueuePair.dial(device, writerDomain, door, 4 * DEPTH, 0, STEP_MS);
            final QueuePair target = accepted.poll(STEP_MS, TimeUnit.MILLISECONDS);
            if (target == null) {
                throw new IOException("the listening end did not accept: " + failure.get());
            }
            final Round round = round(means, writer, target, random.nextInt(300_000));
            tookNs[done++] = round.revokeNs;
            changed += round.changed ? 1 : 0;
            missing += round.missing ? 1 : 0;
            writer.close(device);
            target.close(device);
            if (done % 500 == 0) {
                listener.accept(done);
            }
        }
        Arrays.sort(tookNs, 0, done);
        return new Result(means, done, changed, missing, writes, done == 0 ? 0 : tookNs[done / 2]);
    }

    private record Round(boolean changed, boolean missing, long revokeNs) {
    }

    private Round round(final Means means, final QueuePair writer, final QueuePair target, final long delayNs)
        throws IOException, InterruptedException {
        final IbvMr lent = device.register(targetDomain, memory.address(), 4096, LENT);
        final long before = next;
        succeeded.set(before - 1);
        final Thread writing = Thread.ofPlatform().start(() -> write(writer, lent.getRkey()));
        final long limitNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STEP_MS);
        while (succeeded.get() < before && writing.isAlive() && System.nanoTime() < limitNs) {
            Thread.onSpinWait();
        }
        final long untilNs = System.nanoTime() + delayNs;
        while (System.nanoTime() < untilNs) {
            Thread.onSpinWait();
        }
        final long revokedNs = System.nanoTime();
        switch (means) {
            case DEREGISTER -> device.deregister(lent);
            case FLAGS -> VerbsExtra.remoteAccess(target.qp(), NO_REMOTE_ACCESS);
            default -> VerbsExtra.breakOff(target.qp());
        }
        final long[] copy = words();
        final long tookNs = System.nanoTime() - revokedNs;
        final long lookNs = System.nanoTime() + LOOK_NS;
        boolean changed = false;
        while (System.nanoTime() < lookNs || writing.isAlive() && means == Means.DEREGISTER) {
            changed |= !Arrays.equals(copy, words());
        }
        writer.breakOff();
        writing.join();
        changed |= !Arrays.equals(copy, words());
        long newest = 0;
        for (final long word : copy) {
            newest = Math.max(newest, word);
        }
        if (means != Means.DEREGISTER) {
            device.deregister(lent);
        }
        writes += succeeded.get() - before + 1;
        return new Round(changed, succeeded.get() > newest, tookNs);
    }

    private long[] words() {
        final long[] copy = new long[WORDS];
        for (int i = 0; i < WORDS; i++) {
            copy[i] = UnsafeApi.getLongVolatile(null, memory.address() + i * 64L);
        }
        return copy;
    }

    /** Keeps {@link #DEPTH} writes under way until one fails; number n goes to word n modulo {@link #WORDS}. */
    private void write(final QueuePair writer, final int key) {
        try {
            final IbvSendWR request = Request.write();
            request.setSend_flags(IbvSendWR.IBV_SEND_SIGNALED);
            final SVCPostSend post = writer.qp().postSend(List.of(request), null);
            final SVCPostSend.SendWRMod change = post.getWrMod(0);
            change.getSgeMod(0).setLength(Long.BYTES);
            change.getSgeMod(0).setLkey(numbersRegion.getLkey());
            change.getRdmaMod().setRkey(key);
            final IbvWC[] completions = new IbvWC[DEPTH];
            for (int i = 0; i < DEPTH; i++) {
                completions[i] = new IbvWC();
            }
            final SVCPollCq poll = writer.queue().poll(completions, DEPTH);
            keepWriting(change, post, poll, completions);
            post.free();
            poll.free();
        } catch (final IOException over) {
            // the queue pair is broken: so this round ends
        }
    }

    private void keepWriting(final SVCPostSend.SendWRMod change, final SVCPostSend post, final SVCPollCq poll,
                             final IbvWC[] completions) throws IOException {
        int underWay = 0;
        while (true) {
            while (underWay < DEPTH) {
                final long number = next++;
                final long at = numbers.address() + number % (4 * DEPTH) * Long.BYTES;
                numbers.set(ValueLayout.JAVA_LONG, at - numbers.address(), number);
                change.setWr_id(number);
                change.getSgeMod(0).setAddr(at);
                change.getRdmaMod().setRemote_addr(memory.address() + number % WORDS * 64);
                post.execute();
                underWay++;
            }
            final int polled = poll.execute().getPolls();
            for (int i = 0; i < polled; i++) {
                underWay--;
                if (completions[i].getStatus() != IbvWC.IbvWcStatus.IBV_WC_SUCCESS.ordinal()) {
                    return;
                }
                succeeded.set(completions[i].getWr_id());
            }
        }
    }

    @Override
    public void close() {
        listeners.close();
        try {
            device.deregister(numbersRegion);
            device.verbs().deallocPd(targetDomain);
            device.verbs().deallocPd(writerDomain);
        } catch (final IOException | RuntimeException ignored) {
            // ends with the process
        }
        device.close();
        arena.close();
    }
}
