package io.muex.exchange.book;

import java.util.SplittableRandom;

/**
 * Random operations of one flavour, the same for the same seed. Weights are per hundred operations or orders.
 */
final class RandomFlow {
    /** Kinds of operation. */
    enum Kind { ADD, CANCEL, REDUCE, REPLACE, MARKET }

    /**
     * What the flow looks like.
     *
     * @param name     for people
     * @param config   size of the book
     * @param base     lowest price
     * @param span     number of prices
     * @param lots     largest ordinary quantity
     * @param unit     what quantities are multiplied with
     * @param market   share of market orders
     * @param aon      share of all-or-none orders
     * @param ioc      share of immediate-or-cancel orders
     * @param stop     share of stop orders
     * @param add      weight of ADD; CANCEL, REDUCE and REPLACE share most of the rest
     * @param invalid  share of operations with a field that makes no sense
     * @param overflow share of quantities near the largest number
     * @param length   operations until the next empty book
     */
    record Flavour(String name, OrderBookConfig config, long base, int span, int lots, long unit, int market, int aon,
                   int ioc, int stop, int add, int invalid, int overflow, int length) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final int RECENT = 256;
    private static final long[] ODD_NUMBERS = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1, Integer.MAX_VALUE + 1L};

    Kind kind;
    long id;
    int side;
    /** Delta for REPLACE. */
    long quantity;
    long price;
    long stop;
    int conditions;
    long tag;

    private final Flavour flavour;
    private final SplittableRandom random;
    private final long[] recent = new long[RECENT];
    private int recentCount;
    private long lastId;

    RandomFlow(final Flavour flavour, final long seed) {
        this.flavour = flavour;
        random = new SplittableRandom(seed);
    }

    private boolean chance(final int percent) {
        return random.nextInt(100) < percent;
    }

    /** Makes the next operation. */
    void next() {
        final int dice = random.nextInt(100);
        final int rest = 100 - flavour.add;
        stop = 0;
        conditions = 0;
        if (dice < flavour.add) {
            add();
        } else if (dice < flavour.add + rest * 45 / 100) {
            kind = Kind.CANCEL;
            id = knownId();
        } else if (dice < flavour.add + rest * 65 / 100) {
            kind = Kind.REDUCE;
            id = knownId();
            quantity = lots();
        } else if (dice < 98 || flavour.stop == 0 && !chance(5)) {
            kind = Kind.REPLACE;
            id = knownId();
            quantity = chance(30) ? 0 : chance(50) ? lots() : -lots();
            price = chance(30) ? 0 : price();
        } else {
            kind = Kind.MARKET;
            price = price();
        }
        if (chance(flavour.invalid)) {
            spoil();
        }
    }

    private void add() {
        kind = Kind.ADD;
        id = chance(2) ? knownId() : ++lastId;
        recent[recentCount++ % RECENT] = id;
        side = random.nextInt(2);
        quantity = chance(flavour.overflow) ? Long.MAX_VALUE - lots() : lots();
        price = chance(flavour.market) ? 0 : price();
        stop = chance(flavour.stop) ? price() : 0;
        conditions = (chance(flavour.aon) ? Conditions.AON : 0) | (chance(flavour.ioc) ? Conditions.IOC : 0);
        tag = random.nextLong();
    }

    private long knownId() {
        return recentCount == 0 ? 1 : recent[random.nextInt(Math.min(recentCount, RECENT))];
    }

    private long lots() {
        return (1 + random.nextInt(flavour.lots)) * flavour.unit;
    }

    private long price() {
        return flavour.base + random.nextInt(flavour.span);
    }

    private void spoil() {
        final long odd = ODD_NUMBERS[random.nextInt(ODD_NUMBERS.length)];
        switch (random.nextInt(4)) {
            case 0 -> id = odd;
            case 1 -> quantity = odd;
            case 2 -> price = odd;
            default -> stop = odd;
        }
    }

    @Override
    public String toString() {
        return kind + " id " + id + " side " + side + " quantity " + quantity + " price " + price + " stop " + stop
            + " conditions " + conditions;
    }
}
