package io.muex.deploy.run;

import io.muex.exchange.book.Side;
import io.muex.exchange.trace.TraceOperation;
import io.muex.exchange.trace.TraceReplay;
import io.muex.load.flow.FlowProfile;
import io.muex.load.flow.GeneratedFlow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** Generated flow as the text of a file, and what the order book alone, with no cluster around it, says to it. */
final class FlowText {
    private static final String[] CONDITIONS = {"-", "A", "I", "AI"};

    private FlowText() {
    }

    /** Operations as book-trace. */
    static String generated(final long seed, final long operations) throws IOException {
        final StringBuilder text = new StringBuilder();
        try (GeneratedFlow flow = new GeneratedFlow(FlowProfile.of(seed, operations))) {
            for (TraceOperation next = flow.next(); next != null; next = flow.next()) {
                text.append("> ").append(line(next)).append('\n');
            }
        }
        return text.toString();
    }

    private static String line(final TraceOperation operation) {
        final String word = operation.kind().name();
        return switch (operation.kind()) {
            case BOOK -> word + " " + operation.quantity();
            case ADD -> String.join(" ", word, Long.toString(operation.id()),
                operation.side() == Side.BUY ? "B" : "S", Long.toString(operation.quantity()),
                Long.toString(operation.price()), Long.toString(operation.stopPrice()),
                CONDITIONS[operation.conditions()]);
            case CANCEL -> word + " " + operation.id();
            case REDUCE -> word + " " + operation.id() + " " + operation.quantity();
            case REPLACE -> word + " " + operation.id() + " " + operation.quantity() + " " + operation.price();
            case MARKET -> word + " " + operation.price();
            case DUMP -> word;
        };
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
