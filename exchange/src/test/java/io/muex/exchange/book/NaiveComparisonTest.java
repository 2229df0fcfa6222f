package io.muex.exchange.book;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** The book against its naive twin, over millions of random operations of every kind. */
class NaiveComparisonTest {
    private static final long SEED = Long.getLong("muex.seed", System.nanoTime());
    private static final long OPERATIONS = Long.getLong("muex.book.operations", 5_000_000);
    private static final int SNAPSHOTS = 10;

    private static final OrderBookConfig ROOMY = new OrderBookConfig(1000, 1000, 5);
    private static final List<RandomFlow.Flavour> FLAVOURS = List.of(
        //   name, config, base, span, lots, unit, market, aon, ioc, stop, add, invalid, overflow, length
        flavour("plain", ROOMY, 100, 12, 20, 1, 3, 0, 5, 0, 60, 1, 0, 5000),
        flavour("all-or-none", ROOMY, 100, 8, 12, 1, 5, 45, 8, 0, 65, 1, 0, 5000),
        flavour("all-or-none few sizes", ROOMY, 100, 4, 3, 50, 15, 60, 5, 3, 70, 0, 0, 5000),
        flavour("stops", ROOMY, 100, 14, 10, 1, 15, 5, 10, 40, 65, 1, 0, 5000),
        flavour("everything", new OrderBookConfig(1000, 1000, 3), 100, 10, 10, 1, 15, 25, 15, 25, 60, 3, 0, 5000),
        flavour("one level", new OrderBookConfig(1000, 1000, 1), 100, 6, 10, 1, 10, 15, 10, 20, 60, 1, 0, 5000),
        flavour("wide", new OrderBookConfig(1000, 1000, 10), 1, 3000, 100, 1, 5, 10, 5, 15, 58, 1, 0, 5000),
        flavour("huge", ROOMY, Long.MAX_VALUE - 9, 10, 10, Long.MAX_VALUE / 60, 5, 15, 5, 20, 55, 3, 10, 5000),
        flavour("full", new OrderBookConfig(40, 40, 2), 100, 10, 10, 1, 10, 15, 10, 20, 60, 1, 0, 5000),
        flavour("few levels", new OrderBookConfig(60, 12, 5), 100, 12, 10, 1, 8, 15, 10, 20, 60, 1, 0, 5000),
        flavour("no price yet", ROOMY, 100, 8, 10, 1, 60, 35, 5, 10, 80, 1, 0, 40),
        flavour("quiet", new OrderBookConfig(1000, 1000, 0), 100, 8, 10, 1, 10, 20, 10, 15, 60, 1, 0, 5000));

    private static RandomFlow.Flavour flavour(final String name, final OrderBookConfig config, final long base,
                                              final int span, final int lots, final long unit, final int... shares) {
        return new RandomFlow.Flavour(name, config, base, span, lots, unit, shares[0], shares[1], shares[2], shares[3],
            shares[4], shares[5], shares[6], shares[7]);
    }

    @Test
    void shouldDoTheSameAsTheNaiveBook() {
        final long each = OPERATIONS / FLAVOURS.size() + 1;
        System.out.println("naive comparison: " + each * FLAVOURS.size() + " operations, -Dmuex.seed=" + SEED);
        final ConcurrentLinkedQueue<String> differences = new ConcurrentLinkedQueue<>();
        FLAVOURS.parallelStream().forEach(flavour -> {
            try {
                new BookComparison(flavour, SEED).run(each, each / SNAPSHOTS);
            } catch (final AssertionError | RuntimeException difference) {
                differences.add("flavour " + flavour + " with -Dmuex.seed=" + SEED + ": " + difference);
            }
        });
        assertTrue(differences.isEmpty(), () -> String.join("\n", differences));
    }

    @Test
    void shouldNoticeEveryKnownMistake() {
        FLAVOURS.forEach(flavour -> assertFalse(isNoticed(flavour), "a difference without a mistake"));
        final List<NaiveBook.Mutation> unnoticed = new ArrayList<>();
        for (final NaiveBook.Mutation mutation : NaiveBook.Mutation.values()) {
            if (FLAVOURS.stream().noneMatch(flavour -> isNoticed(flavour, mutation))) {
                unnoticed.add(mutation);
            }
        }
        assertTrue(unnoticed.isEmpty(), unnoticed::toString);
    }

    private static boolean isNoticed(final RandomFlow.Flavour flavour, final NaiveBook.Mutation... mutations) {
        try {
            new BookComparison(flavour, 7, mutations).run(5_000, 0);
            return false;
        } catch (final AssertionError noticed) {
            return true;
        }
    }
}
