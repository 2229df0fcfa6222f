package io.muex.mu.fabric.disni;

import io.muex.mu.fabric.Grant;
import io.muex.mu.fabric.PermissionGate;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.log.InheritanceLayout;
import io.muex.mu.log.PermissionWord;
import org.agrona.UnsafeApi;

/**
 * How a grant comes over: read what the target answered; when it has granted, read the whole inheritance; then read the
 * permission again. Only if it still is this grant, the copy is of this grant and whole, and it stays valid whatever
 * the target does later. Guarded by the lock of {@link BackgroundEnd}.
 */
final class GrantFetch {
    /** Bytes read at once. */
    static final int PIECE_BYTES = 1 << 20;

    enum Phase { ASK, ASKED, ANSWERED, COPYING, COPIED, CHECKING, CHECKED }

    private final long serial;
    private final int id;
    private final int incarnation;
    private final long ballot;
    private Phase phase = Phase.ASK;
    private Grant grant;
    private int key;
    private long copiedBytes;
    private int underWay;
    private boolean copied;

    GrantFetch(final long serial, final int id, final int incarnation, final long ballot) {
        this.serial = serial;
        this.id = id;
        this.incarnation = incarnation;
        this.ballot = ballot;
    }

    boolean isFor(final int ofIncarnation, final long ofBallot) {
        return incarnation == ofIncarnation && ballot == ofBallot;
    }

    /** Tells its requests from those of an earlier fetch. */
    long serial() {
        return serial;
    }

    Phase phase() {
        return phase;
    }

    void phase(final Phase next) {
        phase = next;
    }

    Grant grant() {
        return grant;
    }

    int key() {
        return key;
    }

    int area() {
        return InheritanceLayout.area(PermissionWord.epoch(grant.permission()));
    }

    boolean isCopied() {
        return copied;
    }

    /** Takes in the answer at {@code at}, the block of words that describes the grant. */
    void readAnswer(final long at) {
        phase = Phase.ASK;
        if (word(at, ControlLayout.GRANT_ACKNOWLEDGED) != ballot) {
            return;
        }
        final long permission = word(at, ControlLayout.GRANT_PERMISSION);
        final long votes = word(at, ControlLayout.GRANT_VOTES);
        final Grant read = new Grant(id, incarnation, ballot, permission, word(at, ControlLayout.GRANT_BASE),
            word(at, ControlLayout.GRANT_FROM), word(at, ControlLayout.GRANT_END),
            word(at, ControlLayout.GRANT_CHOSEN_FROM), votes == 1);
        final long keyWord = word(at, ControlLayout.GRANT_KEY);
        final boolean isWhole = word(at, ControlLayout.GRANT_CHECKSUM) == PermissionGate.grantChecksum(ballot,
            permission, read.base(), read.from(), read.end(), votes, read.chosenFrom());
        if (isWhole && keyWord >>> 32 == (PermissionWord.epoch(permission) & 0xFFFF_FFFFL)) {
            copied &= read.equals(grant);
            grant = read;
            key = (int) keyWord;
            phase = Phase.ANSWERED;
        }
    }

    private static long word(final long at, final int offset) {
        return UnsafeApi.getLongAcquire(null, at + offset);
    }

    void beginCopy() {
        phase = Phase.COPYING;
        copiedBytes = 0;
        underWay = 0;
    }

    /** Bytes of the inheritance. */
    long copyBytes(final int slotLength) {
        return Math.max(0, grant.end() - grant.from()) * slotLength;
    }

    long copiedBytes() {
        return copiedBytes;
    }

    int underWay() {
        return underWay;
    }

    void pieceAsked(final int bytes) {
        copiedBytes += bytes;
        underWay++;
    }

    void pieceDone() {
        underWay--;
    }

    void copied() {
        copied = true;
        phase = Phase.COPIED;
    }

    /** The permission word as read after the copy. */
    boolean isConfirmedBy(final long permission) {
        return permission == grant.permission();
    }
}
