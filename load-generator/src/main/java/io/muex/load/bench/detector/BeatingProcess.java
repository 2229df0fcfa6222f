package io.muex.load.bench.detector;

import io.muex.load.process.LifeLine;
import io.muex.load.process.ReadyLine;
import io.muex.mu.fabric.shm.Kernel;
import java.io.File;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Beats as a replica's background thread does, once per duty cycle with a rest after it, and writes down when.
 * Further threads of this process compete for the processors by turns, as a replica's own work would.
 */
public final class BeatingProcess {
    private static final long TURN_NS = TimeUnit.MILLISECONDS.toNanos(300);

    private BeatingProcess() {
    }

    /** Arguments: file for the times, number of competing threads, nanoseconds of a rest. */
    public static void main(final String[] args) {
        LifeLine.attachIfGiven(Duration.ofSeconds(1));
        Kernel.removeTimerSlack();
        final UnsafeBuffer times = new UnsafeBuffer(IoUtil.mapExistingFile(new File(args[0]), "times"));
        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
            Thread.ofPlatform().daemon().start(BeatingProcess::compete);
        }
        final long restNs = Long.parseLong(args[2]);
        ReadyLine.print(System.out, "{}");
        final int most = times.capacity() / Long.BYTES - 1;
        for (int count = 1; count <= most; count++) {
            times.putLong(count * Long.BYTES, System.nanoTime());
            times.putLongRelease(0, count);
            LockSupport.parkNanos(restNs);
        }
    }

    private static void compete() {
        long sum = 0;
        while (sum != 1) {
            final long until = System.nanoTime() + TURN_NS;
            while (System.nanoTime() - until < 0) {
                sum += 2;
            }
            LockSupport.parkNanos(TURN_NS);
        }
    }
}
