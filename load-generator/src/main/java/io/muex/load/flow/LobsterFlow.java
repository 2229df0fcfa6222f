package io.muex.load.flow;

import io.muex.exchange.book.Conditions;
import io.muex.exchange.book.Side;
import io.muex.exchange.trace.TraceOperation;
import io.muex.exchange.trace.TraceOperation.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.agrona.collections.LongHashSet;

/**
 * The operations behind a LOBSTER message file: {@code time, type, order id, size, price, direction} without a heading.
 * The price column is taken as ticks (1/10,000 dollar), the size as lots (shares).
 * <ul>
 * <li>type 1, a new limit order: ADD;</li>
 * <li>type 2, a partial cancellation: REDUCE;</li>
 * <li>type 3, a deletion: CANCEL;</li>
 * <li>type 4, an execution of a visible order: what must have arrived to cause it, an immediate-or-cancel order from
 * the other side with the size and price of the execution and an id of its own, from {@link #FIRST_FRESH_ID} on;</li>
 * <li>types 5 to 7 (hidden execution, cross, halt) and types 2 to 4 about orders that the file did not add are ignored
 * and counted.</li>
 * </ul>
 */
public final class LobsterFlow implements OrderFlow {
    /** Id of the first order that stands for an execution; far above what a file of a day uses from below. */
    public static final long FIRST_FRESH_ID = 1_000_000_001L;
    /** Levels of the book. */
    public static final int DEPTH_LEVELS = 5;

    private static final int COLUMNS = 6;

    private final String name;
    private final BufferedReader reader;
    private final FlowProblems problems;
    private final LongHashSet added = new LongHashSet();
    private long freshId = FIRST_FRESH_ID;
    private long lineNumber;
    private long operations;
    private long ignored;
    private long malformed;

    /**
     * A flow from a stream.
     *
     * @param name     of the file, for messages
     * @param in       plain text; closed with the flow
     * @param problems told of malformed lines
     */
    public LobsterFlow(final String name, final InputStream in, final FlowProblems problems) {
        this.name = name;
        this.reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1));
        this.problems = problems;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public TraceOperation next() throws IOException {
        if (operations == 0) {
            operations++;
            return new TraceOperation(Kind.BOOK, 0, 0, DEPTH_LEVELS, 0, 0, 0);
        }
        String line = reader.readLine();
        while (line != null) {
            lineNumber++;
            final TraceOperation operation = parse(line);
            if (operation != null) {
                operations++;
                return operation;
            }
            line = reader.readLine();
        }
        return null;
    }

    /** Null for a message that is ignored or malformed. */
    private TraceOperation parse(final String line) {
        final String[] columns = line.split(",", -1);
        if (columns.length != COLUMNS) {
            return malformed("a message has " + COLUMNS + " columns, not " + columns.length);
        }
        try {
            final int type = Integer.parseInt(columns[1].strip());
            final long id = Long.parseLong(columns[2].strip());
            final long size = Long.parseLong(columns[3].strip());
            final long price = Long.parseLong(columns[4].strip());
            final int direction = Integer.parseInt(columns[5].strip());
            if (type < 1 || type > 7) {
                return malformed("type must be 1 to 7, is " + type);
            }
            return type > 4 ? ignored() : operation(type, id, size, price, direction);
        } catch (final NumberFormatException notANumber) {
            return malformed("a column is not a number: " + notANumber.getMessage());
        }
    }

    private TraceOperation operation(
        final int type, final long id, final long size, final long price, final int direction) {
        if (direction != 1 && direction != -1) {
            return malformed("direction must be 1 or -1, is " + direction);
        }
        final int side = direction == 1 ? Side.BUY : Side.SELL;
        if (type == 1) {
            added.add(id);
            return new TraceOperation(Kind.ADD, id, side, size, price, 0, Conditions.NONE);
        }
        if (!added.contains(id)) {
            return ignored();
        }
        return switch (type) {
            case 2 -> new TraceOperation(Kind.REDUCE, id, 0, size, 0, 0, 0);
            case 3 -> new TraceOperation(Kind.CANCEL, id, 0, 0, 0, 0, 0);
            default -> new TraceOperation(
                Kind.ADD, freshId++, Side.opposite(side), size, price, 0, Conditions.IOC);
        };
    }

    private TraceOperation ignored() {
        ignored++;
        return null;
    }

    private TraceOperation malformed(final String problem) {
        malformed++;
        problems.onMalformedLine(name, lineNumber, problem);
        return null;
    }

    @Override
    public FlowCounts counts() {
        return new FlowCounts(operations, 0, ignored, malformed);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
