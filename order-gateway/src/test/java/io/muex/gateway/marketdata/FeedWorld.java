package io.muex.gateway.marketdata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.muex.exchange.protocol.link.Tally;
import io.muex.mu.session.EventRing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Exchange, two publishers and some readers, with every packet in the hands of the test: lost, doubled, late. All of it
 * is drawn from a seed and stepped; time is a number.
 */
final class FeedWorld {
    static final long STEP_NS = TimeUnit.MICROSECONDS.toNanos(500);
    private static final int PUBLISHERS = 2;

    private final Random random;
    private final long seed;
    private FeedExchange exchange;
    private final Publisher[] publishers = new Publisher[PUBLISHERS];
    private final List<Reader> readers = new ArrayList<>();
    private long nowNs = 1;
    private double loss;
    private double doubled;
    private int comparisons;

    FeedWorld(final long seed) {
        this.seed = seed;
        random = new Random(seed);
        exchange = new FeedExchange(seed, 1_000 + seed);
        for (int i = 0; i < PUBLISHERS; i++) {
            publishers[i] = new Publisher(i);
        }
    }

    /** From now on packets and requests are lost and doubled with these probabilities. */
    void disturb(final double newLoss, final double newDoubled) {
        loss = newLoss;
        doubled = newDoubled;
    }

    FeedExchange exchange() {
        return exchange;
    }

    Publisher publisher(final int i) {
        return publishers[i];
    }

    int comparisons() {
        return comparisons;
    }

    Reader join() {
        final Reader reader = new Reader();
        readers.add(reader);
        return reader;
    }

    void leave(final Reader reader) {
        readers.remove(reader);
    }

    /** The cluster is created anew. */
    void reset() {
        exchange = new FeedExchange(seed + 1, 2_000 + seed);
    }

    /** Some commands, then everybody does a bounded amount of work. */
    void step(final int commands) {
        for (int i = 0; i < commands; i++) {
            exchange.next();
        }
        nowNs += STEP_NS;
        for (final Publisher publisher : publishers) {
            publisher.step();
        }
        for (final Reader reader : List.copyOf(readers)) {
            reader.step();
        }
    }

    private boolean isLost() {
        return random.nextDouble() < loss;
    }

    private static byte[] copy(final DirectBuffer buffer, final int offset, final int length) {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return bytes;
    }

    /** Reads the events of the exchange and publishes. */
    final class Publisher {
        final int number;
        final Tally<FeedCounter> tally = new Tally<>(FeedCounter.class);
        final List<byte[]> increments = new ArrayList<>();
        FeedPublisher feed;
        boolean isAlive;
        boolean isFed = true;
        private long next;

        Publisher(final int number) {
            this.number = number;
        }

        void start() {
            feed = new FeedPublisher(number + 1,
                new FeedPublisher.Outputs(new Out(this, 0), new Out(this, 1), new Out(this, 2)),
                new MarketDataConfig(true, "aeron:ipc", "aeron:ipc", TimeUnit.MILLISECONDS.toNanos(40),
                    TimeUnit.MILLISECONDS.toNanos(5), 3, 256, 1 << 17), tally);
            restore();
            isAlive = true;
        }

        void restore() {
            exchange.restore(feed);
            next = exchange.events().lastEventSeq() + 1;
        }

        void stop() {
            isAlive = false;
        }

        private void step() {
            if (!isAlive) {
                return;
            }
            final EventRing ring = exchange.events();
            while (isFed && ring.isRetained(next)) {
                feed.tracker().onEvent(ring.buffer(), ring.offset(next));
                next++;
            }
            assertEquals(0, feed.tracker().contradictions(), () -> "seed " + seed);
            feed.step(nowNs, isFed);
        }
    }

    /** One stream from a publisher to all readers. */
    private final class Out implements FeedOutput {
        private final Publisher publisher;
        private final int stream;

        Out(final Publisher publisher, final int stream) {
            this.publisher = publisher;
            this.stream = stream;
        }

        @Override
        public boolean isConnected() {
            return true;
        }

