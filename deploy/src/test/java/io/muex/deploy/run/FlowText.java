package io.muex.deploy.run;

import io.muex.load.flow.FlowProfile;
import io.muex.load.flow.GeneratedFlow;
import io.muex.load.trace.FlowLines;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

import io.muex.exchange.trace.TraceReplay;

/** Generated flow as the text of a file, and what the order book alone, with no cluster around it, says to it. */
final class FlowText {
    private FlowText() {
    }

    /** Operations as book-trace. */
    static String generated(final long seed, final long operations) throws IOException {
        try (GeneratedFlow flow = new GeneratedFlow(FlowProfile.of(seed, operations));
             FlowLines lines = new FlowLines(flow, operations + 1)) {
            return new String(lines.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    /** The reports that a book gives to these operations, without what only an onlooker of the book sees. */
    static String reports(final String operations) throws IOException {
        final StringBuilder trace = new StringBuilder();
        final StringBuilder problems = new StringBuilder();
        TraceReplay.replay("flow", new ByteArrayInputStream(operations.getBytes(StandardCharsets.US_ASCII)), trace,
            problems);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.toString());
        }
        return trace.toString().lines().filter(line -> !line.matches("(DEPTH|BBO|ROW|END|>|#).*"))
            .collect(Collectors.joining("\n", "", "\n"));
    }
}
