package io.muex.deploy.host;

import java.util.Locale;

/**
 * What one check found.
 *
 * @param check  what was looked at
 * @param status how it stands
 * @param value  what was found
 * @param advice what to do; empty if nothing
 */
public record Finding(String check, Status status, String value, String advice) {
    /** How a check stands. */
    public enum Status {
        /** Nothing to do. */
        GOOD,
        /** A cluster runs, but better with the advice. */
        ADVICE,
        /** A cluster does not run, or not safely. */
        PROBLEM;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Finding good(final String check, final String value) {
        return new Finding(check, Status.GOOD, value, "");
    }

    static Finding advice(final String check, final String value, final String advice) {
        return new Finding(check, Status.ADVICE, value, advice);
    }

    static Finding problem(final String check, final String value, final String advice) {
        return new Finding(check, Status.PROBLEM, value, advice);
    }
}
