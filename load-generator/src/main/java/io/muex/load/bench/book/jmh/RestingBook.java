package io.muex.load.bench.book.jmh;

import io.muex.exchange.book.BookListener;
import io.muex.exchange.book.Conditions;
import io.muex.exchange.book.OrderBook;
import io.muex.exchange.book.OrderBookConfig;
import io.muex.exchange.book.RejectCode;
import io.muex.exchange.book.Side;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A book with resting orders on fifty levels a side, ids from 1 on, all of one quantity. Every benchmark leaves as many
 * orders as it found, so that it can go on for ever. Counts what the listener hears.
 */
@State(Scope.Thread)
public class RestingBook implements BookListener {
    static final long QUANTITY = 100;
    static final long MIDDLE = 1_000_000;
    private static final int LEVELS = 50;
    private static final int CHOICES = 1 << 16;

    /** Resting orders. */
    @Param({"4000"})
    public int orders;
    /** Published levels a side. */
    @Param({"0", "5"})
    public int depthLevels;

    OrderBook book;
    long lastId;
    /** Random numbers, drawn before, because drawing would be measured. */
    private final int[] choices = new int[CHOICES];
    private int choice;
    private long[] live;
    private long heard;

    /** Fills the book, once, so that the bytes that JMH reports per operation are not those of its memory. */
    @Setup(Level.Trial)
    public void fill() {
        final SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < CHOICES; i++) {
            choices[i] = random.nextInt(Integer.MAX_VALUE);
        }
        book = new OrderBook(new OrderBookConfig(2 * orders, 2 * orders, depthLevels));
        live = new long[orders];
        lastId = 0;
        for (int i = 0; i < orders; i++) {
            add();
            live[i] = lastId;
        }
    }

    /** The next of the random numbers, 0 or more. */
    final int draw() {
        choice = (choice + 1) & (CHOICES - 1);
        return choices[choice];
    }

    /** Adds an order at a random level. */
    final boolean add() {
        final int drawn = draw();
        final int side = drawn & 1;
        final int distance = 1 + (drawn >>> 1) % LEVELS;
        return book.add(++lastId, side, QUANTITY, side == Side.BUY ? MIDDLE - distance : MIDDLE + distance, 0,
            Conditions.NONE, this);
    }

    /** A random resting order, which the one that is added next replaces in the list. */
    final long takeLive() {
        final int at = draw() % live.length;
        final long id = live[at];
        live[at] = lastId + 1;
        return id;
    }

    /** A random resting order. */
    final long anyLive() {
        return live[draw() % live.length];
    }

    /** How much the listener has heard. */
    final long heard() {
        return heard;
    }

    @Override
    public void onAccepted(final long id) {
        heard++;
    }

    @Override
    public void onRejected(final long id, final RejectCode code) {
        throw new IllegalStateException(code.name());
    }

    @Override
    public void onTriggered(final long id) {
        heard++;
    }

    @Override
    public void onFill(final long active, final long passive, final long quantity, final long price,
                       final long activeLeft, final long passiveLeft) {
        heard += quantity;
    }

    @Override
    public void onCancelled(final long id, final long openQuantity) {
        heard += openQuantity;
    }

    @Override
    public void onCancelRejected(final long id, final RejectCode code) {
        throw new IllegalStateException(code.name());
    }

    @Override
    public void onReduced(final long id, final long quantity, final long left) {
        heard++;
    }

    @Override
    public void onReduceRejected(final long id, final RejectCode code) {
        throw new IllegalStateException(code.name());
    }

    @Override
    public void onReplaced(final long id, final long delta, final long price, final long left) {
        heard++;
    }

    @Override
    public void onReplaceRejected(final long id, final RejectCode code) {
        throw new IllegalStateException(code.name());
    }

    @Override
    public void onMarketPrice(final long price) {
        heard++;
    }

    @Override
    public void onMarketPriceRejected(final RejectCode code) {
        throw new IllegalStateException(code.name());
    }

    @Override
    public void onDepth(final OrderBook changed) {
        heard++;
    }

    @Override
    public void onBestPrices(final OrderBook changed) {
        heard++;
    }
}
