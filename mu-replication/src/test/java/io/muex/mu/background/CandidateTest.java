package io.muex.mu.background;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.mu.Ballot;
import io.muex.mu.DetectorConfig;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.replication.PlaneBoard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How replica 2 of 5 asks for permission, how long it keeps a ballot, and when it lets others try. */
class CandidateTest {
    private static final int SELF = 2;
    private static final long MS = 1_000_000;
    /** Eight reads: seven to trust somebody again, and one more. */
    private static final long YIELD_NS = 8 * DetectorConfig.DEFAULT.readIntervalNs();
    private final ControlWords words = new ControlWords(5);
    private final PlaneBoard board = new PlaneBoard(5);
    private Peers peers;
    private Candidacy candidacy;
    private long nowNs = 1;

    @BeforeEach
    void look() {
        begin();
    }

    @AfterEach
    void close() {
        words.close();
    }

    @Test
    void shouldAskEverybodyAgainAndAgainUntilTheyGrant() {
        pursue();
        for (int id = 1; id <= 5; id++) {
            assertEquals(board.candidacy(), request(id), "of " + id);
        }
        words.mail(SELF, 4, ControlLayout.MAIL_REQUEST, 0);
        pursue();
        assertEquals(board.candidacy(), request(4), "the mail was lost");
        assertNull(board.grant(3));
        grant(3);
        pursue();
        assertEquals(board.candidacy(), board.grant(3).ballot());
        assertNull(board.grant(4));
    }

    @Test
    void shouldTakeARoundAboveAllThatItHasSeenAndAllOfItsOwn() {
        words.publish(4, ControlLayout.PROMISED, Ballot.of(12, 1, 4));
        pursue();
        long before = board.candidacy();
        assertEquals(Ballot.of(13, 1, SELF), before);
        for (int i = 0; i < 3; i++) {
            candidacy.withdraw();
            assertEquals(Ballot.NONE, board.candidacy());
            assertFalse(candidacy.stands());
            words.publish(4, ControlLayout.PROMISED, Ballot.NONE);
            pursue();
            assertTrue(board.candidacy() > before, "nobody has seen the ballot, and still it is not used again");
            before = board.candidacy();
        }
    }

    @Test
    void shouldPutItsIncarnationIntoItsBallot() {
        words.start(SELF, 3);
        begin();
        pursue();
        assertEquals(3, Ballot.incarnation(board.candidacy()));
    }

    @Test
    void shouldTakeNoGrantOfAnEarlierBallotForOneOfTheNext() {
        pursue();
        grant(3);
        pursue();
        assertNotNull(board.grant(3));
        candidacy.withdraw();
        pursue();
        assertNull(board.grant(3));
        assertEquals(board.candidacy(), request(3), "it is asked anew");
        grant(3);
        pursue();
        assertEquals(board.candidacy(), board.grant(3).ballot());
    }

    @Test
    void shouldAskTheNextIncarnationOfWhoGranted() {
        pursue();
        grant(3);
        pursue();
        words.start(3, 2);
        pursue();
        assertEquals(board.candidacy(), request(3));
        grant(3);
        pursue();
        assertEquals(2, board.grant(3).incarnation());
    }

    @Test
    void shouldKeepItsBallotWhileEnoughThatLiveAndVoteCanStillGrantIt() {
        pursue();
        final long ballot = board.candidacy();
        grant(SELF);
        grant(3);
        pursue();
        promise(4);
        promise(5);
        pursue();
        assertEquals(ballot, board.candidacy(), "1, 2 and 3 are enough, two of them have granted");
        words.kill(1);
        look(1);
        assertEquals(Ballot.NONE, board.candidacy(), "1 is dead, so only two are left");
    }

    @Test
    void shouldNotHopeForLearners() {
        pursue();
        promise(4);
        promise(5);
        pursue();
        words.publish(1, ControlLayout.VOTES, 0);
        pursue();
        assertEquals(Ballot.NONE, board.candidacy());
    }

    @Test
    void shouldWaitForTheDeadIfNobodyElseHasAHigherBallot() {
        pursue();
        final long ballot = board.candidacy();
        for (int id = 3; id <= 5; id++) {
            words.kill(id);
        }
        look(3);
        assertEquals(ballot, board.candidacy(), "a new ballot would help nobody");
    }

    @Test
    void shouldNotMindWhoDiesOnceAMajorityHasGranted() {
        for (final int word : new int[] {ControlLayout.PREPARING, ControlLayout.LEADING}) {
            pursue();
            final long ballot = board.candidacy();
            words.publish(SELF, word, ballot);
            promise(4);
            words.publish(1, ControlLayout.VOTES, 0);
            words.publish(3, ControlLayout.VOTES, 0);
            pursue();
            assertEquals(ballot, board.candidacy());
            words.publish(SELF, word, Ballot.NONE);
            pursue();
            assertEquals(Ballot.NONE, board.candidacy());
            words.publish(1, ControlLayout.VOTES, 1);
            words.publish(3, ControlLayout.VOTES, 1);
        }
    }

