package io.muex.deploy.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import io.muex.load.process.Signal;

/** Ends the processes of a cluster, those first that use the others, and removes what they leave. */
public final class ClusterEnd {
    private static final long POLL_NS = 5_000_000;
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final LocalCluster local;
    private final List<RunningProcess> ended = new ArrayList<>();

    /** The end of that cluster; its reservation must be held. */
    public ClusterEnd(final LocalCluster local) {
        this.local = local;
    }

    /**
     * Ends and removes everything. A process that does not end when asked is killed.
     *
     * @param withLogs whether logs go too
     * @return the processes that ran
     */
    public List<RunningProcess> end(final boolean withLogs) throws IOException, InterruptedException {
        end(local::gateways);
        end(local::replicas);
        end(() -> local.driver().stream().toList());
        local.removeWithSecrets(withLogs);
        return List.copyOf(ended);
    }

    private void end(final Survey survey) throws IOException, InterruptedException {
        ended.addAll(survey.running());
        if (!signalUntilGone(survey, Signal.TERM) && !signalUntilGone(survey, Signal.KILL)) {
            throw new IOException("cannot end " + survey.running());
        }
    }

    /** A process that is just starting has not written its id yet, so every look sends again to whom it finds. */
    private static boolean signalUntilGone(final Survey survey, final Signal signal)
        throws IOException, InterruptedException {
        final long deadline = System.nanoTime() + GRACE.toNanos();
        final List<RunningProcess> told = new ArrayList<>();
        for (List<RunningProcess> left = survey.running(); !left.isEmpty(); left = survey.running()) {
            for (final RunningProcess process : left) {
                if (process.pid() > 0 && !told.contains(process)) {
                    signal.send(process.pid());
                    Signal.CONT.send(process.pid());
                    told.add(process);
                }
            }
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LockSupport.parkNanos(POLL_NS);
        }
        return true;
    }

    /** Looks which processes of one kind run. */
    private interface Survey {
        List<RunningProcess> running() throws IOException;
    }
}
