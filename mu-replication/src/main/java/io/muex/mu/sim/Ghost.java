package io.muex.mu.sim;

import io.muex.mu.Ballot;
import io.muex.mu.fabric.Grant;
import io.muex.mu.log.Entry;
import io.muex.mu.log.EntryKind;
import io.muex.mu.log.RingLayout;
import io.muex.mu.recovery.Membership;
import io.muex.mu.recovery.ReplicatedState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The history that no replica has: every value ever proposed, every write ever reported as success, what is thereby
 * chosen, and what was applied. It checks as it records, so a violation shows at the step that makes it.
 */
final class Ghost {
    /** Eight times what the most restless of 300 honest runs needed. */
    static final long MOST_GRANTS = 8_000;

    /** What one grant of one target has seen. */
    static final class Tenure {
        private final int id;
        private final int incarnation;
        private final Reign reign;
        private long startedAt = -1;
        private long successEnd = -1;
        private long sealedBase = -1;
        private long sealedEnd = -1;

        private Tenure(final int id, final int incarnation, final Reign reign) {
            this.id = id;
            this.incarnation = incarnation;
            this.reign = reign;
        }
    }

    /** What one leadership did. */
    private static final class Reign {
        private final long ballot;
        private final long[] completedEnd;
        private final int[] completedBy;
        /** Incarnation of each id that granted as a voter; 0 for none. */
        private final int[] grantedByVoter;
        private final IndexedLongs values = new IndexedLongs();
        private final Map<Long, int[]> admissions = new HashMap<>();
        /** Of each id, by the admissions that were written again before the first entry of its own. */
        private final int[] leastIncarnation;
        private long chosenEnd = -1;
        private long leadIndex = -1;

        private Reign(final long ballot, final int replicas) {
            this.ballot = ballot;
            this.completedEnd = new long[replicas + 1];
            this.completedBy = new int[replicas + 1];
            this.grantedByVoter = new int[replicas + 1];
            this.leastIncarnation = new int[replicas + 1];
        }
    }

    private final int replicas;
    private final int majority;
    private final Reference reference;
    final DivergenceChecker divergence;
    private final Map<Long, Tenure> tenures = new HashMap<>();
    private final Map<Long, Reign> reigns = new HashMap<>();
    private final Map<Long, Proposal> proposals = new HashMap<>();
    private final IndexedLongs chosen = new IndexedLongs();
    private final IndexedLongs chosenUnder = new IndexedLongs();
    private final int[] admitted;
    /** Where each id's incarnation was admitted, and whether it has shown since that it has applied that. */
    private final long[] admittedAt;
    private final boolean[] counts;
    private final Map<Integer, Long> latestBallot = new HashMap<>();
    private final List<long[]> admissionsInOrder = new ArrayList<>();
    /** The chosen values as the state machine is given them. */
    private final IndexedLongs toExecute = new IndexedLongs();
    private long lastStampNs;
    private long highestChosenUnder;
    private long contiguousChosen;
    private final Map<Long, int[]> chosenAdmissions = new HashMap<>();
    long grants;
    long commits;
    long admissions;

    Ghost(final int replicas, final Reference reference) {
        this.replicas = replicas;
        this.majority = replicas / 2 + 1;
        this.reference = reference;
        this.divergence = new DivergenceChecker(replicas);
        this.admitted = new int[replicas + 1];
        Arrays.fill(admitted, 1);
        this.admittedAt = new long[replicas + 1];
        this.counts = new boolean[replicas + 1];
        Arrays.fill(counts, true);
    }

    private static long key(final int id, final int incarnation, final long permission) {
        return (permission << 16 | incarnation) << 8 | id;
    }

    private Reign reign(final long ballot) {
        return reigns.computeIfAbsent(ballot, known -> new Reign(known, replicas));
    }

    /** What is known of a grant, for the calls below. */
    Tenure tenure(final Grant grant) {
        return tenures.computeIfAbsent(key(grant.id(), grant.incarnation(), grant.permission()),
            known -> new Tenure(grant.id(), grant.incarnation(), reign(grant.ballot())));
    }

