package io.muex.exchange.trace;

/**
 * One line of a trace file.
 *
 * @param number    counted from 1
 * @param kind      what it is
 * @param text      the line without its end
 * @param operation of an OPERATION line, otherwise null
 * @param problem   of a MALFORMED line in words, otherwise null
 */
public record TraceLine(long number, Kind kind, String text, TraceOperation operation, String problem) {
    /** What a line can be. */
    public enum Kind {
        /** Begins with {@code #}. */
        COMMENT,
        /** Begins with {@code "> "} and parses. */
        OPERATION,
        /** An event or an END line, well-formed. */
        EVENT,
        /** None of these. */
        MALFORMED
    }
}
