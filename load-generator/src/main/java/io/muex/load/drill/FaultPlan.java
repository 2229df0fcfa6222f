package io.muex.load.drill;

import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is to go wrong in a run.
 *
 * @param kind    what
 * @param times   how often, spread evenly over the run; {@link Kind#STOP_FOLLOWER} happens once
 * @param pauseNs of {@link Kind#PAUSE_LEADER}: how long the leader stands still
 */
public record FaultPlan(Kind kind, int times, long pauseNs) {
    private static final Pattern PAUSE = Pattern.compile("pause:([0-9]{1,6})(ms|s)");

    /** What can go wrong. */
    public enum Kind {
        /** Nothing. */
        NONE,
        /** The leader's process is killed; it is started again and must vote before the next one. */
        KILL_LEADER,
        /** The leader's process is stopped for a while and goes on, believing that it leads. */
        PAUSE_LEADER,
        /** A follower is stopped from before the first operation to after the last. */
        STOP_FOLLOWER
    }

    /** Checks that the parts belong together. */
    public FaultPlan {
        if (times < 0 || kind == Kind.NONE != (times == 0)) {
            throw new IllegalArgumentException("a fault happens at least once, no fault never: " + kind + ", " + times);
        }
        if (kind == Kind.PAUSE_LEADER != pauseNs > 0) {
            throw new IllegalArgumentException("a pause, and nothing else, has a length");
        }
    }

    /** Nothing goes wrong. */
    public static FaultPlan none() {
        return new FaultPlan(Kind.NONE, 0, 0);
    }

    /**
     * Reads what people write.
     *
     * @param text  {@code kill}, {@code pause:2s}, {@code pause:300ms}, {@code stop-follower} or {@code none}
     * @param times how often; 0 means none
     * @throws IllegalArgumentException that says what is wrong
     */
    public static FaultPlan parse(final String text, final int times) {
        if (times < 0) {
            throw new IllegalArgumentException("faults happen 0 times or more, not " + times);
        }
        if (times == 0 || text.equals("none")) {
            return none();
        }
        final Matcher pause = PAUSE.matcher(text);
        if (text.equals("kill")) {
            return new FaultPlan(Kind.KILL_LEADER, times, 0);
        } else if (text.equals("stop-follower")) {
            return new FaultPlan(Kind.STOP_FOLLOWER, 1, 0);
        } else if (pause.matches() && Long.parseLong(pause.group(1)) > 0) {
            final TimeUnit unit = pause.group(2).equals("s") ? TimeUnit.SECONDS : TimeUnit.MILLISECONDS;
            return new FaultPlan(Kind.PAUSE_LEADER, times, unit.toNanos(Long.parseLong(pause.group(1))));
        }
        throw new IllegalArgumentException(
            "a fault is kill, pause:2s (or pause:300ms), stop-follower or none, not " + text);
    }

    /** After how many of {@code operations} the fault with this number, from 1, is due. */
    public long dueAfter(final int number, final long operations) {
        return operations / (times + 1) * number + operations % (times + 1) * number / (times + 1);
    }
}
