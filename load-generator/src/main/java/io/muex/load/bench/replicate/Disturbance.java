package io.muex.load.bench.replicate;

import io.muex.load.process.LifeLine;
import io.muex.mu.Ballot;
import io.muex.mu.fabric.Fabric;
import io.muex.mu.log.ControlLayout;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What the last follower of a cluster does beside replaying, for measuring what the leader feels of it. */
enum Disturbance {
    /** Nothing. */
    NONE,
    /** Takes its own log away from whoever has it, over and over: revocations, inheritances and fresh rings. */
    PERMISSIONS,
    /** Asks another follower for snapshots, over and over. */
    SNAPSHOTS;

    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(1);

    /** Does what the board says until the process ends; a thread of its own. */
    static void run(final Fabric fabric, final Board board) {
        final int self = fabric.selfId();
        final int donor = self - 1;
        long done = 0;
        while (!LifeLine.isCut()) {
            final Disturbance what = board.disturbance();
            if (what == PERMISSIONS) {
                final long ballot = Ballot.of(Ballot.round(fabric.own(ControlLayout.PROMISED)) + 1,
                    fabric.selfIncarnation(), self);
                fabric.mail(self, fabric.selfIncarnation(), ControlLayout.MAIL_REQUEST, ballot);
                board.disturbed(++done);
            } else if (what == SNAPSHOTS) {
                fabric.mail(donor, fabric.incarnation(donor), ControlLayout.MAIL_SNAPSHOT, ++done);
                board.disturbed(done);
            }
            LockSupport.parkNanos(what == NONE ? 10 * PAUSE_NS : PAUSE_NS);
        }
    }
}
