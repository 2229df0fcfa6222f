package io.muex.gateway.marketdata;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.exchange.book.OrderBook;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Whatever is lost or doubled on the way, and whichever publisher dies: a reader's books are the exchange's. */
class FeedPropertyTest {
    private static final int SEEDS = 12;
    private static final int STEPS = 1_200;
    private static final int QUIET_STEPS = 2_000;

    @Test
    void shouldEndWithExactlyTheBooksOfTheExchangeThroughLossAndLateJoins() {
        int comparisons = 0;
        int gaps = 0;
        int losses = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            final Random random = new Random(-seed);
            final FeedWorld world = new FeedWorld(seed);
            world.publisher(0).start();
            final List<FeedWorld.Reader> readers = new ArrayList<>();
            readers.add(world.join());
            for (int step = 0; step < STEPS; step++) {
                if (random.nextInt(60) == 0) {
                    world.disturb(random.nextInt(3) * 0.1, random.nextInt(2) * 0.2);
                }
                if (random.nextInt(150) == 0 && readers.size() < 6) {
                    readers.add(world.join());
                }
                if (random.nextInt(120) == 0) {
                    replacePublisher(world, random);
                }
                world.step(random.nextInt(4));
            }
            settle(world, readers, seed);
            comparisons += world.comparisons();
            for (final FeedWorld.Reader reader : readers) {
                gaps += (int) reader.feed.gaps();
                losses += (int) reader.feed.losses();
            }
        }
        System.out.println("seeds 1.." + SEEDS + ": " + comparisons + " books compared, " + gaps + " gaps, "
            + losses + " of them not filled");
        assertTrue(comparisons > 20_000 && gaps > 300 && losses > 5, comparisons + " " + gaps + " " + losses);
    }

    /** One publisher dies; another one begins, from the state of a replica or the same one anew. */
    private static void replacePublisher(final FeedWorld world, final Random random) {
        final FeedWorld.Publisher publisher = world.publisher(random.nextInt(2));
        if (publisher.isAlive) {
            publisher.stop();
        } else {
            publisher.start();
        }
    }

    /** Without further disturbance everybody must come to the same end. */
    private static void settle(
        final FeedWorld world, final List<FeedWorld.Reader> readers, final long seed) {
        world.disturb(0, 0);
        if (!world.publisher(0).isAlive && !world.publisher(1).isAlive) {
            world.publisher(1).start();
        }
        for (int step = 0; step < QUIET_STEPS; step++) {
            world.step(step < QUIET_STEPS / 2 && step % 64 == 0 ? 1 : 0);
        }
        for (final FeedWorld.Reader reader : readers) {
            assertTrue(reader.feed.isLive(), () -> "seed " + seed + " is not live: " + reader.feed);
            assertEquals(world.exchange().instruments(), reader.feed.market().count(), "seed " + seed);
            for (int id = 1; id <= world.exchange().instruments(); id++) {
                final OrderBook book = world.exchange().exchange().book(id);
                final PublicBook known = reader.feed.market().find(id);
                final String where = "seed " + seed + " instrument " + id;
                assertEquals(FeedExchange.hash(book), known.hash(), where);
                assertEquals(book.marketPrice(), known.marketPrice(), where);
                assertEquals(world.exchange().exchange().status(id), known.status(), where);
                assertEquals("SYM" + id, known.symbol());
            }
            assertEquals(new HashSet<>(reader.trades).size(), reader.trades.size(), "a trade was told twice");
        }
    }

    @Test
    void shouldPublishTheSameBytesFromEveryPublisher() {
        final FeedWorld world = new FeedWorld(77);
        world.publisher(0).start();
        world.join();
        for (int step = 0; step < 300; step++) {
            world.step(2);
        }
        world.publisher(1).start();
        final int from = world.publisher(0).increments.size();
        for (int step = 0; step < 600; step++) {
            world.step(2);
        }
        final List<byte[]> first = world.publisher(0).increments.subList(from, world.publisher(0).increments.size());
        final List<byte[]> second = world.publisher(1).increments;
        assertEquals(first.size(), second.size());
        assertTrue(first.size() > 400, first.size() + " increments");
        for (int i = 1; i < first.size(); i++) {
            assertArrayEquals(first.get(i), second.get(i), "increment " + i + " behind the first");
        }
    }

    @Test
    void shouldCatchAReaderThatPassesOverAGap() {
        final FeedWorld world = new FeedWorld(5);
        world.publisher(0).start();
        final FeedWorld.Reader careless = world.join();
        careless.ignoresGaps = true;
        careless.isChecked = false;
        for (int step = 0; step < 200; step++) {
            world.step(2);
        }
        assertTrue(careless.feed.isLive());
        assertEquals(0, careless.mismatches, "nothing was lost yet");
        world.disturb(0.05, 0);
        for (int step = 0; step < 400; step++) {
            world.step(2);
        }
        assertTrue(careless.mismatches > 0, "the comparison sees nothing");
    }

    @Test
    void shouldBeginAnewWithAClusterThatWasCreatedAnew() {
        final FeedWorld world = new FeedWorld(9);
        world.publisher(0).start();
        final FeedWorld.Reader reader = world.join();
        for (int step = 0; step < 300; step++) {
            world.step(2);
        }
        assertTrue(reader.feed.isLive());
        world.publisher(0).isFed = false;
        for (long waitedNs = 0; waitedNs < TimeUnit.SECONDS.toNanos(2); waitedNs += FeedWorld.STEP_NS) {
            world.step(0);
        }
        world.reset();
        world.publisher(0).restore();
        world.publisher(0).isFed = true;
        for (int step = 0; step < 600; step++) {
            world.step(1);
        }
        assertEquals(1, reader.resets);
        settle(world, List.of(reader), 9);
        assertEquals(world.exchange().clusterId(), reader.feed.clusterId());
    }

    @Test
    void shouldNotLetAReaderAskForMoreThanItsShare() {
        final FeedWorld world = new FeedWorld(11);
        world.publisher(0).start();
        final FeedWorld.Reader reader = world.join();
        for (int step = 0; step < 300; step++) {
            world.step(2);
        }
        final FeedPublisher feed = world.publisher(0).feed;
        final var request = new org.agrona.concurrent.UnsafeBuffer(new byte[FeedLink.WANT_GAP_LENGTH]);
        FeedLink.encodeWantGap(request, 0, world.exchange().clusterId(), 1, Long.MAX_VALUE);
        for (int i = 0; i < 10_000; i++) {
            feed.onRequest(-1, request, 0, request.capacity(), 1);
        }
        final var tally = world.publisher(0).tally;
        assertTrue(tally.value(FeedCounter.REQUESTS_LIMITED) > 9_900, tally::toString);
        world.disturb(0.1, 0);
        for (int step = 0; step < 400; step++) {
            world.step(2);
        }
        settle(world, List.of(reader), 11);
        assertFalse(tally.value(FeedCounter.REPEATED) == 0, "the other reader was served");
    }
}
