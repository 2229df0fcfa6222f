package io.muex.exchange.book.bench;

import io.muex.exchange.book.OrderBookConfig;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How the cost of an operation grows with the number of resting orders and of price levels.
 *
 * <p>A book is filled, then random resting orders are cancelled and new ones placed at random levels, with a market
 * order that takes one lot every tenth operation. In the last lines, all orders that come and go stand within twenty
 * levels of the touch, as most do in real books. For comparison the time of one dependent random
 * access to as much memory as the orders take. Arguments: name of an engine (default {@code muex}); optionally a number
 * of orders and one of levels, to run only these.
 */
public final class GrowthBenchmark {
    private static final int OPERATIONS = 500_000;
    private static final int ROUNDS = 4;
    private static final int NEAR_ORDERS = 1_000;
    private static final int NEAR_LEVELS = 20;
    private static final int BYTES_PER_ORDER = 64 + 16;
    private static final int MAX_NS = 1 << 20;

    private GrowthBenchmark() {
    }

    /** Runs. */
    public static void main(final String[] args) {
        final String name = args.length > 0 ? args[0] : "muex";
        System.out.println("engine                  orders  levels | ns/op | p50 p90 p99 p99.9 with the clock"
            + " | one random access, ns");
        if (args.length > 2) {
            run(name, Integer.parseInt(args[1]), Integer.parseInt(args[2]), false);
            return;
        }
        for (final int orders : new int[] {1_000, 10_000, 100_000, 1_000_000}) {
            run(name, orders, 100, false);
        }
        for (final int levels : new int[] {1_000, 10_000, 100_000}) {
            run(name, 1_000_000, levels, false);
        }
        for (final int levels : new int[] {100, 1_000, 10_000, 100_000}) {
            run(name, 100_000, levels, false);
        }
        for (final int levels : new int[] {100, 100_000}) {
            run(name, 100_000, levels, true);
        }
    }

    private static void run(final String name, final int orders, final int levels,
                            final boolean isNear) {
        final BookEngine engine = name.equals("muex")
            ? new MuexEngine(new OrderBookConfig(orders + 2000, orders + 2000, 0), false)
            : name.equals("muex-5") ? new MuexEngine(new OrderBookConfig(orders + 2000, orders + 2000, 5), false)
            : BookEngine.named(name);
        final OperationStream stream = stream(orders, levels, isNear);
        final double[] nsPerOperation = new double[ROUNDS];
        final long[] histogram = new long[MAX_NS + 1];
        for (int round = 0; round < 2 * ROUNDS; round++) {
            engine.reset();
            engine.run(stream, 0, stream.measuredFrom);
            if (round < ROUNDS) {
                final long start = System.nanoTime();
                engine.run(stream, stream.measuredFrom, stream.length);
                nsPerOperation[round] = (double) (System.nanoTime() - start) / OPERATIONS;
            } else {
                for (int i = stream.measuredFrom; i < stream.length; i++) {
                    final long start = System.nanoTime();
                    engine.run(stream, i, i + 1);
                    histogram[(int) Math.min(MAX_NS, System.nanoTime() - start)]++;
                }
            }
        }
        Arrays.sort(nsPerOperation);
        System.out.printf("%-20s %9d %7d%s | %5.1f | %d %d %d %d | %.1f%n", name, orders, levels,
            isNear ? " near" : "",
            nsPerOperation[ROUNDS / 2], BookBenchmark.percentile(histogram, 0.5),
            BookBenchmark.percentile(histogram, 0.9), BookBenchmark.percentile(histogram, 0.99),
            BookBenchmark.percentile(histogram, 0.999), randomAccessNs((long) orders * BYTES_PER_ORDER));
    }

    private static OperationStream stream(final int orders, final int levels, final boolean isNear) {
        final SplittableRandom random = new SplittableRandom(orders * 31L + levels);
        final OperationStream stream = new OperationStream();
        final int perSide = levels / 2;
        long nextId = 1;
        for (int i = 0; i < orders; i++) {
            add(stream, random, nextId++, perSide);
        }
        final int movingOrders = isNear ? NEAR_ORDERS : orders;
        final int movingPerSide = isNear ? NEAR_LEVELS : perSide;
        final long[] live = new long[movingOrders];
        for (int i = 0; i < movingOrders; i++) {
            live[i] = isNear ? nextId++ : i + 1;
            if (isNear) {
                add(stream, random, live[i], movingPerSide);
            }
        }
        stream.measuredFrom = stream.length;
        for (int i = 0; i < OPERATIONS; i++) {
            if (i % 10 == 9) {
                final int side = random.nextInt(2);
                stream.append(OperationStream.ADD_MARKET, nextId++, side, 1, 0);
            } else if (i % 2 == 0) {
                final int at = random.nextInt(movingOrders);
                stream.append(OperationStream.CANCEL, live[at], 0, 0, 0);
                live[at] = nextId;
            } else {
                add(stream, random, nextId++, movingPerSide);
            }
        }
        return stream;
    }

    private static void add(final OperationStream stream, final SplittableRandom random, final long id,
                            final int perSide) {
        final int side = random.nextInt(2);
        final int distance = 1 + random.nextInt(perSide);
        stream.append(OperationStream.ADD, id, side, 100, 1_000_000 + (side == 0 ? -distance : distance));
    }

    private static double randomAccessNs(final long bytes) {
        final int[] next = new int[(int) (bytes / Integer.BYTES)];
        final int[] order = new int[next.length / 16];
        for (int i = 0; i < order.length; i++) {
            order[i] = i * 16;
        }
        final SplittableRandom random = new SplittableRandom(1);
        for (int i = order.length - 1; i > 0; i--) {
            final int other = random.nextInt(i + 1);
            final int swapped = order[i];
            order[i] = order[other];
            order[other] = swapped;
        }
        for (int i = 0; i < order.length; i++) {
            next[order[i]] = order[(i + 1) % order.length];
        }
        int at = 0;
        final int steps = 5_000_000;
        long start = 0;
        for (int i = 0; i < 2 * steps; i++) {
            if (i == steps) {
                start = System.nanoTime();
            }
            at = next[at];
        }
        final long elapsedNs = System.nanoTime() - start;
        return at < 0 ? -1 : (double) elapsedNs / steps;
    }
}
