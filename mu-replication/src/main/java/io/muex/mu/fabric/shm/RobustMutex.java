package io.muex.mu.fabric.shm;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * A robust, process-shared mutex of the C library at an address in mapped memory. It is used for one thing: the kernel
 * releases it at the death of the thread that holds it, early in that death (a tenth of a millisecond, against 25 for a
 * file lock of a large JVM), and tells the thread that waits for it.
 * <p>
 * The memory of a mutex must stay mapped, at the same address, for as long as a thread of this process holds or awaits
 * it: the C library keeps a list through all mutexes that a thread holds.
 */
final class RobustMutex {
    /** Bytes of a mutex: what the C library takes on x86-64 (40) or on AArch64 (48). */
    static final int LENGTH = 48;

    /** Answer of {@link #lock}: the mutex was free; its holder had unlocked it. */
    static final int FREE = 0;
    /** Answer of {@link #lock}: the holder died with it. */
    static final int HOLDER_DIED = 130;
    /** Answer of {@link #lock}: still held. */
    static final int STILL_HELD = 110;

    private static final int PROCESS_SHARED = 1;
    private static final int ROBUST = 1;
    private static final int ATTRIBUTES_LENGTH = 64;

    private static final MethodHandle ATTRIBUTES_INIT = onAddress("pthread_mutexattr_init");
    private static final MethodHandle SET_SHARED = onAddressAndInt("pthread_mutexattr_setpshared");
    private static final MethodHandle SET_ROBUST = onAddressAndInt("pthread_mutexattr_setrobust");
    private static final MethodHandle INIT = Kernel.function("pthread_mutex_init",
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
    private static final MethodHandle TIMED_LOCK = Kernel.function("pthread_mutex_timedlock",
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
    private static final MethodHandle CONSISTENT = onAddress("pthread_mutex_consistent");
    private static final MethodHandle UNLOCK = onAddress("pthread_mutex_unlock");

    private RobustMutex() {
    }

    /** Makes a mutex of the zeroed memory at {@code address}. Nobody may be using it. */
    static void initialise(final long address) {
        try (Arena arena = Arena.ofConfined()) {
            final long attributes = arena.allocate(ATTRIBUTES_LENGTH, Long.BYTES).address();
            require("pthread_mutexattr_init", (int) ATTRIBUTES_INIT.invokeExact(attributes));
            require("pthread_mutexattr_setpshared", (int) SET_SHARED.invokeExact(attributes, PROCESS_SHARED));
            require("pthread_mutexattr_setrobust", (int) SET_ROBUST.invokeExact(attributes, ROBUST));
            require("pthread_mutex_init", (int) INIT.invokeExact(address, attributes));
        } catch (final Throwable failure) {
            throw Kernel.rethrown(failure);
        }
    }

    /** Scratch space for {@link #lock}, one per waiting thread. */
    static MemorySegment deadline() {
        return Arena.ofAuto().allocate(2L * Long.BYTES, Long.BYTES);
    }

    /**
     * Waits for the mutex in the kernel. Allocates nothing.
     *
     * @param deadline  scratch space of this thread.
     * @param timeoutMs time after which to give up.
     * @return {@link #FREE}, {@link #HOLDER_DIED}, {@link #STILL_HELD} or another error number; with the first two the
     *     calling thread holds the mutex.
     */
    static int lock(final long address, final MemorySegment deadline, final long timeoutMs) {
        final long untilMs = System.currentTimeMillis() + timeoutMs;
        deadline.set(ValueLayout.JAVA_LONG, 0, untilMs / 1_000);
        deadline.set(ValueLayout.JAVA_LONG, Long.BYTES, untilMs % 1_000 * 1_000_000);
        try {
            return (int) TIMED_LOCK.invokeExact(address, deadline.address());
        } catch (final Throwable failure) {
            throw Kernel.rethrown(failure);
        }
    }

    /** Makes a mutex whose holder died usable again; the calling thread has just got {@link #HOLDER_DIED}. */
    static void repair(final long address) {
        call("pthread_mutex_consistent", CONSISTENT, address);
    }

    /** Releases the mutex; only the thread that holds it may. */
    static void unlock(final long address) {
        call("pthread_mutex_unlock", UNLOCK, address);
    }

    private static void call(final String name, final MethodHandle function, final long address) {
        final int error;
        try {
            error = (int) function.invokeExact(address);
        } catch (final Throwable failure) {
            throw Kernel.rethrown(failure);
        }
        require(name, error);
    }

    private static void require(final String name, final int error) {
        if (error != 0) {
            throw new IllegalStateException(name + ": error " + error);
        }
    }

    private static MethodHandle onAddress(final String name) {
        return Kernel.function(name, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));
    }

    private static MethodHandle onAddressAndInt(final String name) {
        return Kernel.function(
            name, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));
    }
}
