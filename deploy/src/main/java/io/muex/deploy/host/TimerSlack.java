package io.muex.deploy.host;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * How much later than asked the kernel may wake a sleeping thread so that it can wake several at once: 50 us unless
 * told otherwise. One nanosecond makes every park about 50 us shorter and costs nothing. A thread inherits it from the
 * thread that starts it, so a process asks for it first thing in its main thread.
 */
public final class TimerSlack {
    private static final int PR_SET_TIMERSLACK = 29;
    private static final int PR_GET_TIMERSLACK = 30;

    private TimerSlack() {
    }

    /** Asks for the least slack for this thread and all that it starts from now on; false if the kernel refuses. */
    public static boolean minimise() {
        return call(PR_SET_TIMERSLACK, 1) == 0;
    }

    /** Slack of this thread in nanoseconds; negative if the kernel does not say. */
    public static long currentNs() {
        return call(PR_GET_TIMERSLACK, 0);
    }

    private static int call(final int option, final long argument) {
        try {
            return (int) Native.PRCTL.invokeExact(option, argument, 0L, 0L, 0L);
        } catch (final Throwable e) {
            throw new IllegalStateException("prctl(2) could not be called", e);
        }
    }

    @SuppressWarnings("restricted") // prctl(2) with this option takes and returns plain numbers
    private static final class Native {
        private static final MethodHandle PRCTL = Linker.nativeLinker().downcallHandle(
            Linker.nativeLinker().defaultLookup().find("prctl").orElseThrow(),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG),
            Linker.Option.firstVariadicArg(1));
    }
}
