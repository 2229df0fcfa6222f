package io.muex.load.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A child for tests: does what its first argument says. */
public final class SampleChild {
    private SampleChild() {
    }

    public static void main(final String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "ready" -> runUntilAsked(false);
            case "stubborn" -> runUntilAsked(true);
            case "silent" -> Thread.currentThread().join();
            case "fail" -> {
                System.out.println("first line");
                System.err.println("the reason it failed");
                System.exit(3);
            }
            case "launch" -> launch(Path.of(arguments[1]), false);
            case "detach" -> launch(Path.of(arguments[1]), true);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /** A child that ends in order, or one whose shutdown hook never does. */
    private static void runUntilAsked(final boolean stubborn) throws InterruptedException {
        LifeLine.attachIfGiven(Duration.ofMillis(300));
        if (stubborn) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                while (true) {
                    LockSupport.park();
                }
            }));
        }
        try (StopRequest stop = StopRequest.install(Duration.ofSeconds(5))) {
            ReadyLine.print(System.out, "{\"pid\":" + ProcessHandle.current().pid() + "}");
            stop.await();
            System.out.println("ended in order");
        }
    }

    /** A launcher that starts a child and then waits to be killed. */
    private static void launch(final Path directory, final boolean detached) throws Exception {
        final JvmCommand command =
            JvmCommand.of(ProcessKind.CLIENT, SampleChild.class.getName()).arguments("ready");
        final ChildProcess child = detached ? ChildProcess.startDetached("grandchild", command, directory)
            : ChildProcess.start("grandchild", command, directory);
        ReadyLine.print(System.out, child.awaitReady(Duration.ofSeconds(20)));
        Thread.currentThread().join();
    }
}
