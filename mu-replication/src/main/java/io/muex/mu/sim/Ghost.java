package io.muex.mu.sim;

import io.muex.mu.Ballot;
import io.muex.mu.fabric.Grant;
import io.muex.mu.log.Entry;
import io.muex.mu.log.EntryKind;
import io.muex.mu.log.RingLayout;
import io.muex.mu.recovery.ReplicatedState;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.agrona.DirectBuffer;

/**
 * The history that no replica has: every value ever proposed, every write ever reported as success, what is thereby
 * chosen, and what was applied. It checks as it records, so a violation shows at the step that makes it.
 */
final class Ghost {
    /** What one grant of one target has seen. */
    private static final class Tenure {
        private long startedAt = -1;
        private long successEnd = -1;
        private long sealedBase = -1;
        private long sealedEnd = -1;
    }

    /** What one leadership did. */
    private static final class Reign {
        private final Map<Integer, long[]> completed = new HashMap<>();
        private final Map<Long, Long> values = new HashMap<>();
        private final Map<Long, long[]> admissions = new HashMap<>();
        private long chosenEnd = -1;
    }

    private final int replicas;
    private final Map<Long, Tenure> tenures = new HashMap<>();
    private final Map<Long, Reign> reigns = new HashMap<>();
    private final Map<Long, Long> chosen = new HashMap<>();
    private final Map<Long, Long> chosenUnder = new HashMap<>();
    private final int[] admitted;
    private final long[] admittedAt;
    private long contiguousChosen;
    private long admissionsSeenTo;
    private final Map<Long, long[]> chosenAdmissions = new HashMap<>();
    long grants;
    long commits;

    Ghost(final int replicas) {
        this.replicas = replicas;
        this.admitted = new int[replicas + 1];
        this.admittedAt = new long[replicas + 1];
        Arrays.fill(admitted, 1);
    }

    private static long valueOf(final Entry entry) {
        return valueOf(entry.kind(), entry.timestampNs(), entry.buffer(), RingLayout.PAYLOAD, entry.length());
    }

    private static long valueOf(final int kind, final long timestampNs, final DirectBuffer buffer, final int offset,
                                final int length) {
        long hash = kind * 31L + timestampNs;
        for (int i = 0; i < length; i++) {
            hash = (hash ^ buffer.getByte(offset + i)) * 0x100000001B3L;
        }
        return hash;
    }

    private static long key(final int id, final int incarnation, final long permission) {
        return (permission << 16 | incarnation) << 8 | id;
    }

    private Tenure tenure(final Grant grant) {
        return tenures.computeIfAbsent(key(grant.id(), grant.incarnation(), grant.permission()), k -> new Tenure());
    }

    private Reign reign(final long ballot) {
        return reigns.computeIfAbsent(ballot, k -> new Reign());
    }

    /** One value per ballot and index; a chosen index keeps its value; a commit index promises only chosen entries. */
    void onPost(final Grant grant, final long index, final Entry entry, final long hint) {
        final long value = valueOf(entry);
        final Long earlier = reign(grant.ballot()).values.putIfAbsent(index, value);
        if (earlier != null && earlier != value) {
            throw new Violation("I5 one value per ballot and index", at(index) + Ballot.toString(grant.ballot()));
        }
        final Long fixed = chosen.get(index);
        if (fixed != null && fixed != value && grant.ballot() > chosenUnder.get(index)) {
            throw new Violation("I8' a chosen value is written again unchanged", at(index)
                + Ballot.toString(grant.ballot()) + " to " + grant.id());
        }
        if (entry.kind() == EntryKind.ADMIT) {
            reign(grant.ballot()).admissions.put(index,
                new long[] {ReplicatedState.admittedId(entry), ReplicatedState.admittedIncarnation(entry)});
        }
        checkHint(hint);
    }

    void checkHint(final long hint) {
        if (hint > contiguousChosen) {
            throw new Violation("I12 a commit index covers chosen entries only", "commit index " + hint + ", chosen to "
                + contiguousChosen);
        }
    }

