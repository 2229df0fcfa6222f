package io.muex.mu.fabric.shm;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Stops and resumes processes within microseconds, where starting a kill command would take milliseconds. */
final class Signals {
    private static final int SIGCONT = 18;
    private static final int SIGSTOP = 19;
    private static final MethodHandle KILL = Kernel.function(
        "kill", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private Signals() {
    }

    static void stop(final long pid) {
        send(pid, SIGSTOP);
    }

    static void resume(final long pid) {
        send(pid, SIGCONT);
    }

    private static void send(final long pid, final int signal) {
        final int status;
        try {
            status = (int) KILL.invokeExact((int) pid, signal);
        } catch (final Throwable failure) {
            throw Kernel.rethrown(failure);
        }
        if (status != 0) {
            throw new IllegalStateException("cannot signal process " + pid);
        }
    }
}
