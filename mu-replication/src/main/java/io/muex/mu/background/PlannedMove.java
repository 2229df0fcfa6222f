package io.muex.mu.background;

import io.muex.mu.Ballot;
import io.muex.mu.fabric.Fabric;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.replication.PlaneBoard;

/**
 * Leadership handed over on purpose. The leader names its successor first and goes on leading; everybody who sees that
 * stays awake; the successor answers that it is ready. Only then does the leader stop taking commands, finish, and stop
 * leading: the view of all is the successor at that moment, which asks for permission without suspecting anybody.
 * <pre>
 *   NONE --operator's word--> ANNOUNCED --ready, finished--> HANDED_OVER --in time nobody leads--> TAKEN_BACK --> NONE
 *              not ready or not finished in time: NONE, still leading     somebody leads: NONE
 * </pre>
 */
final class PlannedMove {
    private enum Stage { NONE, ANNOUNCED, HANDED_OVER, TAKEN_BACK }

    private static final long BOUND_NS = 20_000_000;
    private static final int ANY_ID = 0xFF;

    private final Fabric fabric;
    private final PlaneBoard board;
    private final Peers peers;
    private final int self;
    private Stage stage = Stage.NONE;
    private long word;
    private long sinceNs;

    PlannedMove(final Fabric fabric, final PlaneBoard board, final Peers peers) {
        this.fabric = fabric;
        this.board = board;
        this.peers = peers;
        this.self = fabric.selfId();
    }

    /** Whether this replica must leave leading to the successor it named, and not ask for permission again. */
    boolean isUnderWay() {
        return stage == Stage.ANNOUNCED || stage == Stage.HANDED_OVER;
    }

    /** Both sides of a move: the leader that hands over and the successor that waits for it. */
    int doWork(final long nowNs) {
        final Stage before = stage;
        switch (stage) {
            case NONE -> lookForRequest(nowNs);
            case ANNOUNCED -> awaitFinish(nowNs);
            case HANDED_OVER -> awaitSuccessor(nowNs);
            case TAKEN_BACK -> awaitAnyLeader(nowNs);
        }
        board.expectMove(answerOthers() || stage != Stage.NONE);
        return stage == before ? 0 : 1;
    }

    /** A request speaks of one leadership; one that failed is not tried again. */
    private void lookForRequest(final long nowNs) {
        final long asked = fabric.own(ControlLayout.mail(ControlLayout.OPERATOR) + ControlLayout.MAIL_MOVE);
        if (asked == word || !Ballot.isSameAttempt(asked, fabric.own(ControlLayout.LEADING))) {
            return;
        }
        word = asked;
        final int successor = Ballot.id(asked);
        if (successor >= 1 && successor <= fabric.replicaCount() && successor != self && peers.isLive(successor)
            && peers.votes(successor)) {
            name(successor);
            enter(Stage.ANNOUNCED, nowNs);
        }
    }

    private void awaitFinish(final long nowNs) {
        if (!Ballot.isSameAttempt(word, fabric.own(ControlLayout.LEADING))) {
            final boolean onPurpose = Ballot.isSameAttempt(word, board.handedOver());
            board.handOver(Ballot.NONE);
            if (onPurpose) {
                enter(Stage.HANDED_OVER, nowNs);
            } else {
                end(nowNs);
            }
        } else if (nowNs - sinceNs > BOUND_NS) {
            // First: after this the leader goes on, or has just handed over and the normal rules decide.
            board.handOver(Ballot.NONE);
            end(nowNs);
        } else if (fabric.own(ControlLayout.mail(Ballot.id(word)) + ControlLayout.MAIL_READY) == word) {
            board.handOver(word);
        }
    }

    private void awaitSuccessor(final long nowNs) {
        if (isSucceeded()) {
            end(nowNs);
        } else if (nowNs - sinceNs > BOUND_NS) {
            name(self);
            enter(Stage.TAKEN_BACK, nowNs);
        }
    }

    private void awaitAnyLeader(final long nowNs) {
        if (isSucceeded() || nowNs - sinceNs > BOUND_NS) {
            end(nowNs);
        }
    }

    private boolean isSucceeded() {
        return peers.leadingBallot() > Ballot.named(word, ANY_ID);
    }

    private void name(final int successor) {
        fabric.publish(ControlLayout.SUCCESSOR, Ballot.named(word, successor));
    }

    private void end(final long nowNs) {
        fabric.publish(ControlLayout.SUCCESSOR, Ballot.NONE);
        enter(Stage.NONE, nowNs);
    }

    private void enter(final Stage next, final long nowNs) {
        stage = next;
        sinceNs = nowNs;
    }

    /** Whether any peer hands over; tells the one that does so to this replica that it may. */
    private boolean answerOthers() {
        boolean anybody = false;
        for (int id = 1; id <= fabric.replicaCount(); id++) {
            if (id != self && peers.isLive(id)) {
                final int incarnation = fabric.incarnation(id);
                final long named = fabric.word(id, incarnation, ControlLayout.SUCCESSOR);
                if (named > Ballot.NONE) {
                    anybody = true;
                    if (Ballot.id(named) == self) {
                        fabric.mail(id, incarnation, ControlLayout.MAIL_READY, named);
                    }
                }
            }
        }
        return anybody;
    }
}