    void onStart(final Grant grant, final long index) {
        final Tenure tenure = tenure(grant);
        tenure.startedAt = index;
        if (index > contiguousChosen) {
            throw new Violation("I18 a target starts behind chosen entries only", "started " + grant.id() + " at "
                + index + ", chosen to " + contiguousChosen);
        }
        final Reign reign = reign(grant.ballot());
        if (reign.chosenEnd < 0) {
            // The own log is started first, at the base; what lies below was chosen before this reign.
            reign.chosenEnd = index;
        }
        reign.completed.put(grant.id(), new long[] {index, index, grant.incarnation()});
    }

    /** A channel reported success up to {@code end}. */
    void onSuccess(final Grant grant, final long end) {
        final Tenure tenure = tenure(grant);
        tenure.successEnd = Math.max(tenure.successEnd, end);
        checkSeal(tenure, grant.id());
        final Reign reign = reign(grant.ballot());
        final long[] completed = reign.completed.get(grant.id());
        if (completed != null && completed[1] < end) {
            completed[1] = end;
            choose(grant.ballot(), reign);
        }
    }

    /**
     * A replica granted its log anew: everything reported as success under the old grant must be in what it passed on.
     */
    void onSeal(final int id, final int incarnation, final long oldPermission, final long base, final long end) {
        grants++;
        final Tenure tenure = tenures.computeIfAbsent(key(id, incarnation, oldPermission), k -> new Tenure());
        tenure.sealedBase = base;
        tenure.sealedEnd = end;
        checkSeal(tenure, id);
    }

    private static void checkSeal(final Tenure tenure, final int id) {
        if (tenure.sealedEnd >= 0 && tenure.startedAt >= 0 && tenure.successEnd > tenure.startedAt
            && tenure.successEnd > Math.max(tenure.sealedEnd, tenure.sealedBase)) {
            throw new Violation("I3 success means it is in the log", "target " + id + " passed on to "
                + tenure.sealedEnd + ", success was reported to " + tenure.successEnd);
        }
    }

    private void choose(final long ballot, final Reign reign) {
        for (long index = reign.chosenEnd; reign.values.containsKey(index); index++) {
            final Long value = reign.values.get(index);
            if (count(reign, index) < replicas / 2 + 1) {
                return;
            }
            reign.chosenEnd = index + 1;
            final Long earlier = chosen.putIfAbsent(index, value);
                if (earlier == null) {
                chosenUnder.put(index, ballot);
                commits++;
            } else if (!earlier.equals(value)) {
                throw new Violation("I8 agreement", at(index) + Ballot.toString(ballot));
            }
            final long[] admission = reign.admissions.get(index);
            if (admission != null) {
                chosenAdmissions.put(index, admission);
            }
            advance();
        }
    }

    /** How many members count for an index: holders of it in the incarnation that is admitted at that index. */
    private int count(final Reign reign, final long index) {
        final long[] admission = reign.admissions.get(index);
        int count = 0;
        for (final Map.Entry<Integer, long[]> target : reign.completed.entrySet()) {
            final int id = target.getKey();
            final long[] completed = target.getValue();
            final boolean admittedHere = admission != null && admission[0] == id;
            if (completed[1] > index && completed[2] == admitted[id] && !admittedHere) {
                count++;
            }
        }
        return count;
    }

    private void advance() {
        while (chosen.containsKey(contiguousChosen)) {
            contiguousChosen++;
        }
        for (; admissionsSeenTo < contiguousChosen; admissionsSeenTo++) {
            final long[] admission = chosenAdmissions.get(admissionsSeenTo);
            if (admission != null && admission[1] > admitted[(int) admission[0]]) {
                admitted[(int) admission[0]] = (int) admission[1];
                admittedAt[(int) admission[0]] = admissionsSeenTo;
            }
        }
    }

    /** A replica applied a command: it must be chosen, and be that very command. */
    void onApply(final int id, final long index, final long timestampNs, final DirectBuffer buffer, final int offset,
                 final int length) {
        final Long fixed = chosen.get(index);
        if (fixed == null) {
            throw new Violation("I13 only chosen entries are applied", "replica " + id + " " + at(index));
        }
        if (fixed != valueOf(EntryKind.COMMAND, timestampNs, buffer, offset, length)) {
            throw new Violation("I13 the chosen entry is applied", "replica " + id + " " + at(index));
        }
    }

    long chosenEnd() {
        return contiguousChosen;
    }

    private static String at(final long index) {
        return "index " + index + " ";
    }
}
