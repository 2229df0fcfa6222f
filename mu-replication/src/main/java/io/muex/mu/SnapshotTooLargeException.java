package io.muex.mu;

/** The state does not fit the reserved snapshot region. The replica goes on; the newcomer is told why it must wait. */
public final class SnapshotTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Names the length that was needed and the capacity that there is, both in bytes. */
    public SnapshotTooLargeException(final long neededBytes, final long capacityBytes) {
        super("snapshot needs at least " + neededBytes + " bytes, the reserved region has " + capacityBytes);
    }
}
