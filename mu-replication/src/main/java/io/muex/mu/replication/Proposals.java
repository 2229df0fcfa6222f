package io.muex.mu.replication;

import io.muex.mu.log.Entry;
import java.util.Arrays;

/**
 * A leader's private copies of what it proposed last, by index: put together here, posted from here, and applied from
 * here once committed. The value at an index never changes under a ballot, so the copy is what a majority holds; and
 * being private it cannot have been damaged since, so it needs no second checksum. What has been overtaken by newer
 * proposals before it was applied is read from the own log instead. One replication thread.
 */
final class Proposals {
    private static final int COUNT = 256;

    private final Entry[] entries;
    private final long[] indices = new long[COUNT];

    Proposals(final int slotLength) {
        entries = Entry.several(COUNT, slotLength);
        forget();
    }

    /** Everything here was proposed under a ballot that is over. */
    void forget() {
        Arrays.fill(indices, -1);
    }

    /** The entry in which the value for {@code index} shall be put together; it is held from now on. */
    Entry take(final long index) {
        final int place = (int) index & COUNT - 1;
        indices[place] = index;
        return entries[place];
    }

    /** What was proposed at {@code index}, or null if it is not held any more. */
    Entry held(final long index) {
        final int place = (int) index & COUNT - 1;
        return indices[place] == index ? entries[place] : null;
    }
}
