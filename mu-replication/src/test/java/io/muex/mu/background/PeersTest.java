package io.muex.mu.background;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.mu.Ballot;
import io.muex.mu.DetectorConfig;
import io.muex.mu.log.ControlLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What replica 2 of 5 makes of the words of the others: who lives, who should lead, who should give a snapshot. */
class PeersTest {
    private static final int SELF = 2;
    private static final DetectorConfig CONFIG = DetectorConfig.DEFAULT;
    private final ControlWords words = new ControlWords(5);
    private final Peers peers = new Peers(words.fabric(SELF), CONFIG);
    private long nowNs = 1;

    @AfterEach
    void close() {
        words.close();
    }

    @Test
    void shouldLookToTheLowestEligibleVoterWhenNobodyLeads() {
        assertEquals(1, view());
        words.publish(1, ControlLayout.ELIGIBLE, 0);
        assertEquals(2, view());
        words.publish(2, ControlLayout.ELIGIBLE, 0);
        assertEquals(3, view());
        for (int id = 3; id <= 5; id++) {
            words.publish(id, ControlLayout.ELIGIBLE, 0);
        }
        assertEquals(1, view(), "the lowest voter, if nobody is eligible");
        words.publish(1, ControlLayout.VOTES, 0);
        assertEquals(2, view());
        words.publish(3, ControlLayout.VOTES, 0);
        words.publish(3, ControlLayout.ELIGIBLE, 1);
        assertEquals(2, view(), "who does not vote may not lead");
    }

    @Test
    void shouldStayWithWhoeverLeadsOrPreparesUnderTheHighestBallot() {
        words.publish(4, ControlLayout.LEADING, Ballot.of(7, 1, 4));
        assertEquals(4, view(), "not the lowest one");
        words.publish(4, ControlLayout.ELIGIBLE, 0);
        assertEquals(4, view(), "who leads is not asked whether it might");
        words.publish(1, ControlLayout.LEADING, Ballot.of(6, 1, 1));
        assertEquals(4, view(), "the other one is out of date");
        words.publish(3, ControlLayout.PREPARING, Ballot.of(8, 1, 3));
        assertEquals(3, view(), "it will lead in a moment");
        words.publish(5, ControlLayout.LEADING, Ballot.of(9, 1, 5));
        words.publish(5, ControlLayout.PREPARING, Ballot.of(5, 1, 5));
        assertEquals(5, view());
        words.publish(5, ControlLayout.VOTES, 0);
        assertEquals(3, view(), "who does not vote may not lead");
    }

    @Test
    void shouldPassOverTheDeadTheLeavingAndTheSilent() {
        for (int id = 3; id <= 5; id++) {
            words.publish(id, ControlLayout.LEADING, Ballot.of(10 + id, 1, id));
        }
        assertEquals(5, view());
        words.kill(5);
        assertEquals(4, viewBeforeTheNextRead(), "the kernel's word needs no heartbeat");
        words.publish(4, ControlLayout.LEAVING, 1);
        assertEquals(3, viewBeforeTheNextRead());
        for (int i = 0; i < CONFIG.scoreMax(); i++) {
            words.beat(1);
            view();
        }
        assertTrue(peers.isLive(SELF), "of itself it needs no sign of life");
        assertTrue(peers.isLive(1));
        assertFalse(peers.isLive(3));
        assertEquals(1, view());
        assertEquals(2, peers.liveVoters());
        assertEquals(Ballot.NONE, peers.leadingBallot(), "none of those lives");
    }

    @Test
    void shouldReadNoMoreOftenThanAgreed() {
        view();
        for (int i = 0; i < 10 * CONFIG.scoreMax(); i++) {
            viewBeforeTheNextRead();
        }
        assertTrue(peers.isLive(5), "many looks at one heartbeat are one miss at most");
    }

    @Test
    void shouldTurnToTheSuccessorAsSoonAsNobodyLeads() {
        final long ballot = Ballot.of(7, 1, 4);
        words.publish(4, ControlLayout.LEADING, ballot);
        words.publish(4, ControlLayout.SUCCESSOR, Ballot.named(ballot, 3));
        assertEquals(4, view(), "it is named and not yet in charge");
        words.publish(4, ControlLayout.LEADING, Ballot.NONE);
        assertEquals(3, view());
        words.publish(3, ControlLayout.VOTES, 0);
        assertEquals(1, view(), "who does not vote may not lead");
        words.publish(3, ControlLayout.VOTES, 1);
        words.kill(3);
        assertEquals(1, view(), "nor do the dead");
    }

    @Test
    void shouldTurnToNobodyNamedByTheDead() {
        words.publish(4, ControlLayout.SUCCESSOR, Ballot.named(Ballot.of(7, 1, 4), 3));
        assertEquals(3, view());
        words.kill(4);
        assertEquals(1, view());
    }

    @Test
    void shouldAskTheFurthestVoterThatDoesNotLeadForASnapshot() {
        final long[] applied = {0, 100, 900, 300, 200, 800};
        for (int id = 1; id <= 5; id++) {
            words.publish(id, ControlLayout.APPLIED, applied[id]);
        }
        words.publish(5, ControlLayout.VOTES, 0);
        view();
        assertEquals(3, peers.donor(), "neither itself nor a learner");
        words.publish(3, ControlLayout.LEADING, Ballot.of(7, 1, 3));
        assertEquals(4, peers.donor(), "the leader has other things to do");
        words.kill(4);
        view();
        assertEquals(1, peers.donor());
        words.kill(1);
        view();
        assertEquals(3, peers.donor(), "but there is nobody else");
        words.kill(3);
        view();
        assertEquals(0, peers.donor());
    }

    @Test
    void shouldGoByTheClocksOfHalfOfThoseThatLive() {
        final long wallNs = 50 * CONFIG.clockToleranceNs();
        words.publish(1, ControlLayout.WALL_CLOCK, wallNs + CONFIG.clockToleranceNs());
        words.publish(3, ControlLayout.WALL_CLOCK, wallNs - CONFIG.clockToleranceNs());
        view();
        assertTrue(peers.clockAgrees(wallNs), "two of four are near enough");
        assertFalse(peers.clockAgrees(wallNs + 1), "now only one is");
        words.kill(4);
        view();
        assertFalse(peers.clockAgrees(wallNs + 1), "one of three");
        words.kill(5);
        view();
        assertTrue(peers.clockAgrees(wallNs + 1), "one of two");
    }

    @Test
    void shouldKnowTheHighestPromiseOfAllAndTheHighestLeader() {
        words.publish(3, ControlLayout.PROMISED, Ballot.of(12, 1, 4));
        words.publish(1, ControlLayout.LEADING, Ballot.of(8, 1, 1));
        words.publish(5, ControlLayout.LEADING, Ballot.of(6, 1, 5));
        words.kill(3);
        view();
        assertEquals(Ballot.of(12, 1, 4), peers.highestBallot(), "what the dead have promised may have been granted");
        assertEquals(Ballot.of(8, 1, 1), peers.leadingBallot());
    }

    private int view() {
        nowNs += CONFIG.readIntervalNs();
        return viewBeforeTheNextRead();
    }

    private int viewBeforeTheNextRead() {
        peers.doWork(nowNs);
        return peers.view();
    }
}
