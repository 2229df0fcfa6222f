package io.muex.deploy.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows under headings, each column as wide as its widest cell. Numbers stand to the right. Not thread-safe.
 */
public final class Table {
    private static final String GAP = "  ";

    private final List<String> headings;
    private final List<List<String>> rows = new ArrayList<>();

    /** A table with these headings. */
    public Table(final String... headings) {
        this.headings = List.of(headings);
    }

    /** Adds a row; null is an empty cell. */
    public Table row(final Object... cells) {
        if (cells.length != headings.size()) {
            throw new IllegalArgumentException(cells.length + " cells under " + headings.size() + " headings");
        }
        final List<String> row = new ArrayList<>();
        for (final Object cell : cells) {
            row.add(cell == null ? "" : cell.toString());
        }
        rows.add(row);
        return this;
    }

    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder();
        appendRow(text, headings);
        rows.forEach(row -> appendRow(text, row));
        return text.toString();
    }

    private void appendRow(final StringBuilder text, final List<String> row) {
        final StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            final String cell = row.get(column);
            final String blanks = " ".repeat(width(column) - cell.length());
            line.append(column == 0 ? "" : GAP).append(isNumeric(column) ? blanks + cell : cell + blanks);
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    private int width(final int column) {
        return rows.stream().mapToInt(row -> row.get(column).length())
            .reduce(headings.get(column).length(), Math::max);
    }

    /** Digits, with at most a sign, separators and a unit: everything else is text. */
    private boolean isNumeric(final int column) {
        return !rows.isEmpty() && rows.stream().map(row -> row.get(column))
            .allMatch(cell -> cell.isEmpty() || cell.matches("-?[0-9][0-9,._]*( ?[a-zA-Z%/]{1,4})?"));
    }
}
