package io.muex.exchange.protocol.link;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Named counters of one process: one thread counts, any thread reads.
 *
 * @param <C> names, whose ordinals are positions
 */
public final class Tally<C extends Enum<C>> {
    private final C[] names;
    private final AtomicLongArray values;

    /** All zero. */
    public Tally(final Class<C> type) {
        names = type.getEnumConstants();
        values = new AtomicLongArray(names.length);
    }

    /** Counts one more. The counting thread only. */
    public void increment(final C name) {
        add(name, 1);
    }

    /** Counts {@code amount} more. The counting thread only. */
    public void add(final C name, final long amount) {
        values.lazySet(name.ordinal(), values.getPlain(name.ordinal()) + amount);
    }

    /** Sets a counter that shows a state rather than a number of events. The counting thread only. */
    public void set(final C name, final long value) {
        values.lazySet(name.ordinal(), value);
    }

    /** The value. Any thread. */
    public long value(final C name) {
        return values.get(name.ordinal());
    }

    /** For people: every counter that is not zero, in the order of the names. Any thread. Allocates. */
    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder();
        for (final C name : names) {
            if (value(name) != 0) {
                text.append(text.isEmpty() ? "" : ", ").append(name).append('=').append(value(name));
            }
        }
        return text.toString();
    }
}
