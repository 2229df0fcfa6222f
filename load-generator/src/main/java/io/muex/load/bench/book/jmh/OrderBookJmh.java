package io.muex.load.bench.book.jmh;

import io.muex.exchange.book.Conditions;
import io.muex.exchange.book.Side;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** Single operations of the order book, without a clock around each. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class OrderBookJmh {
    /** A new order at a random level, and a cancel of it: what add costs, less what {@link #cancelAndAdd} leaves. */
    @Benchmark
    public long addAndCancelTheSame(final RestingBook resting) {
        resting.add();
        resting.book.cancel(resting.lastId, resting);
        return resting.heard();
    }

    /** A cancel of a random resting order, and a new one in its stead: two operations. */
    @Benchmark
    public long cancelAndAdd(final RestingBook resting) {
        resting.book.cancel(resting.takeLive(), resting);
        resting.add();
        return resting.heard();
    }

    /** A new order and one that crosses and fills it: two operations and a trade. */
    @Benchmark
    public long addAndCross(final RestingBook resting) {
        final int side = resting.draw() & 1;
        resting.book.add(++resting.lastId, side, 1, RestingBook.MIDDLE, 0, Conditions.NONE, resting);
        resting.book.add(++resting.lastId, Side.opposite(side), 1, RestingBook.MIDDLE, 0, Conditions.IOC, resting);
        return resting.heard();
    }

    /** A replace of a random resting order that changes nothing but its rank. */
    @Benchmark
    public long replace(final RestingBook resting) {
        resting.book.replace(resting.anyLive(), 0, 0, resting);
        return resting.heard();
    }
}
