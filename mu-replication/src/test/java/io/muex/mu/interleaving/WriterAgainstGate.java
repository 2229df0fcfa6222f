package io.muex.mu.interleaving;

import io.muex.mu.Ballot;
import io.muex.mu.fabric.Fabric;
import io.muex.mu.fabric.Grant;
import io.muex.mu.fabric.LogChannel;
import io.muex.mu.fabric.MemoryFabric;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.log.Entry;
import io.muex.mu.log.EntryKind;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The smallest scene: a holder writes entries through its channel into the log of 3 (W1 to W5), while the gate of 3
 * takes that log away (T1 to T6). Optionally the new holder reads what it was given, and confirms it.
 */
final class WriterAgainstGate implements Scene {
    private static final long OLD = Ballot.of(1, 1, 1);
    private static final long NEW = Ballot.of(2, 1, 2);
    private final SteppedMemory memory;
    private final boolean inOrder;
    private final Place place;
    private final Witness witness;
    private final LogChannel channel;
    private int succeeded;
    private int read = -1;

    /**
     * Sets the scene.
     *
     * @param batch  how many entries are posted before each fence; 0 for none between them and one in the end
     * @param reads  whether the new holder is there
     */
    WriterAgainstGate(final boolean inOrder, final int entries, final int batch, final boolean reads) {
        this.inOrder = inOrder;
        memory = new SteppedMemory(inOrder);
        place = new Place(memory, 1);
        witness = new Witness(memory, place);
        final Fabric old = new WitnessedFabric(new MemoryFabric(memory, place.as(1)), witness);
        final Fabric mine = new MemoryFabric(memory, place.as(3));
        mine.gate().grant(1, OLD, true, 0);
        channel = old.open(old.grant(3, 1, OLD));
        channel.startAt(0);
        memory.strand("writer 1", () -> write(old, entries, batch));
        memory.strand("gate 3", () -> mine.gate().grant(2, NEW, true, 0));
        if (reads) {
            final Fabric next = new WitnessedFabric(new MemoryFabric(memory, place.as(2)), witness);
            memory.strand("reader 2", () -> read(next));
        }
    }

    private void write(final Fabric fabric, final int entries, final int batch) {
        final Entry entry = new Entry(Place.SLOT_LENGTH);
        final UnsafeBuffer payload = new UnsafeBuffer(new byte[Long.BYTES]);
        for (int index = 0; index < entries; index++) {
            payload.putLong(0, index + 1);
            entry.encode(index, OLD, index, EntryKind.COMMAND, payload, 0, Long.BYTES);
            channel.post(entry, 0);
            if ((index + 1) % batch == 0 || index == entries - 1) {
                fabric.flush();
                if (!channel.poll()) {
                    break;
                }
            }
        }
        succeeded = (int) channel.completedEnd();
    }

    private void read(final Fabric fabric) {
        memory.await(place.control(3) + ControlLayout.grant(2), NEW);
        final Grant grant = fabric.grant(3, 1, NEW);
        if (grant == null) {
            throw new IllegalStateException("I4 what was acknowledged is a grant");
        }
        final Entry entry = new Entry(Place.SLOT_LENGTH);
        int count = 0;
        for (long index = grant.from(); index < grant.end(); index++) {
            final int found = fabric.inherited(grant, index, entry);
            if (found == Fabric.DAMAGED) {
                throw new IllegalStateException("I17 an entry that was read is damaged: " + index);
            }
            if (found == Fabric.WHOLE) {
                count++;
            }
        }
        read = fabric.stands(grant) ? count : -1;
    }

    @Override
    public SteppedMemory memory() {
        return memory;
    }

    @Override
    public String judge() {
        final Verdict verdict = new Verdict(witness, inOrder);
        verdict.check();
        final Witness.Given given = witness.givens.getLast();
        if (read >= 0 && read != given.entries().size()) {
            throw new IllegalStateException("I3 what was given was read: " + read + " of " + given);
        }
        return succeeded + " succeeded, " + given.entries().size() + " handed on"
            + (verdict.holes() > 0 ? " behind a hole" : "");
    }

    @Override
    public String describe(final long address) {
        return place.describe(address);
    }
}
