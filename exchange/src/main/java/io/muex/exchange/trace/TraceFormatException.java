package io.muex.exchange.trace;

/** A line that does not follow the grammar. Cold path: the reader turns it into a malformed line. */
final class TraceFormatException extends Exception {
    TraceFormatException(final String problem) {
        super(problem, null, false, false);
    }
}