    /**
     * A replica granted its log anew: everything reported as success under the old grant must be in what it passed on.
     *
     * @param wholeEnd where that has its first hole, or ends
     */
    void onGrant(final Grant grant, final long oldPermission, final long wholeEnd) {
        if (++grants > MOST_GRANTS) {
            throw new Violation("liveness", "logs change hands without end: " + grants + " grants");
        }
        if (grant.votes()) {
            reign(grant.ballot()).grantedByVoter[grant.id()] = grant.incarnation();
        }
        latestBallot.put(grant.incarnation() << 8 | grant.id(), grant.ballot());
        final Tenure old = tenures.get(key(grant.id(), grant.incarnation(), oldPermission));
        if (old != null) {
            old.sealedBase = grant.base();
            old.sealedEnd = wholeEnd;
            checkSeal(old);
        }
    }

    /** One value per ballot and index; a chosen index keeps its value; a commit index promises only chosen entries. */
    void onPost(final Tenure tenure, final int writer, final long index, final Entry entry, final long hint) {
        final Reign reign = tenure.reign;
        if (Ballot.id(reign.ballot) != writer || entry.ballot() != reign.ballot) {
            throw new Violation("I5 a ballot belongs to one incarnation", at(index) + Ballot.toString(entry.ballot())
                + " written by " + writer + " under " + Ballot.toString(reign.ballot));
        }
        final long value = Proposal.valueOf(entry);
        final long fixed = chosen.get(index);
        if (fixed != 0 && fixed != value && (reign.ballot > chosenUnder.get(index) || index < reign.chosenEnd)) {
            throw new Violation("I8' a chosen value is written again unchanged", at(index)
                + Ballot.toString(reign.ballot) + " to " + tenure.id);
        }
        final long earlier = reign.values.get(index);
        if (earlier == 0) {
            record(reign, index, value, entry);
        } else if (earlier != value) {
            throw new Violation("I5 one value per ballot and index", at(index) + Ballot.toString(reign.ballot));
        }
        if (tenure.incarnation < reign.leastIncarnation[tenure.id]) {
            throw new Violation("I19 an older incarnation is not written behind an adopted admission", at(index)
                + Ballot.toString(reign.ballot) + " to " + tenure.id + "/" + tenure.incarnation);
        }
        checkHint(hint);
    }

    private void record(final Reign reign, final long index, final long value, final Entry entry) {
        checkPromised(reign, index);
        checkStamp(reign, index, entry);
        reign.values.put(index, value);
        if (!proposals.containsKey(value)) {
            final Proposal proposal = Proposal.of(entry);
            reference.checkOrigin(index, proposal);
            proposals.put(value, proposal);
        }
        if (entry.kind() == EntryKind.LEAD && entry.buffer().getLong(RingLayout.PAYLOAD) == reign.ballot) {
            reign.leadIndex = index;
        }
        if (entry.kind() == EntryKind.ADMIT) {
            final int id = ReplicatedState.admittedId(entry);
            final int incarnation = ReplicatedState.admittedIncarnation(entry);
            reign.admissions.put(index, new int[] {id, incarnation});
            if (reign.leadIndex < 0) {
                reign.leastIncarnation[id] = Math.max(reign.leastIncarnation[id], incarnation);
            }
        }
    }

    private void checkPromised(final Reign reign, final long index) {
        int voters = 0;
        int admittedVoters = 0;
        boolean allStand = true;
        for (int id = 1; id <= replicas; id++) {
            final int incarnation = reign.grantedByVoter[id];
            voters += incarnation != 0 ? 1 : 0;
            admittedVoters += incarnation == admitted[id] ? 1 : 0;
            allStand &= incarnation == 0 || latestBallot.get(incarnation << 8 | id) == reign.ballot;
        }
        // Where all grants still stand, one of them was given after the admission and handed it on.
        if (admittedVoters < majority && allStand && reign.leadIndex < 0) {
            throw new Violation("I19 only admitted incarnations make a majority", at(index)
                + Ballot.toString(reign.ballot) + " with " + admittedVoters + " grants of admitted incarnations");
        }
        if (voters < majority) {
            throw new Violation("I7 a majority has promised before anything is written", at(index)
                + Ballot.toString(reign.ballot) + " with " + voters + " grants of voters");
        }
    }

    void checkHint(final long hint) {
        if (hint > contiguousChosen) {
            throw new Violation("I12 a commit index covers chosen entries only", "commit index " + hint + ", chosen to "
                + contiguousChosen);
        }
    }

