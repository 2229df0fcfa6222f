package io.muex.gateway.auth;

import java.util.concurrent.TimeUnit;

/**
 * Makes whoever guesses secrets wait. After five wrong proofs for a session no proof for it is looked at for one
 * second, after the next five for two, four, eight and at most sixteen. After each such time the session is open for
 * at least one second whatever happens, which is longer than its true owner's client waits between two attempts: so a
 * stranger can delay him by 16 seconds and no more, and a connection that he has goes on all the while. A right proof,
 * or a minute without a wrong one, makes it all forgotten.
 * <p>
 * A fixed number of sessions is remembered, known ones or not; where two fall on one place the one that is locked
 * keeps it. Guessing a secret of 256 bits is hopeless without any lock; this one keeps logs and counters readable.
 */
public final class SessionLocks {
    /** Wrong proofs until a session is locked. */
    public static final int FAILURES = 5;

    private static final int PLACES = 4_096;
    private static final long FIRST_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_NS = TimeUnit.SECONDS.toNanos(16);
    private static final long OPEN_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long FORGET_NS = TimeUnit.SECONDS.toNanos(60);

    private final long[] session = new long[PLACES];
    private final int[] failures = new int[PLACES];
    private final long[] lockNs = new long[PLACES];
    private final long[] lockedUntilNs = new long[PLACES];
    private final long[] lastNs = new long[PLACES];

    private static int place(final long session) {
        return (int) (session * 0x9E3779B97F4A7C15L >>> 52);
    }

    /** True while no proof for the session is to be looked at. */
    public boolean isLocked(final long wanted, final long nowNs) {
        final int place = place(wanted);
        return session[place] == wanted && lockNs[place] > 0 && nowNs - lockedUntilNs[place] < 0;
    }

    /** A proof for the session was wrong; true if that locks it. */
    public boolean failed(final long wanted, final long nowNs) {
        final int place = place(wanted);
        if (session[place] != wanted || nowNs - lastNs[place] > FORGET_NS + lockNs[place]) {
            if (session[place] != 0 && session[place] != wanted && isLocked(session[place], nowNs)) {
                return false;
            }
            session[place] = wanted;
            failures[place] = 0;
            lockNs[place] = 0;
        }
        lastNs[place] = nowNs;
        failures[place]++;
        final boolean isOpenForNow = lockNs[place] > 0 && nowNs - lockedUntilNs[place] < OPEN_NS;
        if (failures[place] < FAILURES || isOpenForNow) {
            return false;
        }
        failures[place] = 0;
        lockNs[place] = lockNs[place] == 0 ? FIRST_NS : Math.min(LONGEST_NS, 2 * lockNs[place]);
        lockedUntilNs[place] = nowNs + lockNs[place];
        return true;
    }

    /** A proof for the session was right. */
    public void succeeded(final long proven) {
        final int place = place(proven);
        if (session[place] == proven) {
            session[place] = 0;
            lockNs[place] = 0;
            failures[place] = 0;
        }
    }
}
