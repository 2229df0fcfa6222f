package io.muex.load.process;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Signals to a process by its id, sent with the system call itself: a drill measures from the moment of the kill, and
 * starting a program to send it would add milliseconds. Numbers are those of Linux x86-64. Any thread.
 */
public enum Signal {
    /** Ends a process at once; cannot be caught. */
    KILL(9),
    /** Asks a process to end in order. */
    TERM(15),
    /** Lets a stopped process go on. */
    CONT(18),
    /** Stops every thread of a process; cannot be caught. */
    STOP(19);

    private final int number;

    Signal(final int number) {
        this.number = number;
    }

    /**
     * Sends this signal.
     *
     * @return false if there is no such process, or it belongs to somebody else
     * @throws IllegalArgumentException if {@code pid} is not positive, for that would address a whole process group
     */
    public boolean send(final long pid) {
        if (pid <= 0 || pid > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("not the id of a process: " + pid);
        }
        try {
            return (int) Native.KILL.invokeExact((int) pid, number) == 0;
        } catch (final Throwable e) {
            throw new IllegalStateException("kill(2) could not be called", e);
        }
    }

    /** Links the system call, which takes milliseconds, so that the first signal of a drill does not pay for it. */
    public static void link() {
        try {
            final int nothing = 0;
            final int result = (int) Native.KILL.invokeExact((int) ProcessHandle.current().pid(), nothing);
            if (result != 0) {
                throw new IllegalStateException("kill(2) does not find this process");
            }
        } catch (final RuntimeException e) {
            throw e;
        } catch (final Throwable e) {
            throw new IllegalStateException("kill(2) could not be called", e);
        }
    }

    /** The foreign function, linked on first use so that commands which send nothing do not pay for it. */
    @SuppressWarnings("restricted") // kill(2) takes and returns plain numbers; nothing can be corrupted by it
    private static final class Native {
        private static final MethodHandle KILL = Linker.nativeLinker().downcallHandle(
            Linker.nativeLinker().defaultLookup().find("kill").orElseThrow(),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    }
}
