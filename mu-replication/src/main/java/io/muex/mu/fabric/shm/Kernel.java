package io.muex.mu.fabric.shm;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.BitSet;

/**
 * The few calls of the operating system that Java has no name for: mapping a file at an address of our choice with all
 * its pages present, and timers without slack. Constants are those of Linux on x86-64 and AArch64. Cold path, any
 * thread.
 */
public final class Kernel {
    private static final int O_RDWR = 2;
    private static final int O_CLOEXEC = 0x80000;
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_SHARED = 0x01;
    private static final int MAP_PRIVATE = 0x02;
    private static final int MAP_FIXED = 0x10;
    private static final int MAP_ANONYMOUS = 0x20;
    private static final int MAP_NORESERVE = 0x4000;
    private static final int MAP_POPULATE = 0x8000;
    private static final long MAP_FAILED = -1;
    private static final int ENOSPC = 28;
    private static final int PR_SET_TIMERSLACK = 29;
    private static final int PRIO_PROCESS = 0;
    private static final int LEAST_PRIORITY = 19;
    private static final long SCHED_SETATTR = System.getProperty("os.arch").equals("aarch64") ? 274 : 314;
    private static final long CPU_MASK_BYTES = 128;
    private static final int SCHED_ATTR_LENGTH = 48;
    private static final int SCHED_ATTR_RUNTIME = 24;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CAPTURED.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle OPEN = withErrno("open",
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
        Linker.Option.firstVariadicArg(2));
    private static final MethodHandle CLOSE = withErrno("close",
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle MMAP = withErrno("mmap",
        FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));
    private static final MethodHandle MUNMAP = withErrno("munmap",
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
    private static final MethodHandle FALLOCATE = function("posix_fallocate",
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG));
    private static final MethodHandle PRCTL = withErrno("prctl",
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG),
        Linker.Option.firstVariadicArg(1));

    private static final MethodHandle SET_PRIORITY = withErrno("setpriority",
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT));
    private static final MethodHandle SYSTEM_CALL = withErrno("syscall",
        FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT,
            ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT),
        Linker.Option.firstVariadicArg(1));

    private static final MethodHandle GET_AFFINITY = withErrno("sched_getaffinity",
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG,
            ValueLayout.ADDRESS));
    private static final MethodHandle SET_AFFINITY = withErrno("sched_setaffinity",
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG,
            ValueLayout.ADDRESS));

    private Kernel() {
    }

    /** Numbers of the processors that the calling thread may run on; none if the kernel does not say. */
    static int[] cores() {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment mask = arena.allocate(CPU_MASK_BYTES, Long.BYTES);
            if ((int) GET_AFFINITY.invokeExact(arena.allocate(CAPTURED), 0, CPU_MASK_BYTES, mask) != 0) {
                return new int[0];
            }
            return BitSet.valueOf(mask.toArray(ValueLayout.JAVA_LONG)).stream().toArray();
        } catch (final Throwable failure) {
            throw rethrown(failure);
        }
    }

    /** Keeps the calling thread, and no other, on one processor; false if the kernel refuses. */
    static boolean stayOn(final int core) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment mask = arena.allocate(CPU_MASK_BYTES, Long.BYTES);
            mask.setAtIndex(ValueLayout.JAVA_LONG, core / Long.SIZE, 1L << core);
            return (int) SET_AFFINITY.invokeExact(arena.allocate(CAPTURED), 0, CPU_MASK_BYTES, mask) == 0;
        } catch (final Throwable failure) {
            throw rethrown(failure);
        }
    }

    /** Gives the calling thread, and no other, the least priority; false if the kernel refuses. Cannot be undone. */
    static boolean yieldToAll() {
        try (Arena arena = Arena.ofConfined()) {
            return (int) SET_PRIORITY.invokeExact(arena.allocate(CAPTURED), PRIO_PROCESS, 0, LEAST_PRIORITY) == 0;
        } catch (final Throwable failure) {
            throw rethrown(failure);
        }
    }

    /**
     * Asks for turns of {@code ns} on a shared processor instead of milliseconds, for this thread and every thread that
     * it starts from now on. Whoever asks for short turns gets them sooner: it may displace whoever has longer ones
     * when it wakes up. Takes no more of the processor than before. Linux before 6.12 accepts and ignores it.
     *
     * @return false if the kernel refuses
     */
    public static boolean shortenTurns(final long ns) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment attributes = arena.allocate(SCHED_ATTR_LENGTH, Long.BYTES);
            attributes.set(ValueLayout.JAVA_INT, 0, SCHED_ATTR_LENGTH);
            attributes.set(ValueLayout.JAVA_LONG, SCHED_ATTR_RUNTIME, ns);
            return (long) SYSTEM_CALL.invokeExact(
                arena.allocate(CAPTURED), SCHED_SETATTR, 0, attributes.address(), 0) == 0;
        } catch (final Throwable failure) {
            throw rethrown(failure);
        }
    }

    /**
     * Takes the slack out of this thread's timers and of those of every thread that it starts from now on: a park then
     * ends up to 50 us earlier. Call first thing in main.
     */
    public static void removeTimerSlack() {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment state = arena.allocate(CAPTURED);
            if ((int) PRCTL.invokeExact(state, PR_SET_TIMERSLACK, 1L) != 0) {
                throw new IOException("prctl(PR_SET_TIMERSLACK): " + error(state));
            }
        } catch (final Throwable failure) {
            throw rethrown(failure);
        }
    }

    /**
     * Maps the first {@code length} bytes of a file, shared and writable.
     *
     * @param populate whether all pages shall be present when this returns, so that no access faults later.
     * @return the address.
     * @throws IOException if the file does not exist or cannot be mapped.
     */
    static long map(final Path file, final long length, final boolean populate) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment state = arena.allocate(CAPTURED);
            final int descriptor = (int) OPEN.invokeExact(
                state, arena.allocateFrom(file.toString()), O_RDWR | O_CLOEXEC);
            if (descriptor < 0) {
                throw new IOException("open " + file + ": " + error(state));
            }
            try {
                final long address = (long) MMAP.invokeExact(state, 0L, length, PROT_READ_WRITE,
                    MAP_SHARED | (populate ? MAP_POPULATE : 0), descriptor, 0L);
                if (address == MAP_FAILED) {
                    throw new IOException("mmap " + file + ", " + length + " bytes: " + error(state));
                }
                return address;
            } finally {
                final int ignored = (int) CLOSE.invokeExact(state, descriptor);
            }
        } catch (final IOException failure) {
            throw failure;
        } catch (final Throwable failure) {
            throw rethrown(failure);
        }
    }

    /**
     * Makes a file so long and takes the room for all of it from its file system.
     *
     * @throws IOException if there is not so much room; says so in the words of the C library
     */
    static void reserve(final Path file, final long length) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment state = arena.allocate(CAPTURED);
            final int descriptor = (int) OPEN.invokeExact(
                state, arena.allocateFrom(file.toString()), O_RDWR | O_CLOEXEC);
            if (descriptor < 0) {
                throw new IOException("open " + file + ": " + error(state));
            }
            try {
                final int failure = (int) FALLOCATE.invokeExact(descriptor, 0L, length);
                if (failure != 0) {
                    throw new IOException(failure == ENOSPC ? "No space left for " + file
                        : "posix_fallocate " + file + ": error " + failure);
                }
            } finally {
                final int ignored = (int) CLOSE.invokeExact(state, descriptor);
            }
        } catch (final IOException failure) {
            throw failure;
        } catch (final Throwable failure) {
            throw rethrown(failure);
        }
    }

    /**
     * Puts private zero memory in the place of a mapping, in one step: the file's pages are given back, while the
     * addresses stay valid. Whoever still uses them reads zeros, and what he stores nobody ever reads.
     */
    static void replaceByPrivateZeros(final long address, final long length) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment state = arena.allocate(CAPTURED);
            final long replaced = (long) MMAP.invokeExact(state, address, length, PROT_READ_WRITE,
                MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE, -1, 0L);
            if (replaced != address) {
                throw new IOException("mmap over " + Long.toHexString(address) + ": " + error(state));
            }
        } catch (final Throwable failure) {
            throw rethrown(failure);
        }
    }

    /** Gives addresses back. Whoever still uses them ends the process, or worse, meets the next mapping there. */
    static void unmap(final long address, final long length) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment state = arena.allocate(CAPTURED);
            if ((int) MUNMAP.invokeExact(state, address, length) != 0) {
                throw new IOException("munmap " + Long.toHexString(address) + ": " + error(state));
            }
        } catch (final Throwable failure) {
            throw rethrown(failure);
        }
    }

    /** A call of the C library that answers with its error number and leaves {@code errno} alone. */
    @SuppressWarnings("restricted")
    static MethodHandle function(final String name, final FunctionDescriptor signature) {
        return LINKER.downcallHandle(symbol(name), signature);
    }

    /** What remains of a failure inside a call that declares {@link Throwable}. */
    static RuntimeException rethrown(final Throwable failure) {
        return switch (failure) {
            case Error error -> throw error;
            case RuntimeException exception -> exception;
            case IOException exception -> new ClusterDirectoryException(exception.getMessage(), exception);
            default -> new IllegalStateException(failure);
        };
    }

    @SuppressWarnings("restricted")
    private static MethodHandle withErrno(
        final String name, final FunctionDescriptor signature, final Linker.Option... options) {
        final Linker.Option[] all = new Linker.Option[options.length + 1];
        System.arraycopy(options, 0, all, 1, options.length);
        all[0] = Linker.Option.captureCallState("errno");
        return LINKER.downcallHandle(symbol(name), signature, all);
    }

    private static MemorySegment symbol(final String name) {
        final SymbolLookup library = LINKER.defaultLookup();
        return library.find(name).orElseThrow(
            () -> new UnsupportedOperationException("the C library has no " + name));
    }

    private static String error(final MemorySegment state) {
        return "errno " + (int) ERRNO.get(state, 0L);
    }
}
