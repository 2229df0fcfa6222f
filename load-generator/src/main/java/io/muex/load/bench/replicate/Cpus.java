package io.muex.load.bench.replicate;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Which processors a thread may run on. Benchmarks pin, since a figure means nothing without knowing who shared a core
 * with whom; the product does not. Any thread.
 */
final class Cpus {
    private static final int MASK_BYTES = 128;
    private static final int ROUNDS = 20_000;

    private Cpus() {
    }

    /** Processors that this process may use, in order. */
    static int[] allowed() {
        try {
            final String line = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(text -> text.startsWith("Cpus_allowed_list:")).findFirst().orElseThrow();
            return parse(line.substring(line.indexOf(':') + 1).strip());
        } catch (final IOException absent) {
            return new int[] {0};
        }
    }

    /** Reads a list such as {@code 0-3,8}. */
    static int[] parse(final String list) {
        final BitSet cpus = new BitSet();
        for (final String part : list.split(",")) {
            final int dash = part.indexOf('-');
            final int first = Integer.parseInt(dash < 0 ? part : part.substring(0, dash));
            cpus.set(first, (dash < 0 ? first : Integer.parseInt(part.substring(dash + 1))) + 1);
        }
        return cpus.stream().toArray();
    }

    /** Pins the calling thread and every thread that it starts from now on; an empty list changes nothing. */
    static void pin(final int... cpus) {
        if (cpus.length == 0) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment mask = arena.allocate(MASK_BYTES, Long.BYTES);
            for (final int cpu : cpus) {
                final int at = cpu >>> 3;
                mask.set(ValueLayout.JAVA_BYTE, at, (byte) (mask.get(ValueLayout.JAVA_BYTE, at) | 1 << (cpu & 7)));
            }
            if ((int) Native.SET.invokeExact(0, (long) MASK_BYTES, mask) != 0) {
                throw new IllegalStateException("sched_setaffinity refused");
            }
        } catch (final RuntimeException e) {
            throw e;
        } catch (final Throwable e) {
            throw new IllegalStateException("sched_setaffinity could not be called", e);
        }
    }

    /**
     * Median time in nanoseconds for a word to go from one processor to another and back, halved: how far they are
     * apart. The calling thread ends up pinned to {@code from}.
     */
    static long distanceNs(final int from, final int to) {
        final AtomicLong ball = new AtomicLong();
        final Thread other = Thread.ofPlatform().daemon().start(() -> {
            pin(to);
            for (long round = 1; round <= ROUNDS; round++) {
                awaitValue(ball, 2 * round - 1);
                ball.setRelease(2 * round);
            }
        });
        pin(from);
        final long[] tookNs = new long[ROUNDS];
        for (int round = 1; round <= ROUNDS; round++) {
            final long startNs = System.nanoTime();
            ball.setRelease(2L * round - 1);
            awaitValue(ball, 2L * round);
            tookNs[round - 1] = System.nanoTime() - startNs;
        }
        try {
            other.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        java.util.Arrays.sort(tookNs);
        return tookNs[ROUNDS / 2] / 2;
    }

    private static void awaitValue(final AtomicLong word, final long value) {
        for (int spins = 0; word.getAcquire() < value; spins++) {
            if (spins > 1_000) {
                Thread.yield();
            } else {
                Thread.onSpinWait();
            }
        }
    }

    /** Linked on first use. */
    @SuppressWarnings("restricted") // the mask is as long as it says
    private static final class Native {
        private static final MethodHandle SET = Linker.nativeLinker().downcallHandle(
            Linker.nativeLinker().defaultLookup().find("sched_setaffinity").orElseThrow(),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG,
                ValueLayout.ADDRESS));
    }
}