    /** What a replica shows as applied or committed is chosen. */
    void checkProgress(final String what, final int id, final long index) {
        if (index > contiguousChosen) {
            throw new Violation("I11 progress covers chosen entries only", what + " of " + id + " is " + index
                + ", chosen to " + contiguousChosen);
        }
    }

    void onStart(final Tenure tenure, final long index) {
        tenure.startedAt = index;
        if (index > contiguousChosen) {
            throw new Violation("I18 a target starts behind chosen entries only", "started " + tenure.id + " at "
                + index + ", chosen to " + contiguousChosen);
        }
        final Reign reign = tenure.reign;
        if (reign.chosenEnd >= 0 && index > reign.chosenEnd) {
            // What lies between may be another value than this leader has, and would count as its own.
            throw new Violation("I18 a target starts behind chosen entries only", "started " + tenure.id + " at "
                + index + ", chosen under " + Ballot.toString(reign.ballot) + " to " + reign.chosenEnd);
        }
        if (reign.chosenEnd < 0) {
            // The own log is started first, at the base; what lies below was chosen before this reign.
            reign.chosenEnd = index;
        }
        reign.completedEnd[tenure.id] = index;
        reign.completedBy[tenure.id] = tenure.incarnation;
    }

    /** Whether this ballot's leader has begun to write. */
    boolean hasBegun(final long ballot) {
        final Reign reign = reigns.get(ballot);
        return reign != null && reign.chosenEnd >= 0;
    }

    /** A channel reported success up to {@code end}. */
    void onSuccess(final Tenure tenure, final long end) {
        tenure.successEnd = Math.max(tenure.successEnd, end);
        checkSeal(tenure);
        final Reign reign = tenure.reign;
        if (reign.completedBy[tenure.id] == tenure.incarnation && reign.completedEnd[tenure.id] < end) {
            reign.completedEnd[tenure.id] = end;
            choose(reign);
        }
    }

    private static void checkSeal(final Tenure tenure) {
        if (tenure.sealedEnd >= 0 && tenure.startedAt >= 0 && tenure.successEnd > tenure.startedAt
            && tenure.successEnd > Math.max(tenure.sealedEnd, tenure.sealedBase)) {
            throw new Violation("I3 success means it is in the log", "target " + tenure.id + " passed on to "
                + tenure.sealedEnd + ", success was reported to " + tenure.successEnd);
        }
    }

    private void choose(final Reign reign) {
        for (long index = reign.chosenEnd; reign.values.get(index) != 0; index++) {
            if (count(reign, index) < majority) {
                return;
            }
            reign.chosenEnd = index + 1;
            final long value = reign.values.get(index);
            final long earlier = chosen.get(index);
            if (earlier == 0) {
                chosen.put(index, value);
                chosenUnder.put(index, reign.ballot);
                commits++;
            } else if (earlier != value) {
                throw new Violation("I8 agreement", at(index) + Ballot.toString(reign.ballot));
            }
            final int[] admission = reign.admissions.get(index);
            if (admission != null) {
                chosenAdmissions.put(index, admission);
            }
            advance();
        }
    }

    /**
     * I19: how many members count for an index: holders of it in the incarnation that is admitted at that index, a new
     * one only once it has applied its admission.
     */
    private int count(final Reign reign, final long index) {
        final int[] admission = reign.admissions.get(index);
        int count = 0;
        for (int id = 1; id <= replicas; id++) {
            final boolean admittedHere = admission != null && admission[0] == id;
            if (reign.completedEnd[id] > index && reign.completedBy[id] == admitted[id] && counts[id]
                && !admittedHere) {
                count++;
            }
        }
        return count;
    }

    private void advance() {
        while (chosen.get(contiguousChosen) != 0) {
            final int[] admission = chosenAdmissions.remove(contiguousChosen);
            if (admission != null && admission[1] > admitted[admission[0]]) {
                admitted[admission[0]] = admission[1];
                admittedAt[admission[0]] = contiguousChosen;
                counts[admission[0]] = false;
                admissionsInOrder.add(new long[] {contiguousChosen, admission[0], admission[1]});
                admissions++;
            }
            final Proposal proposal = proposals.get(chosen.get(contiguousChosen));
            // What is adopted behind entries of a later leader may be stamped earlier; it is executed as of then.
            lastStampNs = Math.max(lastStampNs, proposal.timestampNs());
            final Proposal executed = new Proposal(proposal.kind(), lastStampNs, proposal.payload());
            toExecute.put(contiguousChosen, executed.value());
            reference.execute(contiguousChosen, executed);
            divergence.onChosen(contiguousChosen, proposal, admitted);
            highestChosenUnder = Math.max(highestChosenUnder, chosenUnder.get(contiguousChosen));
            contiguousChosen++;
        }
    }

