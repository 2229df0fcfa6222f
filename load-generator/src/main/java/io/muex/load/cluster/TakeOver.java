package io.muex.load.cluster;

/**
 * When a leader reached each phase of taking over, monotonic nanoseconds of this host; 0 = not reached.
 *
 * @param leader        id of the new leader
 * @param ballot        of its leadership
 * @param suspectedNs   when it suspected the one before
 * @param switchedNs    when it held the write permission of a majority
 * @param caughtUpNs    when it had adopted everything that was left to it
 * @param ledNs         when its LEAD entry was committed
 * @param firstClientNs when the first command of a client was committed under it
 */
public record TakeOver(int leader, long ballot, long suspectedNs, long switchedNs, long caughtUpNs, long ledNs,
    long firstClientNs) {
    /** Whether every phase was reached. */
    public boolean isComplete() {
        return suspectedNs != 0 && switchedNs != 0 && caughtUpNs != 0 && ledNs != 0 && firstClientNs != 0;
    }
}
