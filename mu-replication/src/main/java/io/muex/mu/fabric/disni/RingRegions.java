package io.muex.mu.fabric.disni;

import io.muex.mu.fabric.Regions;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.agrona.UnsafeApi;

/**
 * The four registered memory regions in which the rings of successive grants lie: grant e is in region e modulo four.
 * A region goes round:
 * <pre>
 *   READY     zero, and registered once for each peer with a key that nobody has been told
 *   GRANTED   the holder has been told its key
 *   SEALED    the holder's key has been deregistered: nothing lands any more; replay may still read
 *   READY     of grant e + 4, once replay has left it: the other keys deregistered, zeroed, registered anew
 * </pre>
 * A key belongs to the protection domain of one peer, so it works on that peer's queue pairs only. Threads: sealing and
 * opening on the background plane, retiring on the replication plane, {@link #renew} on housekeeping; a region is
 * changed by one of them at a time, and each hands it on with a store that the next reads.
 */
final class RingRegions {
    /** Regions: one granted, one sealed and still replayed, two ready. */
    static final int COUNT = 4;

    private static final int READY = 0;
    private static final int GRANTED = 1;
    private static final int SEALED = 2;

    /** Lends memory to peers; the device behind it, or a test's. */
    interface Lender {
        /** Registers memory for the queue pairs of a peer to write; answers the key. */
        Loan lend(int peer, long address, long lengthBytes);

        /** Returns when nothing can be written through the key any more. */
        void end(Loan loan);
    }

    /** A registration. */
    record Loan(int peer, int key, Object region) {
    }

    private final Lender lender;
    private final long[] addresses;
    private final long lengthBytes;
    private final int replicaCount;
    private final int selfId;
    private final AtomicLongArray epochs = new AtomicLongArray(COUNT);
    private final AtomicIntegerArray states = new AtomicIntegerArray(COUNT);
    /** By place and peer; taken out by whoever ends it. */
    private final AtomicReferenceArray<Loan> loans;
    private volatile boolean closed;
    private volatile long retiredBelow;

    /** Registers all regions for the first four grants; {@code addresses} are zeroed memory. */
    RingRegions(final Lender lender, final long[] addresses, final long lengthBytes, final int selfId,
                final int replicaCount) {
        this.lender = lender;
        this.addresses = addresses;
        this.lengthBytes = lengthBytes;
        this.selfId = selfId;
        this.replicaCount = replicaCount;
        this.loans = new AtomicReferenceArray<>(COUNT * (replicaCount + 1));
        for (int epoch = 1; epoch <= COUNT; epoch++) {
            prepare(place(epoch), epoch);
        }
    }

    private static int place(final long epoch) {
        return (int) (epoch & COUNT - 1);
    }

    private void prepare(final int place, final long epoch) {
        for (int peer = 1; peer <= replicaCount; peer++) {
            if (peer != selfId && !closed) {
                loans.set(at(place, peer), lender.lend(peer, addresses[place], lengthBytes));
            }
        }
        states.setRelease(place, READY);
        epochs.setRelease(place, epoch);
        if (closed) {
            endAll(place);
        }
    }

    private int at(final int place, final int peer) {
        return place * (replicaCount + 1) + peer;
    }

    /** Address of the ring of a grant, {@link Regions#ABSENT} while there is none. Any thread. */
    long address(final long epoch) {
        final int place = place(epoch);
        return epoch > 0 && epochs.getAcquire(place) == epoch ? addresses[place] : Regions.ABSENT;
    }

    /** The key for the holder of a grant; 0 for this replica itself, which needs none. Background plane. */
    int open(final long epoch, final int holder) {
        final int place = place(epoch);
        requireState(place, epoch, READY);
        states.setRelease(place, GRANTED);
        final Loan loan = loans.get(at(place, holder));
        return loan == null ? 0 : loan.key();
    }

    /**
     * Ends every key of a grant's ring that has been told. Afterwards nothing lands in it. Background plane.
     *
     * @param holder who was told; 0 if it is not known, which ends all of them
     */
    void seal(final long epoch, final int holder) {
        final int place = place(epoch);
        requireState(place, epoch, GRANTED);
        for (int peer = 1; peer <= replicaCount; peer++) {
            if (peer == holder || holder == 0) {
                end(place, peer);
            }
        }
        states.setRelease(place, SEALED);
    }

    private void requireState(final int place, final long epoch, final int state) {
        if (epochs.getAcquire(place) != epoch || states.getAcquire(place) != state) {
            throw new IllegalStateException("region of grant " + epoch + " is in state " + states.get(place)
                + " of grant " + epochs.get(place));
        }
    }

    private void end(final int place, final int peer) {
        final Loan loan = loans.getAndSet(at(place, peer), null);
        if (loan != null) {
            lender.end(loan);
        }
    }

    /** Rings below this epoch are not read any more. Replication plane. */
    void retireBelow(final long epoch) {
        retiredBelow = epoch;
    }

    /**
     * Makes sealed regions that replay has left ready for a later grant. Housekeeping.
     *
     * @return how many
     */
    int renew() {
        int renewed = 0;
        for (int place = 0; place < COUNT; place++) {
            final long epoch = epochs.getAcquire(place);
            if (epoch != 0 && epoch < retiredBelow && states.getAcquire(place) == SEALED) {
                epochs.setRelease(place, 0);
                endAll(place);
                UnsafeApi.setMemory(addresses[place], lengthBytes, (byte) 0);
                prepare(place, epoch + COUNT);
                renewed++;
            }
        }
        return renewed;
    }

    /** Ends every key there is: this replica's log is nobody's any more. Any thread. */
    void close() {
        closed = true;
        for (int place = 0; place < COUNT; place++) {
            endAll(place);
        }
    }

    private void endAll(final int place) {
        for (int peer = 1; peer <= replicaCount; peer++) {
            end(place, peer);
        }
    }
}