    /** The latest leader stamps a command of its own with no less than what was chosen before. */
    private void checkStamp(final Reign reign, final long index, final Entry entry) {
        final boolean own = entry.kind() == EntryKind.COMMAND && reign.leadIndex >= 0 && index > reign.leadIndex;
        if (own && reign.ballot >= highestChosenUnder && entry.timestampNs() < lastStampNs) {
            throw new Violation("stamps never fall", at(index) + "stamped " + entry.timestampNs() + " after "
                + lastStampNs);
        }
    }

    /** A replica shows that it has applied everything below an index: from its admission on it counts. */
    void onApplied(final int id, final int incarnation, final long applied) {
        divergence.checkApplied(id, incarnation, applied);
        if (!counts[id] && incarnation == admitted[id] && applied > admittedAt[id]) {
            counts[id] = true;
            for (final Reign reign : reigns.values()) {
                if (reign.completedBy[id] == incarnation) {
                    choose(reign);
                }
            }
        }
    }

    /** A leader shows itself: everything up to the first entry of its own must be chosen and applied by it. */
    void checkLeading(final long ballot, final long applied) {
        final Reign reign = reign(ballot);
        if (reign.leadIndex < 0 || reign.leadIndex >= contiguousChosen || reign.leadIndex >= applied) {
            throw new Violation("a leader shows itself after its own first entry", Ballot.toString(ballot)
                + " began at " + reign.leadIndex + ", chosen to " + contiguousChosen + ", applied to " + applied);
        }
    }

    /** A replica restored from a snapshot must know who was admitted before the command that it applies next. */
    void checkMembership(final int id, final long index, final Membership membership) {
        final int[] then = new int[replicas + 1];
        Arrays.fill(then, 1);
        for (final long[] admission : admissionsInOrder) {
            if (admission[0] < index) {
                then[(int) admission[1]] = (int) admission[2];
            }
        }
        for (int of = 1; of <= replicas; of++) {
            if (membership.incarnation(of) != then[of]) {
                throw new Violation("I19 all agree on who is admitted", "replica " + id + " at " + at(index)
                    + "takes incarnation " + membership.incarnation(of) + " of " + of + " for admitted, it is "
                    + then[of]);
            }
        }
    }

    /** A replica is about to apply a command: it must be chosen, and be that very command. */
    void onApply(final int id, final long index, final long value) {
        final long fixed = chosen.get(index);
        if (fixed == 0 || index >= contiguousChosen) {
            throw new Violation("I13 only chosen entries are applied", "replica " + id + " " + at(index));
        }
        if (toExecute.get(index) != value) {
            throw new Violation("I13 the chosen entry is applied", "replica " + id + " " + at(index));
        }
    }

    /** An entry was found in memory: it must be one that was written, and not contradict what is chosen. */
    void checkCopy(final String where, final long index, final long ballot, final long value) {
        final Reign reign = reigns.get(ballot);
        if (reign == null || reign.values.get(index) != value) {
            throw new Violation("I16 I17 every entry is one that was written", where + " " + at(index)
                + Ballot.toString(ballot));
        }
        if (chosen.get(index) != 0 && ballot >= chosenUnder.get(index) && chosen.get(index) != value) {
            throw new Violation("I8' copies of a higher ballot hold the chosen value", where + " " + at(index)
                + Ballot.toString(ballot));
        }
    }

    /** An entry that is handed out as chosen. */
    void checkHistory(final String where, final long index, final long value) {
        if (chosen.get(index) != value) {
            throw new Violation("I11 history handed out is chosen", where + " " + at(index));
        }
    }

    /** Whether a copy of this ballot and value keeps a chosen index from being lost. */
    boolean keeps(final long index, final long ballot, final long value) {
        return chosen.get(index) == value && ballot >= chosenUnder.get(index);
    }

    int admitted(final int id) {
        return admitted[id];
    }

    long chosenEnd() {
        return contiguousChosen;
    }

    private static String at(final long index) {
        return "index " + index + " ";
    }
}
