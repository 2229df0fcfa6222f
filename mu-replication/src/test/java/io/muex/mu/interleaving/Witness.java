package io.muex.mu.interleaving;

import io.muex.mu.fabric.Grant;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.log.Entry;
import io.muex.mu.log.InheritanceLayout;
import io.muex.mu.log.PermissionWord;
import io.muex.mu.log.RingLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Remembers who proposed, wrote, was told of success, granted and applied what. Nothing in it depends on the order of
 * independent steps: an inheritance is copied out when its acknowledgement shows, behind all stores of its giver.
 */
final class Witness implements SteppedMemory.Watcher {
    /** A value written to one target under one ballot, or a success of it. */
    record Write(int target, long permission, long ballot, long index, long value) {
        long epoch() {
            return PermissionWord.epoch(permission);
        }
    }

    /** An entry as an inheritance holds it. */
    record Inherited(long ballot, long value) {
    }

    /** A grant with all that came with it. */
    record Given(int target, long epoch, int holder, long ballot, long base, long from, long end,
                 Map<Long, Inherited> entries) {
    }

    /** A command given to a state machine. */
    record Applied(int replica, long index, long value) {
    }

    private final SteppedMemory memory;
    private final Place place;
    final List<Write> posts = new ArrayList<>();
    final List<Write> successes = new ArrayList<>();
    final List<Given> givens = new ArrayList<>();
    final List<Applied> applied = new ArrayList<>();
    private final Map<Integer, String> writers = new HashMap<>();

    Witness(final SteppedMemory memory, final Place place) {
        this.memory = memory;
        this.place = place;
        memory.watch(this);
    }

    /** What an entry says, in one number that no other entry of these scenes has. */
    static long valueOf(final Entry entry) {
        final long payload = entry.length() < Long.BYTES ? 0 : entry.buffer().getLong(RingLayout.PAYLOAD);
        return (long) entry.kind() << 56 | payload;
    }

    void onPost(final Grant grant, final long index, final Entry entry) {
        final long value = valueOf(entry);
        if (entry.ballot() != grant.ballot()) {
            throw new IllegalStateException("I5 an entry is written under the ballot of its grant: " + grant);
        }
        posts.add(new Write(grant.id(), grant.permission(), grant.ballot(), index, value));
    }

    void onSuccess(final Grant grant, final long from, final long to) {
        for (final Write post : List.copyOf(posts)) {
            if (post.target() == grant.id() && post.permission() == grant.permission() && post.index() >= from
                && post.index() < to) {
                successes.add(post);
            }
        }
    }

    void onApply(final int replica, final long index, final long value) {
        applied.add(new Applied(replica, index, value));
    }

    @Override
    public void onVisible(final int word, final long value, final Strand by) {
        final long address = (long) word << 3;
        if (by != null) {
            checkWriter(word, address, by);
        }
        final int target = place.controlOf(address);
        if (target > 0) {
            for (int holder = 1; holder <= Place.REPLICAS; holder++) {
                if (address == place.control(target) + ControlLayout.grant(holder)) {
                    onGranted(target, holder, value);
                }
            }
        }
    }

    /** I1: every word has one writer, and a ring the replication thread of the one to whom it was granted. */
    private void checkWriter(final int word, final long address, final Strand by) {
        final String known = writers.putIfAbsent(word, by.name);
        if (known != null && !known.equals(by.name)) {
            throw new IllegalStateException("I1 one writer a word: " + place.describe(address) + " was written by "
                + known + " and by " + by.name);
        }
        final int ring = place.ringOf(address);
        if (ring > 0) {
            for (final Given given : givens) {
                if (given.target() == (ring & 15) && given.epoch() == ring >> 4
                    && !by.name.endsWith(Integer.toString(given.holder()))) {
                    throw new IllegalStateException("I1 a ring is its holder's: " + place.describe(address)
                        + " was written by " + by.name);
                }
            }
        }
    }

    private void onGranted(final int target, final int holder, final long ballot) {
        final long at = place.control(target) + ControlLayout.grant(holder);
        final long permission = memory.visible(at + ControlLayout.GRANT_PERMISSION);
        final long epoch = PermissionWord.epoch(permission);
        final long from = memory.visible(at + ControlLayout.GRANT_FROM);
        final long end = memory.visible(at + ControlLayout.GRANT_END);
        final Map<Long, Inherited> entries = entries(target, epoch, from, end);
        givens.add(new Given(target, epoch, holder, ballot, memory.visible(at + ControlLayout.GRANT_BASE), from, end,
            entries));
    }

    /** The entries of an inheritance as they lie there now. */
    Map<Long, Inherited> entries(final int target, final long epoch, final long from, final long end) {
        final Map<Long, Inherited> entries = new HashMap<>();
        final long area = place.inheritance(target, InheritanceLayout.area(epoch));
        for (long index = from; index < end && index - from < Place.SLOTS; index++) {
            final long slot = area + (index - from) * Place.SLOT_LENGTH;
            if (memory.visible(slot) == index + 1) {
                final long kind = memory.visible(slot + RingLayout.KIND_LENGTH);
                final long payload = kind >>> 32 < Long.BYTES ? 0 : memory.visible(slot + RingLayout.PAYLOAD);
                entries.put(index, new Inherited(memory.visible(slot + RingLayout.BALLOT), kind << 56 | payload));
            }
        }
        return entries;
    }
}
