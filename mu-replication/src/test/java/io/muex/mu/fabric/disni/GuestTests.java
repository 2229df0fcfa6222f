package io.muex.mu.fabric.disni;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.PrintWriter;
import java.util.Arrays;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * Runs test classes, or single tests as {@code class#method}, where there is no Maven: in a guest. Status 1 if any
 * failed.
 */
public final class GuestTests {
    private GuestTests() {
    }

    /** Names of classes or tests. */
    public static void main(final String[] names) {
        final Launcher launcher = LauncherFactory.create();
        final SummaryGeneratingListener summary = new SummaryGeneratingListener();
        launcher.execute(LauncherDiscoveryRequestBuilder.request()
            .selectors(Arrays.stream(names).map(GuestTests::selector).toList()).build(), summary, new Progress());
        summary.getSummary().printFailuresTo(new PrintWriter(System.out, true), 30);
        System.out.println(summary.getSummary().getTestsSucceededCount() + " passed, "
            + summary.getSummary().getTotalFailureCount() + " failed, "
            + summary.getSummary().getTestsSkippedCount() + " skipped");
        final boolean held = summary.getSummary().getTotalFailureCount() == 0
            && summary.getSummary().getTestsSucceededCount() > 0;
        System.exit(held ? 0 : 1);
    }

    private static DiscoverySelector selector(final String name) {
        return name.contains("#") ? selectMethod(name) : selectClass(name);
    }

    private static final class Progress implements TestExecutionListener {
        private long startNs;

        @Override
        public void executionStarted(final TestIdentifier test) {
            startNs = System.nanoTime();
        }

        @Override
        public void executionFinished(final TestIdentifier test,
                                      final TestExecutionResult result) {
            if (test.isTest()) {
                System.out.println(result.getStatus() + " " + test.getDisplayName() + " in "
                    + (System.nanoTime() - startNs) / 1_000_000 + " ms");
            }
        }
    }
}
