package io.muex.load.drill.abuse;

import io.muex.load.drill.abuse.SessionCheck.Heard;
import io.muex.mu.session.EventEnvelope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * How long sessions waited: for each fault the longest time between two answers of one session that overlaps it and the
 * second behind it. Where the process of the session itself was killed or paused, that is the reason, and no other
 * fault is charged with it; else faults that follow closely share it. One thread.
 */
final class GapCheck {
    private static final long MILLI_NS = 1_000_000;
    private static final long AFTER_NS = 1_000 * MILLI_NS;
    private static final long LEAST_NS = 50 * MILLI_NS;

    private final AbusePlan plan;
    private final List<AbuseFault> faults;
    private final List<Long> begins;
    private final long[] gapNs;

    /**
     * A check.
     *
     * @param begins when each of the faults began, monotonic
     */
    GapCheck(final AbusePlan plan, final List<AbuseFault> faults, final List<Long> begins) {
        this.plan = plan;
        this.faults = faults;
        this.begins = begins;
        gapNs = new long[faults.size()];
    }

    /**
     * The same faults with their gaps.
     *
     * @param heard reports, those of each session in order
     */
    List<AbuseFault> run(final List<Heard> heard) {
        final Map<Long, Long> lastNs = new HashMap<>();
        final UnsafeBuffer event = new UnsafeBuffer();
        for (final Heard report : heard) {
            event.wrap(report.event());
            if (EventEnvelope.number(event, 0) > 0 && EventEnvelope.isLast(event, 0)) {
                final Long before = lastNs.put(report.session(), report.atNs());
                if (before != null && report.atNs() - before > LEAST_NS) {
                    charge(Clients.name(plan.process(report.session())), before, report.atNs());
                }
            }
        }
        final List<AbuseFault> known = new ArrayList<>();
        for (int i = 0; i < gapNs.length; i++) {
            known.add(faults.get(i).withGap(gapNs[i] / MILLI_NS));
        }
        return known;
    }

    private void charge(final String process, final long fromNs, final long toNs) {
        boolean isOwn = false;
        for (int i = 0; i < gapNs.length; i++) {
            isOwn |= overlaps(i, fromNs, toNs) && faults.get(i).target().equals(process);
        }
        for (int i = 0; i < gapNs.length; i++) {
            final String target = faults.get(i).target();
            if (overlaps(i, fromNs, toNs) && (isOwn ? target.equals(process) : !Clients.isClient(target))) {
                gapNs[i] = Math.max(gapNs[i], toNs - fromNs);
            }
        }
    }

    private boolean overlaps(final int fault, final long fromNs, final long toNs) {
        final long endNs = begins.get(fault) + Math.max(0, faults.get(fault).forMillis()) * MILLI_NS + AFTER_NS;
        return begins.get(fault) - toNs <= 0 && endNs - fromNs > 0;
    }
}
