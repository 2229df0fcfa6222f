package io.muex.mu.sim;

/** A stream of numbers from a seed. One thread. */
final class Randomness {
    private long state;

    Randomness(final long seed) {
        state = seed == 0 ? 1 : seed;
        for (int i = 0; i < 4; i++) {
            next();
        }
    }

    long next() {
        state ^= state << 13;
        state ^= state >>> 7;
        state ^= state << 17;
        return state * 0x2545F4914F6CDD1DL;
    }

    /** From 0 to {@code bound - 1}. */
    int draw(final int bound) {
        return (int) ((next() >>> 33) % bound);
    }

    /** From a quarter to seven quarters of a mean. */
    long around(final long mean) {
        return mean / 4 + (next() >>> 1) % (mean * 3 / 2);
    }

    /** Between the bounds, the logarithm evenly drawn. */
    long logarithmic(final long least, final long most) {
        final int octaves = 63 - Long.numberOfLeadingZeros(most / least);
        final long base = least << draw(octaves + 1);
        return Math.min(most, base + (next() >>> 1) % base);
    }
}