    @Test
    void shouldLeaveLeadingWhenAMajorityHasPromisedMore() {
        pursue();
        final long ballot = board.candidacy();
        words.publish(SELF, ControlLayout.LEADING, ballot);
        promise(3);
        promise(4);
        pursue();
        assertEquals(ballot, board.candidacy());
        promise(5);
        pursue();
        assertEquals(Ballot.NONE, board.candidacy());
    }

    @Test
    void shouldLeaveLeadingWhenItHasPromisedMoreItself() {
        pursue();
        words.publish(SELF, ControlLayout.LEADING, board.candidacy());
        promise(SELF);
        pursue();
        assertEquals(Ballot.NONE, board.candidacy());
    }

    @Test
    void shouldRestLongerAndLongerAfterThreeDefeatsInARow() {
        // Whoever it loses to is gone at once: it does not rest for the sake of that one.
        words.kill(1);
        assertEquals(0, restAfterDefeat());
        assertEquals(0, restAfterDefeat());
        long most = 0;
        for (int defeats = 3; defeats < 100; defeats++) {
            final long shortest = Math.min(1_000 * MS, 10 * MS << Math.min(defeats - 3, 6));
            final long rest = restAfterDefeat();
            assertTrue(rest >= shortest, defeats + " defeats: " + rest + " ns");
            assertTrue(rest <= Math.min(1_000 * MS, 5 * shortest), defeats + " defeats: " + rest + " ns");
            most = Math.max(most, rest);
        }
        assertEquals(1_000 * MS, most);
        candidacy.succeeded();
        assertEquals(0, restAfterDefeat(), "it has led since");
    }

    @Test
    void shouldLetWhoeverHasJustAskedWithMoreTryFirst() {
        pursue();
        promise(SELF);
        pursue();
        final long fromNs = nowNs;
        while (board.candidacy() == Ballot.NONE) {
            assertTrue(candidacy.isResting(nowNs), "and is not eligible meanwhile");
            nowNs += MS / 10;
            pursue();
        }
        assertFalse(candidacy.isResting(nowNs));
        assertEquals(YIELD_NS / MS, (nowNs - fromNs) / MS, "the other one came to nothing");
    }

    @Test
    void shouldNotWaitForWhoeverHasAskedWithMoreAndDied() {
        pursue();
        promise(SELF);
        pursue();
        pursue();
        assertEquals(Ballot.NONE, board.candidacy());
        words.kill(1);
        pursue();
        assertTrue(board.candidacy() > ownPromise(), "it asks again at once");
    }

    /** As for a leader that renews its ballot to get a follower back, which had promised more long ago. */
    @Test
    void shouldNotWaitForWhoeverHasAskedWithMoreLongAgo() {
        pursue();
        promise(4);
        candidacy.watchRivals(nowNs);
        nowNs += YIELD_NS;
        pursue();
        promise(SELF);
        pursue();
        pursue();
        assertTrue(board.candidacy() > ownPromise(), "it asks again at once");
    }

    private long ownPromise() {
        return words.fabric(SELF).own(ControlLayout.PROMISED);
    }

    /** To the granularity of a tenth of a millisecond. */
    private long restAfterDefeat() {
        pursue();
        assertFalse(candidacy.isResting(nowNs));
        promise(SELF);
        pursue();
        assertEquals(Ballot.NONE, board.candidacy());
        final long fromNs = nowNs;
        while (candidacy.isResting(nowNs)) {
            nowNs += MS / 10;
        }
        return Math.min(nowNs - fromNs, 1_000 * MS);
    }

    private void begin() {
        peers = new Peers(words.fabric(SELF), DetectorConfig.DEFAULT);
        candidacy = new Candidacy(words.fabric(SELF), DetectorConfig.DEFAULT, board, peers, 42);
        peers.doWork(nowNs);
    }

    private void look(final int dead) {
        peers.doWork(nowNs);
        assertFalse(peers.isLive(dead));
        pursue();
    }

    private void pursue() {
        candidacy.pursue(nowNs);
    }

    private long request(final int id) {
        return words.fabric(id).own(ControlLayout.mail(SELF) + ControlLayout.MAIL_REQUEST);
    }

    private void grant(final int id) {
        words.publish(id, ControlLayout.PROMISED, request(id));
        words.fabric(id).gate().grant(SELF, request(id), true, 0);
    }

    /** Somebody with a higher ballot was there. */
    private void promise(final int id) {
        words.publish(id, ControlLayout.PROMISED, Ballot.of(Ballot.round(board.candidacy()) + 1, 1, 1));
    }
}
