package io.muex.mu.session;

/**
 * One reader's place in an {@link EventRing}: a number, nothing else, so a slow reader costs nobody anything and falls
 * off at worst. Replication thread. The duty cycle of a reader:
 * <pre>
 *   if (cursor.isGone()) {
 *       // tell it that events before ring.firstRetained() are gone, and the state of every session
 *       cursor.toFirstRetained();
 *   }
 *   while (cursor.hasNext() &amp;&amp; offer(ring.buffer(), cursor.offset(), cursor.length())) {
 *       cursor.advance();
 *   }
 * </pre>
 */
public final class EventCursor {
    private final EventRing ring;
    private long next;

    /** A cursor whose next event is {@code next}, 1 or more; it may lie in the future. */
    public EventCursor(final EventRing ring, final long next) {
        this.ring = ring;
        seek(next);
    }

    /** Number of the next event to read. */
    public long next() {
        return next;
    }

    /** Moves to {@code eventSeq}, 1 or more. */
    public void seek(final long eventSeq) {
        if (eventSeq < 1) {
            throw new IllegalArgumentException("events are numbered from 1, not " + eventSeq);
        }
        next = eventSeq;
    }

    /** True when the next event is no longer retained. */
    public boolean isGone() {
        return next < ring.firstRetained();
    }

    /** True when the next event can be read now. */
    public boolean hasNext() {
        return ring.isRetained(next);
    }

    /** Offset of the next event in the ring's buffer; only if {@link #hasNext()}. */
    public int offset() {
        return ring.offset(next);
    }

    /** Length of the next event in bytes, a multiple of 8; only if {@link #hasNext()}. */
    public int length() {
        return ring.length(next);
    }

    /** Passes the next event. */
    public void advance() {
        next++;
    }

    /** Gives up what is gone: moves to the oldest retained event. */
    public void toFirstRetained() {
        next = ring.firstRetained();
    }
}
