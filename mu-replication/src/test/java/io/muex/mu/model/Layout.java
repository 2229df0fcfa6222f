package io.muex.mu.model;

/**
 * Where the fields of a state lie: one nibble each, sixteen to a word. Replicas are 0 to 2 in their first incarnation;
 * {@link #NEWCOMER} is the second incarnation of the one that was killed. Ballots are 1 to n, 0 is none.
 */
final class Layout {
    static final int INSTANCES = 4;
    static final int NEWCOMER = 3;
    /** Value of an ADMIT entry; other values are the ballot that proposed them first; 0 is none. */
    static final int ADMIT = 7;
    /** An inherited field: its value, and whether the grant says that it is chosen. */
    static final int VALUE = 7;
    static final int TRUSTED = 8;
    /** Phases of a leadership. */
    static final int UNOWNED = 0;
    static final int PREPARING = 1;
    static final int BEGUN = 2;
    static final int OVER = 3;

    // One per state: killed replica + 1, and the ghost: what is chosen, by which ballot, what was applied first.
    static final int CRASHED = 0;
    final int chosen;
    final int chosenBy;
    final int applied1st;
    // Per instance.
    final int alive;
    final int dead;
    final int promised;
    /** 0: the grant of {@link #promised} stands (or none was given); 1 + i: revoked, index i is copied next. */
    final int copying;
    /** Ballot of the ring that is being sealed. */
    final int sealing;
    final int copyFrom;
    final int replay;
    final int applied;
    final int history;
    final int base;
    final int votes;
    // Per instance and index.
    final int inheritedBallot;
    final int inherited;
    // Per instance and ballot: a ring.
    final int ringCommit;
    final int ring;
    // Per ballot: a leadership.
    final int owner;
    final int phase;
    final int heard;
    final int known;
    final int largestBase;
    final int begin;
    final int next;
    final int newcomerVotes;
    final int dropped;
    // Per ballot and index.
    final int bestBallot;
    final int value;
    // Per ballot and instance.
    final int started;
    final int start;
    final int posted;
    final int completed;

    final int indices;
    final int ballots;
    final int words;

    Layout(final int indices, final int ballots) {
        this.indices = indices;
        this.ballots = ballots;
        int at = 1;
        chosen = at;
        chosenBy = at += indices;
        applied1st = at += indices;
        alive = at += indices;
        dead = at += INSTANCES;
        promised = at += INSTANCES;
        copying = at += INSTANCES;
        sealing = at += INSTANCES;
        copyFrom = at += INSTANCES;
        replay = at += INSTANCES;
        applied = at += INSTANCES;
        history = at += INSTANCES;
        base = at += INSTANCES;
        votes = at += INSTANCES;
        inheritedBallot = at += INSTANCES;
        inherited = at += INSTANCES * indices;
        ringCommit = at += INSTANCES * indices;
        ring = at += INSTANCES * ballots;
        owner = (at += INSTANCES * ballots * indices) - 1;
        phase = (at += ballots) - 1;
        heard = (at += ballots) - 1;
        known = (at += ballots) - 1;
        largestBase = (at += ballots) - 1;
        begin = (at += ballots) - 1;
        next = (at += ballots) - 1;
        newcomerVotes = (at += ballots) - 1;
        dropped = (at += ballots) - 1;
        bestBallot = at += ballots;
        value = at += ballots * indices;
        started = at += ballots * indices;
        start = at += ballots * INSTANCES;
        posted = at += ballots * INSTANCES;
        completed = at += ballots * INSTANCES;
        words = (at + ballots * INSTANCES + 15) / 16;
    }

    static int get(final long[] state, final int field) {
        return (int) (state[field >>> 4] >>> (field << 2)) & 15;
    }

    static void put(final long[] state, final int field, final int value) {
        final int shift = field << 2;
        state[field >>> 4] = state[field >>> 4] & ~(15L << shift) | (long) value << shift;
    }

    /** Field of what an instance inherited at an index; likewise below for rings and leaderships. */
    int inherited(final int instance, final int index) {
        return inherited + instance * indices + index;
    }

    int inheritedBallot(final int instance, final int index) {
        return inheritedBallot + instance * indices + index;
    }

    int ring(final int instance, final int ballot, final int index) {
        return ring + (instance * ballots + ballot - 1) * indices + index;
    }

    int ringCommit(final int instance, final int ballot) {
        return ringCommit + instance * ballots + ballot - 1;
    }

    int value(final int ballot, final int index) {
        return value + (ballot - 1) * indices + index;
    }

    int bestBallot(final int ballot, final int index) {
        return bestBallot + (ballot - 1) * indices + index;
    }

    int of(final int field, final int ballot, final int instance) {
        return field + (ballot - 1) * INSTANCES + instance;
    }
}