        @Override
        public boolean send(final DirectBuffer buffer, final int offset, final int length) {
            final byte[] bytes = copy(buffer, offset, length);
            if (stream == 0 && buffer.getShort(offset) == FeedLink.INCREMENT) {
                publisher.increments.add(bytes);
            }
            if (stream < 2) {
                for (final Reader reader : readers) {
                    reader.deliver(publisher.number, stream, bytes);
                }
            }
            return true;
        }
    }

    /** Follows the feed and compares its books with those of the exchange after every command. */
    final class Reader implements MarketDataListener {
        final FeedReader feed;
        final List<Long> trades = new ArrayList<>();
        boolean ignoresGaps;
        boolean isChecked = true;
        int mismatches;
        int resets;
        int lost;
        private final List<Deque<byte[]>> queues = new ArrayList<>();
        private final UnsafeBuffer packet = new UnsafeBuffer(0, 0);

        Reader() {
            final FeedOutput[] requests = new FeedOutput[PUBLISHERS];
            for (int i = 0; i < PUBLISHERS; i++) {
                final Publisher publisher = publishers[i];
                requests[i] = new Request(publisher, System.identityHashCode(this));
                queues.add(new ArrayDeque<>());
                queues.add(new ArrayDeque<>());
            }
            feed = new FeedReader(requests, this);
        }

        private void deliver(final int publisher, final int stream, final byte[] bytes) {
            if (isLost()) {
                return;
            }
            final Deque<byte[]> queue = queues.get(2 * publisher + stream);
            queue.add(bytes);
            if (random.nextDouble() < doubled) {
                queue.add(bytes);
            }
        }

        /** Takes a random part of what has come on each stream; streams overtake each other. */
        private void step() {
            for (int i = 0; i < queues.size(); i++) {
                final Deque<byte[]> queue = queues.get(i);
                int taken = random.nextInt(2 + queue.size());
                while (taken-- > 0 && !queue.isEmpty()) {
                    packet.wrap(queue.remove().clone());
                    if (ignoresGaps && packet.getShort(0) == FeedLink.INCREMENT && feed.seq() > 0) {
                        packet.putLong(16, Math.min(feed.seq(), packet.getLong(16)));
                    }
                    feed.onPacket(i / 2, packet, 0, packet.capacity(), nowNs);
                }
            }
            feed.step(nowNs);
        }

        @Override
        public void onTrade(final PublicBook book, final long tradeId, final io.muex.exchange.protocol.Side side,
            final long price, final long quantity, final long timestampNs) {
            trades.add(tradeId);
        }

        @Override
        public void onConsistent(final long seq) {
            final long[] expected = exchange.hashes(seq);
            if (exchange.clusterId() != feed.clusterId()) {
                return;
            }
            assertNotNull(expected, () -> "seed " + seed + ": no command ends with event " + seq);
            for (int id = 1; id <= FeedExchange.INSTRUMENTS; id++) {
                final PublicBook book = feed.market().find(id);
                final long hash = book == null ? 0 : book.hash();
                if (hash != expected[id]) {
                    mismatches++;
                    if (isChecked) {
                        assertEquals(expected[id], hash,
                            "seed " + seed + " event " + seq + " instrument " + id + " lost " + lost);
                    }
                }
                comparisons++;
            }
        }

        @Override
        public void onReset(final long clusterId) {
            resets++;
            trades.clear();
        }

        @Override
        public void onLost(final long seq) {
            lost++;
        }
    }

    private final class Request implements FeedOutput {
        private final Publisher publisher;
        private final int reader;

        Request(final Publisher publisher, final int reader) {
            this.publisher = publisher;
            this.reader = reader;
        }

        @Override
        public boolean isConnected() {
            return publisher.isAlive;
        }

        @Override
        public boolean send(final DirectBuffer buffer, final int offset, final int length) {
            if (publisher.isAlive && !isLost()) {
                publisher.feed.onRequest(reader, buffer, offset, length, nowNs);
            }
            return true;
        }
    }
}
