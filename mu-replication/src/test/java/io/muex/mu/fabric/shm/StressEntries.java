package io.muex.mu.fabric.shm;

import org.agrona.concurrent.UnsafeBuffer;

import io.muex.mu.log.Entry;
import io.muex.mu.log.EntryKind;
import io.muex.mu.log.RingLayout;

/** Entries whose every word follows from index and ballot, so that a reader knows what it must find. */
final class StressEntries {
    static final int SLOT_LENGTH = 128;

    private static final int WORDS = Entry.maxPayload(SLOT_LENGTH) / Long.BYTES;
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

    private final UnsafeBuffer payload = new UnsafeBuffer(new byte[WORDS * Long.BYTES]);

    void encode(final Entry into, final long index, final long ballot) {
        for (int word = 0; word < WORDS; word++) {
            payload.putLong(word * Long.BYTES, word(index, ballot, word));
        }
        into.encode(index, ballot, index, EntryKind.COMMAND, payload, 0, WORDS * Long.BYTES);
    }

    static boolean isAsEncoded(final Entry entry, final long index, final long ballot) {
        boolean same = entry.ballot() == ballot && entry.length() == WORDS * Long.BYTES;
        for (int word = 0; word < WORDS && same; word++) {
            same = entry.buffer().getLong(RingLayout.PAYLOAD + word * Long.BYTES) == word(index, ballot, word);
        }
        return same;
    }

    private static long word(final long index, final long ballot, final int word) {
        return (index * 31 + ballot + word) * MIX;
    }
}
