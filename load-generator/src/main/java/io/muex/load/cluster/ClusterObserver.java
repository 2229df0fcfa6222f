package io.muex.load.cluster;

import io.muex.mu.fabric.shm.ClusterDirectory;
import io.muex.mu.fabric.shm.ClusterDirectoryException;
import io.muex.mu.log.ControlLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * Looks at all replicas of a cluster on this host. Works on a cluster that is running, broken or being started;
 * replicas that never started show zeros.
 */
public final class ClusterObserver implements AutoCloseable {
    /** How long the end of a run waits for replicas to apply the same. */
    public static final long AGREEMENT_NS = 10_000_000_000L;

    private static final long LEAST_PARK_NS = 1_000_000;
    private static final long MOST_PARK_NS = 4_000_000;

    private final ClusterDirectory directory;
    private final ControlView[] views;

    /** An observer of the cluster in this directory. */
    public ClusterObserver(final ClusterDirectory directory) {
        this.directory = directory;
        views = new ControlView[directory.geometry().replicaCount() + 1];
    }

    /** Number of replicas. */
    public int replicaCount() {
        return directory.geometry().replicaCount();
    }

    /** Number of replicas that is a majority. */
    public int majority() {
        return replicaCount() / 2 + 1;
    }

    /**
     * One replica. Whether it is alive is found by trying its lock, so do not ask in a tight loop: a start at the same
     * moment may have to wait a little. What a start shows that has not announced itself yet is nothing, and not what
     * the one before it left.
     */
    public ReplicaStatus status(final int id) {
        final boolean isRunning = directory.isRunning(id);
        final int started = directory.started(id);
        final ReplicaStatus shown = status(id, isRunning);
        final boolean isOfAnEarlierStart = shown.incarnation() != started || isKnownDead(id);
        return isRunning && isOfAnEarlierStart
            ? new ReplicaStatus(id, started, true, null, 0, false, 0, 0, 0, 0, 0, 0) : shown;
    }

    private ReplicaStatus status(final int id, final boolean isAlive) {
        final ControlView view = view(id);
        return view == null ? new ReplicaStatus(id, 0, isAlive, null, 0, false, 0, 0, 0, 0, 0, 0)
            : view.status(id, isAlive);
    }

    /** Whether a peer saw the announced incarnation die. */
    private boolean isKnownDead(final int id) {
        final ControlView view = view(id);
        return view != null && view.word(ControlLayout.DEAD) != 0;
    }

    /** All replicas by id. */
    public List<ReplicaStatus> statuses() {
        final List<ReplicaStatus> all = new ArrayList<>();
        for (int id = 1; id <= replicaCount(); id++) {
            all.add(status(id));
        }
        return all;
    }

    /** The live replica that leads under the highest ballot. */
    public Optional<ReplicaStatus> leader() {
        return statuses().stream().filter(ReplicaStatus::isLeading)
            .reduce((left, right) -> left.leadingBallot() > right.leadingBallot() ? left : right);
    }

    /** Highest ballot under which any replica, dead or alive, has led as far as its memory still says. */
    public long highestLeadingBallot() {
        long highest = 0;
        for (int id = 1; id <= replicaCount(); id++) {
            highest = Math.max(highest, status(id, true).leadingBallot());
        }
        return highest;
    }

    /** Whether every replica is alive and votes, and exactly one of them believes that it leads. */
    public boolean isWhole() {
        final List<ReplicaStatus> all = statuses();
        return all.stream().allMatch(replica -> replica.isAlive() && replica.votes() && replica.haltedAt() == 0)
            && all.stream().filter(ReplicaStatus::isLeading).count() == 1;
    }

    /** Waits until {@link #isWhole}; false if that takes longer than {@code timeoutNs}. */
    public boolean awaitWhole(final long timeoutNs) {
        return await(this::isWhole, timeoutNs);
    }

    /**
     * Waits until {@link #isWhole} with a later start of one replica; false if that takes longer than
     * {@code timeoutNs}. For after a restart: while it is under way, the start before may still look alive.
     *
     * @param id          of the replica that was started again
     * @param incarnation of its start before
     */
    public boolean awaitWholeAfter(final int id, final int incarnation, final long timeoutNs) {
        return await(() -> directory.announced(id) > incarnation && isWhole(), timeoutNs);
    }

    /** Waits until some replica leads; false if that takes longer than {@code timeoutNs}. */
    public boolean awaitLeader(final long timeoutNs) {
        return await(() -> leader().isPresent(), timeoutNs);
    }

    /** The latest leadership that was taken over under a ballot above {@code ballot}, as far as it has come. */
    public Optional<TakeOver> takeOverAfter(final long ballot) {
        TakeOver latest = null;
        for (int id = 1; id <= replicaCount(); id++) {
            final ControlView view = view(id);
            final TakeOver seen = view == null ? null : view.takeOver(id);
            if (seen != null && seen.ballot() > (latest == null ? ballot : latest.ballot())) {
                latest = seen;
            }
        }
        return Optional.ofNullable(latest);
    }

    /** Waits for a complete take-over after {@code ballot}; empty if that takes longer than {@code timeoutNs}. */
    public Optional<TakeOver> awaitTakeOverAfter(final long ballot, final long timeoutNs) {
        await(() -> takeOverAfter(ballot).filter(TakeOver::isComplete).isPresent(), timeoutNs);
        return takeOverAfter(ballot);
    }

    /**
     * Waits until all live replicas have applied the same index, then compares their hashes.
     *
     * @param timeoutNs after which the last look counts, whatever it showed
     */
    public Agreement awaitAgreement(final long timeoutNs) {
        final Agreement[] latest = new Agreement[1];
        await(() -> {
            latest[0] = Agreement.of(statuses());
            return latest[0].sameIndex();
        }, timeoutNs);
        return latest[0];
    }

    private static boolean await(final BooleanSupplier condition, final long timeoutNs) {
        final IdleStrategy idle = new BackoffIdleStrategy(0, 0, LEAST_PARK_NS, MOST_PARK_NS);
        final long deadlineNs = System.nanoTime() + timeoutNs;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNs > 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            idle.idle();
        }
        return true;
    }

    /** The newest incarnation that announced itself; null if there is none. */
    private ControlView view(final int id) {
        if (!directory.hasMemory()) {
            return views[id];
        }
        final int incarnation = directory.announced(id);
        if (incarnation != 0 && (views[id] == null || views[id].incarnation() != incarnation)) {
            final ControlView newer = open(id, incarnation);
            if (newer != null) {
                if (views[id] != null) {
                    views[id].close();
                }
                views[id] = newer;
            }
        }
        return views[id];
    }

    /** Null if yet another incarnation came in between and took the files away; the next look finds that one. */
    private ControlView open(final int id, final int incarnation) {
        try {
            return ControlView.open(incarnation, directory.controlFile(id, incarnation));
        } catch (final ClusterDirectoryException gone) {
            if (directory.announced(id) != incarnation) {
                return null;
            }
            throw gone;
        }
    }

    @Override
    public void close() {
        for (int id = 1; id < views.length; id++) {
            if (views[id] != null) {
                views[id].close();
                views[id] = null;
            }
        }
    }
}
