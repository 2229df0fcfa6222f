package io.muex.mu.recovery;

import io.muex.mu.SnapshotReader;
import io.muex.mu.SnapshotWriter;
import io.muex.mu.StateMachine;
import io.muex.mu.log.Entry;
import io.muex.mu.log.EntryKind;
import io.muex.mu.log.RingLayout;
import java.nio.ByteOrder;
import org.agrona.MutableDirectBuffer;

/**
 * Everything that the log decided so far at this replica: the state machine, the membership, the applied index and the
 * latest stamp. Entries come in through {@link #apply} in index order, each exactly once.
 */
public final class ReplicatedState {
    private final StateMachine machine;
    private final Membership membership;
    private final HashAudit audit;
    private long applied;
    private long lastTimestampNs;
    private long commandsApplied;

    /** State of a replica that has applied nothing. */
    public ReplicatedState(final StateMachine machine, final HashAudit audit) {
        this.machine = machine;
        this.audit = audit;
        this.membership = new Membership(audit.replicas());
    }

    /** Payload of ADMIT: id, incarnation. */
    public static int encodeAdmit(final MutableDirectBuffer buffer, final int id, final int incarnation) {
        buffer.putInt(0, id, ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(4, incarnation, ByteOrder.LITTLE_ENDIAN);
        return 8;
    }

    /** The id of an ADMIT entry. */
    public static int admittedId(final Entry entry) {
        return entry.buffer().getInt(RingLayout.PAYLOAD, ByteOrder.LITTLE_ENDIAN);
    }

    /** The incarnation of an ADMIT entry. */
    public static int admittedIncarnation(final Entry entry) {
        return entry.buffer().getInt(RingLayout.PAYLOAD + 4, ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Applies the entry at {@link #applied}. The state machine never sees time go back: an entry that a deposed leader
     * left undecided may be adopted behind those of a later leader, with its stamp of long ago.
     *
     * @throws IllegalStateException when the index is another one: an entry would be applied twice or left out
     * @throws DivergedException     when the entry proves that this replica's state is wrong
     */
    public void apply(final long index, final Entry entry) {
        if (index != applied) {
            throw new IllegalStateException("apply of index " + index + " where " + applied + " is next");
        }
        audit.onIndex(index, machine);
        lastTimestampNs = Math.max(lastTimestampNs, entry.timestampNs());
        switch (entry.kind()) {
            case EntryKind.COMMAND -> {
                machine.onCommand(index, lastTimestampNs, entry.buffer(), RingLayout.PAYLOAD, entry.length());
                commandsApplied++;
            }
            case EntryKind.ADMIT -> admit(admittedId(entry), admittedIncarnation(entry), index);
            case EntryKind.HASH -> audit.judge(entry, membership);
            default -> {
                // NOOP and LEAD change no state.
            }
        }
        applied = index + 1;
    }

    private void admit(final int id, final int incarnation, final long index) {
        if (membership.admit(id, incarnation, index)) {
            audit.onAdmitted(id);
        }
    }

    /** What is known of whether all replicas have the same state. */
    public HashAudit audit() {
        return audit;
    }

    /** First index not yet applied. */
    public long applied() {
        return applied;
    }

    /** Largest stamp applied so far, nanoseconds since the epoch. */
    public long lastTimestampNs() {
        return lastTimestampNs;
    }

    /** Commands given to the state machine by this process, entries of Mu's own not counted. */
    public long commandsApplied() {
        return commandsApplied;
    }

    /** Which incarnations count. */
    public Membership membership() {
        return membership;
    }

    /** Hash of the state machine. */
    public long stateHash() {
        return machine.stateHash();
    }

    /** Writes all of it but the applied index, which names the snapshot. */
    public void write(final SnapshotWriter out) {
        out.putLong(lastTimestampNs);
        membership.write(out);
        audit.write(out);
        machine.writeSnapshot(out);
    }

    /** Replaces all of it by a snapshot taken when {@code index} was the first index not applied. */
    public void load(final SnapshotReader in, final long index) {
        lastTimestampNs = in.getLong();
        membership.load(in);
        audit.load(in);
        machine.loadSnapshot(in);
        applied = index;
    }
}
