package io.muex.load.drill.kind;

import io.muex.load.drill.Failover;
import io.muex.load.play.KillWatch;
import java.util.ArrayList;
import java.util.List;

/** What a fault comes to while it goes on. The drill's thread. */
public final class Account {
    private static final long MICRO_NS = 1_000;
    private static final double SECOND_NS = 1e9;

    private final int number;
    private final DrillStep step;
    private final List<KillWatch> watches = new ArrayList<>();
    private final List<Failover> failovers = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private String target = "";
    private FaultEntry.Ratios ratios;
    private int kills;
    private long wholeNs;
    private long maxLatencyNs;

    /** The account of a fault that has not begun. */
    public Account(final int number, final DrillStep step) {
        this.number = number;
        this.step = step;
    }

    void target(final String words) {
        target = words;
    }

    void watch(final KillWatch watch) {
        watches.add(watch);
    }

    void failover(final Failover failover) {
        failovers.add(failover);
    }

    void note(final String words) {
        notes.add(words);
    }

    /** Something did not hold, and the drill can go on all the same. */
    void problem(final String words) {
        problems.add("fault " + number + " (" + step.kind().word() + "): " + words);
    }

    void killed() {
        kills++;
    }

    void ratios(final FaultEntry.Ratios measured) {
        ratios = measured;
    }

    /** All replicas vote again. */
    void whole(final long nowNs) {
        wholeNs = nowNs;
    }

    /** A latency between its beginning and its end; the longest counts. */
    public void maxLatencyNs(final long latencyNs) {
        maxLatencyNs = Math.max(maxLatencyNs, latencyNs);
    }

    /** Changes of leader that it caused. */
    public List<Failover> failovers() {
        return List.copyOf(failovers);
    }

    /** What did not hold. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** When it began, monotonic nanoseconds; {@code otherwise} if it did not. */
    public long beganNs(final long otherwise) {
        return watches.isEmpty() ? otherwise : watches.getFirst().atNs();
    }

    /** Processes that it killed. */
    public int kills() {
        return kills;
    }

    /** The account as it stands. */
    public FaultEntry entry(final long drillBeganNs) {
        final long beganNs = beganNs(drillBeganNs);
        final long gap = watches.stream().mapToLong(watch -> watch.isOver() ? watch.gapNs() / MICRO_NS
            : Failover.NOT_REACHED).reduce((left, right) -> Math.max(left, right)).orElse(Failover.NOT_REACHED);
        return new FaultEntry(number, step.kind().word(), target, (beganNs - drillBeganNs) / SECOND_NS, kills,
            watches.stream().mapToLong(KillWatch::unanswered).sum(), gap, (double) maxLatencyNs / MICRO_NS,
            wholeNs == 0 ? -1 : (wholeNs - beganNs) / SECOND_NS, ratios, List.copyOf(notes));
    }
}
