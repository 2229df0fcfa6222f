package io.muex.mu.background;

import io.muex.mu.Ballot;
import io.muex.mu.fabric.Fabric;
import io.muex.mu.log.ControlLayout;

/**
 * Where a replica answers requests for its write permission. A ballot higher than any promised before is granted; an
 * equal one stays acknowledged; a lower one is refused with the promise in the answer, so that a late or repeated
 * request can never take the log from a newer holder.
 */
final class PermissionDesk {
    private final Fabric fabric;
    private final long[] refused;
    private long promised;

    PermissionDesk(final Fabric fabric) {
        this.fabric = fabric;
        this.refused = new long[fabric.replicaCount() + 1];
    }

    /** Grants the highest waiting request, if there is one and a spare ring for it; refuses those below the promise. */
    int doWork() {
        long highest = Ballot.NONE;
        for (int id = 1; id < refused.length; id++) {
            final long request = request(id);
            if (request > highest) {
                highest = request;
            }
        }
        int work = 0;
        if (highest > promised && fabric.gate().isReady()) {
            promised = highest;
            fabric.publish(ControlLayout.PROMISED, promised);
            fabric.gate().grant(Ballot.id(highest), highest, fabric.own(ControlLayout.VOTES) == 1, needed());
            work = 1;
        }
        for (int id = 1; id < refused.length; id++) {
            refuseIfLower(id);
        }
        return work;
    }

    /**
     * The lowest applied index of all that are not known to be dead: nobody has to be told what it has applied. Applied
     * indices only rise within an incarnation, so one that was read too early costs copying and nothing else; so does
     * a newcomer that has applied nothing yet. Who turns out to need more fetches a snapshot.
     */
    private long needed() {
        long lowest = Long.MAX_VALUE;
        for (int id = 1; id < refused.length; id++) {
            final int incarnation = fabric.incarnation(id);
            final long dead = fabric.word(id, incarnation, ControlLayout.DEAD);
            if (incarnation != 0 && (dead == 0 || dead == Fabric.UNKNOWN)) {
                lowest = Math.min(lowest, fabric.word(id, incarnation, ControlLayout.APPLIED));
            }
        }
        return Math.max(0, lowest);
    }

    private long request(final int id) {
        final long ballot = fabric.own(ControlLayout.mail(id) + ControlLayout.MAIL_REQUEST);
        final boolean current = Ballot.id(ballot) == id && Ballot.incarnation(ballot) == fabric.incarnation(id);
        return current ? ballot : Ballot.NONE;
    }

    private void refuseIfLower(final int id) {
        final long request = request(id);
        if (request == Ballot.NONE || request >= promised || refused[id] == promised) {
            return;
        }
        refused[id] = promised;
        fabric.publish(ControlLayout.grant(id) + ControlLayout.GRANT_REFUSED, promised);
    }

    /** Highest ballot promised so far. */
    long promised() {
        return promised;
    }
}
