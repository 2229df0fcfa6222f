package io.muex.exchange.config.secret;

import io.muex.exchange.protocol.proof.Secret;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The sessions that gateways let in: ranges of ids, each with a role and a key from which the secret of every session
 * of the range derives. A session that is taken out and put in again gets another key, so its former secret is worth
 * nothing. As text one range a line, {@code FIRST[-LAST] ROLE KEY}; lines that begin with # say nothing. Immutable,
 * any thread.
 *
 * @param ranges in rising order, none over another
 */
public record SessionKeys(List<Range> ranges) {
    /** Nobody. */
    public static final SessionKeys NONE = new SessionKeys(List.of());
    /** Ranges at most. */
    public static final int MAX_RANGES = 65_536;

    private static final String PURPOSE = "muex session secret 1";
    private static final String HEADING = """
        # Keys of sessions: FIRST[-LAST] ROLE KEY. Whoever knows this file can log on as any of them.
        # Changed by muex session; gateways notice.
        """;

    /** Sorts and checks. */
    public SessionKeys {
        ranges = ranges.stream().sorted(Comparator.comparingLong(Range::first)).toList();
        if (ranges.size() > MAX_RANGES) {
            throw new IllegalArgumentException("more than " + MAX_RANGES + " ranges of sessions");
        }
        for (int i = 1; i < ranges.size(); i++) {
            if (ranges.get(i).first <= ranges.get(i - 1).last) {
                throw new IllegalArgumentException("session " + ranges.get(i).first + " is in two ranges");
            }
        }
    }

    /**
     * Sessions with the same role, added together.
     *
     * @param first of them, 1 or more
     * @param last  of them
     * @param key   from which their secrets derive
     */
    public record Range(long first, long last, SessionRole role, Secret key) {
        /** Checks the order. */
        public Range {
            if (first < 1 || last < first) {
                throw new IllegalArgumentException("no range of sessions: " + first + "-" + last);
            }
        }

        /** Secret of one of them. */
        public Secret secret(final long session) {
            return key.derive(PURPOSE, session);
        }

        boolean holds(final long session) {
            return session >= first && session <= last;
        }

        /** FIRST or FIRST-LAST. */
        public String label() {
            return first == last ? Long.toString(first) : first + "-" + last;
        }
    }

    /** The range that a session is in. */
    public Optional<Range> find(final long session) {
        int from = 0;
        int to = ranges.size();
        while (from < to) {
            final int middle = from + to >>> 1;
            final Range range = ranges.get(middle);
            if (range.holds(session)) {
                return Optional.of(range);
            } else if (session < range.first) {
                to = middle;
            } else {
                from = middle + 1;
            }
        }
        return Optional.empty();
    }

    /** These and the sessions of another range, under a new key. */
    public SessionKeys with(final long first, final long last, final SessionRole role) {
        final List<Range> all = new ArrayList<>(ranges);
        all.add(new Range(first, last, role, Secret.random()));
        return new SessionKeys(all);
    }

    /** These without one session. */
    public SessionKeys without(final long session) {
        final List<Range> left = new ArrayList<>();
        for (final Range range : ranges) {
            if (!range.holds(session)) {
                left.add(range);
                continue;
            }
            if (range.first < session) {
                left.add(new Range(range.first, session - 1, range.role, range.key));
            }
            if (session < range.last) {
                left.add(new Range(session + 1, range.last, range.role, range.key));
            }
        }
        return new SessionKeys(left);
    }

    /** As text, keys included. */
    String text() {
        final StringBuilder text = new StringBuilder(HEADING);
        for (final Range range : ranges) {
            text.append(range.label()).append(' ').append(range.role.label()).append(' ').append(range.key.hex())
                .append('\n');
        }
        return text.toString();
    }

    /**
     * Reads text.
     *
     * @throws IllegalArgumentException if it is not as it must be; says in which line, and nothing that stands there
     */
    static SessionKeys ofText(final String text) {
        final List<Range> found = new ArrayList<>();
        int number = 0;
        for (final String line : text.lines().toList()) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                found.add(range(line, number));
            }
        }
        return new SessionKeys(found);
    }

    private static Range range(final String line, final int number) {
        final String[] words = line.strip().split(" +");
        if (words.length == 3 && words[0].matches("[0-9]{1,18}(-[0-9]{1,18})?")) {
            final Optional<SessionRole> role = SessionRole.ofLabel(words[1]);
            final Secret key = Secret.ofHex(words[2]);
            if (role.isPresent() && key != null) {
                final String[] ends = words[0].split("-");
                return new Range(
                    Long.parseLong(ends[0]), Long.parseLong(ends[ends.length - 1]), role.get(), key);
            }
        }
        throw new IllegalArgumentException("line " + number + " is not FIRST[-LAST] ROLE KEY");
    }

    /** Says how many, and no key. */
    @Override
    public String toString() {
        return ranges.size() + " ranges of sessions";
    }
}
