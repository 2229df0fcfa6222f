package io.muex.load.drill.abuse;

import io.muex.load.cluster.Agreement;
import io.muex.load.cluster.ClusterObserver;
import io.muex.load.drill.abuse.SessionCheck.Heard;
import io.muex.load.local.LocalCluster;
import io.muex.load.report.Environment;
import io.muex.load.report.ReplicaEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The whole drill, on the calling thread. See the package. */
public final class AbuseDrill {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long FEED_NS = TimeUnit.SECONDS.toNanos(20);

    private final AbusePlan plan;
    private final LocalCluster cluster;
    private final Consumer<String> stages;
    private final Findings findings = new Findings();
    private final SessionCheck sessions = new SessionCheck(findings);

    /**
     * A drill for a cluster that has just been made: no instrument was added yet.
     *
     * @param stages told in words what is being done
     */
    public AbuseDrill(final AbusePlan plan, final LocalCluster cluster, final Consumer<String> stages) {
        this.plan = plan;
        this.cluster = cluster;
        this.stages = stages;
    }

    /**
     * Runs.
     *
     * @throws IOException          if a process or a journal cannot be made or read
     * @throws InterruptedException if this thread is interrupted; what stood still goes on then
     */
    public AbuseReport run() throws IOException, InterruptedException {
        stages.accept("opening " + plan.sessions() + " sessions");
        try (Operator operator = new Operator(cluster.config(), cluster.gateways())) {
            operator.prepare(cluster.config(), plan);
        }
        final FeedWatch feed = new FeedWatch(
            cluster.config().aeronDirectory(), cluster.gateways(), plan.lossPercent(), plan.seed());
        try (feed; Clients clients = new Clients(cluster.config(), plan, cluster.gateways());
             ClusterObserver observer = cluster.observer()) {
            stages.accept("starting " + AbusePlan.PROCESSES + " client processes");
            clients.start();
            final AbuseFaults faults = new AbuseFaults(cluster, observer, clients, plan.seed(), stages);
            try {
                faults.run(plan.lengthNs());
            } finally {
                faults.heal();
            }
            stages.accept("letting everything be answered");
            finish(observer, clients);
            final List<Heard> books = finalBooks(feed);
            feed.close();
            stages.accept("comparing");
            return report(faults, feed, books, clients, observer.awaitAgreement(ClusterObserver.AGREEMENT_NS));
        }
    }

    private void finish(final ClusterObserver observer, final Clients clients)
        throws IOException, InterruptedException {
        if (!observer.awaitWhole(PATIENCE_NS)) {
            findings.add("not all replicas vote again: " + observer.statuses());
        }
        clients.finish().forEach(findings::add);
        cluster.unexpectedEnds().forEach(name -> findings.add(name + " ended although nobody ended it"));
    }

    /** Nothing happens any more: all three must have the same books now. */
    private List<Heard> finalBooks(final FeedWatch feed) {
        try (Operator operator = new Operator(cluster.config(), cluster.gateways())) {
            final List<Heard> books = operator.books();
            if (!feed.await(books.getFirst().eventSeq() - 1, FEED_NS)) {
                findings.add("the reader of the feed did not come to the end: " + feed.condition());
            }
            return books;
        }
    }

    private AbuseReport report(final AbuseFaults faults, final FeedWatch feed, final List<Heard> books,
        final Clients clients, final Agreement agreement) throws IOException {
        for (final Path journal : clients.journals()) {
            Journal.read(journal, sessions);
        }
        sessions.judge(plan.sessions());
        final List<Heard> heard = new ArrayList<>(sessions.reports());
        heard.addAll(books);
        final BookCheck check = new BookCheck(feed.points(), findings);
        check.run(heard);
        final List<AbuseFault> known =
            new GapCheck(plan, faults.faults(), faults.begins()).run(sessions.reports());
        judge(known, check, agreement);
        final Map<String, Long> counts = new TreeMap<>();
        final Map<String, Long> gaps = new TreeMap<>();
        for (final AbuseFault fault : known) {
            counts.merge(fault.kind(), 1L, Long::sum);
            gaps.merge(fault.kind(), fault.gapMillis(), Math::max);
        }
        return new AbuseReport("abuse", plan.seed(), plan.seconds(), plan.sessions(), cluster.gateways(), known, counts,
            gaps, sessions.ledger().commandsSubmitted() - sessions.sentAgain(), sessions.ledger().commandsAnswered(),
            sessions.ledger().lost(), sessions.ledger().duplicated(), sessions.ledger().reordered(),
            sessions.sentAgain(), sessions.reports().size(), sessions.established(), sessions.lives(),
            sessions.moves(), sessions.foreignAttempts(), check.answers(), check.feedBooks(), check.threeWay(),
            feed.packets(), feed.dropped(), feed.gaps(), feed.losses(), agreement.hashesAgree(),
            agreement.replicas().stream().map(ReplicaEntry::of).toList(), findings.told(), Environment.here());
    }

    /** A drill that proves nothing does not hold either. */
    private void judge(final List<AbuseFault> faults, final BookCheck check, final Agreement agreement) {
        if (!agreement.hashesAgree()) {
            findings.add("replicas do not agree on their state: " + agreement.replicas());
        }
        if (faults.size() < plan.leastFaults()) {
            findings.add("only " + faults.size() + " faults, " + plan.leastFaults() + " are the least");
        }
        if (sessions.moves() == 0 || sessions.foreignAttempts() == 0) {
            findings.add("no session moved, or none tried the order of another");
        }
        if (check.answers() == 0 || check.feedBooks() == 0 || check.threeWay() == 0) {
            findings.add("too few books to compare: " + check.answers() + " of replicas, " + check.feedBooks()
                + " of the feed, " + check.threeWay() + " of all three");
        }
    }
}
