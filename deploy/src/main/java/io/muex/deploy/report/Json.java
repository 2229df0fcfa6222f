package io.muex.deploy.report;

import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes values as JSON: maps, reports and records as objects in their own order, collections as arrays, strings,
 * paths, enumerations, numbers, booleans, null. A number that JSON does not know (infinite, not a number) becomes
 * null.
 */
public final class Json {
    private static final String INDENT = "  ";

    private final boolean pretty;
    private final StringBuilder text = new StringBuilder();

    private Json(final boolean pretty) {
        this.pretty = pretty;
    }

    /** On one line, for machines. */
    public static String compact(final Object value) {
        final Json json = new Json(false);
        json.append(value, 0);
        return json.text.toString();
    }

    /** On many lines, for machines and people. */
    public static String pretty(final Object value) {
        final Json json = new Json(true);
        json.append(value, 0);
        return json.text.append('\n').toString();
    }

    private void append(final Object value, final int depth) {
        switch (value) {
            case null -> text.append("null");
            case final Boolean truth -> text.append(truth);
            case final Double number when !Double.isFinite(number) -> text.append("null");
            case final Float number when !Float.isFinite(number) -> text.append("null");
            case final Number number -> text.append(number);
            case final Map<?, ?> map -> appendObject(map, depth);
            case final JsonReport report -> appendObject(report.members(), depth);
            case final Record record -> appendObject(components(record), depth);
            case final Path path -> appendString(path.toString());
            case final Collection<?> items -> appendArray(items, depth);
            default -> appendString(value.toString());
        }
    }

    private void appendObject(final Map<?, ?> map, final int depth) {
        final List<Runnable> members = new ArrayList<>();
        map.forEach((key, value) -> members.add(() -> {
            appendString(key.toString());
            text.append(pretty ? ": " : ":");
            append(value, depth + 1);
        }));
        appendAll('{', members, '}', depth);
    }

    private void appendArray(final Collection<?> items, final int depth) {
        final List<Runnable> members = new ArrayList<>();
        items.forEach(item -> members.add(() -> append(item, depth + 1)));
        appendAll('[', members, ']', depth);
    }

    private void appendAll(final char open, final List<Runnable> members, final char close, final int depth) {
        text.append(open);
        final Iterator<Runnable> iterator = members.iterator();
        while (iterator.hasNext()) {
            newLine(depth + 1);
            iterator.next().run();
            if (iterator.hasNext()) {
                text.append(',');
            }
        }
        if (!members.isEmpty()) {
            newLine(depth);
        }
        text.append(close);
    }

    private void newLine(final int depth) {
        if (pretty) {
            text.append('\n').append(INDENT.repeat(depth));
        }
    }

    private void appendString(final String string) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            final char c = string.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c < ' ' || Character.isSurrogate(c)) {
                        text.append(String.format("\\u%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }

    private static Map<String, Object> components(final Record record) {
        final Map<String, Object> result = new LinkedHashMap<>();
        for (final RecordComponent component : record.getClass().getRecordComponents()) {
            try {
                component.getAccessor().setAccessible(true);
                result.put(component.getName(), component.getAccessor().invoke(record));
            } catch (final ReflectiveOperationException e) {
                throw new IllegalArgumentException("cannot read " + component + " of " + record.getClass(), e);
            }
        }
        return result;
    }
}
