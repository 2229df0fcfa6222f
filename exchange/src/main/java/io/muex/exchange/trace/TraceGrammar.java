package io.muex.exchange.trace;

import io.muex.exchange.book.Conditions;
import io.muex.exchange.book.RejectCode;
import io.muex.exchange.book.Side;
import java.util.Map;

/** The records of book-trace v1: fields separated by exactly one space, numbers in plain signed 64-bit decimal. */
final class TraceGrammar {
    /** Fields of each event: n number, c reject code, p place, k conditions, l level, L levels. */
    private static final Map<String, String> EVENTS = Map.ofEntries(
        Map.entry("ACC", "n"),
        Map.entry("REJ", "nc"),
        Map.entry("TRIG", "n"),
        Map.entry("FILL", "nnnnnn"),
        Map.entry("CXL", "nn"),
        Map.entry("CXLREJ", "nc"),
        Map.entry("RED", "nnn"),
        Map.entry("REDREJ", "nc"),
        Map.entry("REPL", "nnnn"),
        Map.entry("REPLREJ", "nc"),
        Map.entry("MKT", "n"),
        Map.entry("MKTREJ", "c"),
        Map.entry("ROW", "pnnnnk"),
        Map.entry("DEPTH", "LL"),
        Map.entry("BBO", "ll"),
        Map.entry("END", "nnnnnn"));

    private TraceGrammar() {
    }

    /** An operation, without the mark before it. */
    static TraceOperation operation(final String text) throws TraceFormatException {
        final String[] fields = text.split(" ", -1);
        final TraceOperation.Kind kind = kind(fields[0]);
        requireCount(fields, switch (kind) {
            case DUMP -> 0;
            case BOOK, CANCEL, MARKET -> 1;
            case REDUCE -> 2;
            case REPLACE -> 3;
            case ADD -> 6;
        });
        return switch (kind) {
            case DUMP -> new TraceOperation(kind, 0, 0, 0, 0, 0, 0);
            case BOOK -> new TraceOperation(kind, 0, 0, levelCount(fields[1]), 0, 0, 0);
            case CANCEL -> new TraceOperation(kind, number(fields[1]), 0, 0, 0, 0, 0);
            case MARKET -> new TraceOperation(kind, 0, 0, 0, number(fields[1]), 0, 0);
            case REDUCE -> new TraceOperation(kind, number(fields[1]), 0, number(fields[2]), 0, 0, 0);
            case REPLACE -> new TraceOperation(kind, number(fields[1]), 0, number(fields[2]), number(fields[3]), 0, 0);
            case ADD -> new TraceOperation(kind, number(fields[1]), side(fields[2]), number(fields[3]),
                number(fields[4]), number(fields[5]), conditions(fields[6]));
        };
    }

    private static TraceOperation.Kind kind(final String word) throws TraceFormatException {
        for (final TraceOperation.Kind kind : TraceOperation.Kind.values()) {
            if (kind.name().equals(word)) {
                return kind;
            }
        }
        throw new TraceFormatException("unknown operation '" + word + "'");
    }

    /** An event or END line. */
    static void checkEvent(final String text) throws TraceFormatException {
        final String[] fields = text.split(" ", -1);
        final String shape = EVENTS.get(fields[0]);
        if (shape == null) {
            throw new TraceFormatException(text.isEmpty() ? "empty line" : "neither operation, event nor comment");
        }
        requireCount(fields, shape.length());
        for (int i = 0; i < shape.length(); i++) {
            checkField(shape.charAt(i), fields[i + 1]);
        }
    }

    private static void checkField(final char kind, final String field) throws TraceFormatException {
        switch (kind) {
            case 'n' -> number(field);
            case 'c' -> rejectCode(field);
            case 'p' -> place(field);
            case 'k' -> conditions(field);
            case 'l' -> levels(field, 1);
            default -> levels(field, Integer.MAX_VALUE);
        }
    }

    private static void requireCount(final String[] fields, final int count) throws TraceFormatException {
        if (fields.length - 1 != count) {
            throw new TraceFormatException(fields[0] + " takes " + count + " fields separated by one space, found "
                + (fields.length - 1));
        }
    }

    static long number(final String field) throws TraceFormatException {
        final int first = field.startsWith("-") ? 1 : 0;
        boolean isPlain = field.length() > first;
        for (int i = first; i < field.length(); i++) {
            isPlain &= field.charAt(i) >= '0' && field.charAt(i) <= '9';
        }
        if (!isPlain) {
            throw new TraceFormatException("'" + field + "' is not a number");
        }
        if (field.charAt(first) == '0' && field.length() > 1) {
            throw new TraceFormatException("'" + field + "' has a leading zero or is a negative zero");
        }
        try {
            return Long.parseLong(field);
        } catch (final NumberFormatException tooLong) {
            throw new TraceFormatException("'" + field + "' does not fit into 64 bits");
        }
    }

    private static long levelCount(final String field) throws TraceFormatException {
        final long levels = number(field);
        if (levels < 1) {
            throw new TraceFormatException("a book shows at least one level, not " + levels);
        }
        return levels;
    }

    private static int side(final String field) throws TraceFormatException {
        return switch (field) {
            case "B" -> Side.BUY;
            case "S" -> Side.SELL;
            default -> throw new TraceFormatException("'" + field + "' is not a side (B, S)");
        };
    }

    private static int conditions(final String field) throws TraceFormatException {
        for (int conditions = Conditions.NONE; conditions <= Conditions.FOK; conditions++) {
            if (TraceRenderer.conditionsText(conditions).equals(field)) {
                return conditions;
            }
        }
        throw new TraceFormatException("'" + field + "' are not conditions (-, A, I, AI)");
    }

    private static void place(final String field) throws TraceFormatException {
        switch (field) {
            case "B", "S", "TB", "TS" -> {
            }
            default -> throw new TraceFormatException("'" + field + "' is not a place (B, S, TB, TS)");
        }
    }

    private static void rejectCode(final String field) throws TraceFormatException {
        for (final RejectCode code : RejectCode.values()) {
            if (code.name().equals(field)) {
                return;
            }
        }
        throw new TraceFormatException("'" + field + "' is not a reject code");
    }

    private static void levels(final String field, final int maxCount) throws TraceFormatException {
        if (field.equals("-")) {
            return;
        }
        final String[] levels = field.split(",", -1);
        if (levels.length > maxCount) {
            throw new TraceFormatException("'" + field + "' is more than one level");
        }
        for (final String level : levels) {
            final String[] parts = level.split("/", -1);
            if (parts.length != 3) {
                throw new TraceFormatException("'" + level + "' is not a level (price/orders/quantity)");
            }
            for (final String part : parts) {
                number(part);
            }
        }
    }
}
