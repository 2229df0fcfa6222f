package io.muex.load.flow;

/** Told of lines that could not be read; the flow goes on with the next one. */
@FunctionalInterface
public interface FlowProblems {
    /**
     * A line is malformed.
     *
     * @param file    name of the file
     * @param line    counted from 1
     * @param problem in words
     */
    void onMalformedLine(String file, long line, String problem);
}
