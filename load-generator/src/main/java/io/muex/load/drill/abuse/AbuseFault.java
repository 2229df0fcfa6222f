package io.muex.load.drill.abuse;

/**
 * One fault.
 *
 * @param kind      as people write it
 * @param target    name of the process
 * @param atSeconds when, since the beginning
 * @param forMillis until it ran again; -1 for a process that was only started again then
 * @param gapMillis longest time without an answer that any session had because of it
 */
public record AbuseFault(String kind, String target, double atSeconds, long forMillis, long gapMillis) {
    AbuseFault withGap(final long newGapMillis) {
        return new AbuseFault(kind, target, atSeconds, forMillis, newGapMillis);
    }
}
