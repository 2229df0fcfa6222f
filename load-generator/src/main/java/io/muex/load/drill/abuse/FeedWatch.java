package io.muex.load.drill.abuse;

import io.muex.gateway.marketdata.BookHash;
import io.muex.gateway.marketdata.MarketDataListener;
import io.muex.gateway.marketdata.MarketDataReader;
import io.muex.gateway.marketdata.MarketDataSource;
import io.muex.gateway.marketdata.PublicBook;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Reads the public feed of all gateways, drops a share of the packets, and notes the hash of every book wherever the
 * reader says that its books belong together. A thread of its own.
 */
final class FeedWatch implements AutoCloseable, MarketDataListener {
    private static final long NAP_NS = 1_000_000;
    private static final int ALL = 100;

    private final MarketDataReader reader;
    private final FeedPoints points = new FeedPoints();
    private final Random random;
    private final int lossPercent;
    private final Thread thread;
    private volatile boolean running = true;
    private volatile boolean isLive;
    private volatile long seq;
    private long packets;
    private long dropped;
    private long lost;

    FeedWatch(final Path aeronDirectory, final int gateways, final int lossPercent, final long seed) {
        this.lossPercent = lossPercent;
        random = new Random(seed);
        final List<MarketDataSource> sources =
            IntStream.rangeClosed(1, gateways).mapToObj(MarketDataSource::ofLocal).toList();
        reader = new MarketDataReader(aeronDirectory, sources, this, this::isDropped);
        thread = Thread.ofPlatform().daemon().name("muex-feed-watch").start(this::run);
    }

    private boolean isDropped() {
        packets++;
        final boolean isDropped = random.nextInt(ALL) < lossPercent;
        dropped += isDropped ? 1 : 0;
        return isDropped;
    }

    private void run() {
        try {
            while (running) {
                if (reader.poll(System.nanoTime()) == 0) {
                    LockSupport.parkNanos(NAP_NS);
                }
                isLive = reader.isLive();
                seq = reader.seq();
            }
        } finally {
            reader.close();
        }
    }

    @Override
    public void onConsistent(final long consistentSeq) {
        points.begin(consistentSeq);
        for (int id = 1; id <= AbusePlan.INSTRUMENTS; id++) {
            final PublicBook book = reader.book(id);
            points.hash(id, book == null ? BookHash.empty() : book.hash());
        }
    }

    @Override
    public void onLost(final long atSeq) {
        lost++;
    }

    /** Waits until every book is known and the feed has come to that event. */
    boolean await(final long eventSeq, final long timeoutNs) {
        final long startNs = System.nanoTime();
        while (!(isLive && seq >= eventSeq) && System.nanoTime() - startNs < timeoutNs) {
            LockSupport.parkNanos(NAP_NS);
        }
        return isLive && seq >= eventSeq;
    }

    /** For people: where the reader stands. */
    String condition() {
        return "at event " + seq + (isLive ? ", live" : ", not live");
    }

    /** Ends the reader. */
    @Override
    public void close() {
        running = false;
        boolean isInterrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException interrupted) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** What it read; once it has ended. */
    FeedPoints points() {
        return points;
    }

    long packets() {
        return packets;
    }

    long dropped() {
        return dropped;
    }

    /** Times that something was missing at first. */
    long gaps() {
        return reader.gaps();
    }

    /** Times that it could not be had, so that snapshots took its place. */
    long losses() {
        return lost;
    }
}
