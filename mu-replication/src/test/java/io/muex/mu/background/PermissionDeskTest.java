package io.muex.mu.background;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.mu.Ballot;
import io.muex.mu.fabric.Grant;
import io.muex.mu.log.ControlLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What replica 1 answers to those that ask for permission to write its log. */
class PermissionDeskTest {
    private final ControlWords words = new ControlWords(3);
    private final PermissionDesk desk = new PermissionDesk(words.fabric(1));

    @AfterEach
    void close() {
        words.close();
    }

    @Test
    void shouldGrantTheHighestOfSeveralRequestsAndTellTheOthersWhy() {
        ask(2, Ballot.of(7, 1, 2));
        ask(1, Ballot.of(5, 1, 1));
        ask(3, Ballot.of(6, 1, 3));
        assertEquals(1, desk.doWork());
        assertNotNull(granted(2, Ballot.of(7, 1, 2)));
        assertEquals(Ballot.of(7, 1, 2), words.fabric(1).own(ControlLayout.PROMISED));
        for (final int other : new int[] {1, 3}) {
            assertEquals(Ballot.of(7, 1, 2),
                words.fabric(1).own(ControlLayout.grant(other) + ControlLayout.GRANT_REFUSED), "to " + other);
        }
        assertNull(granted(3, Ballot.of(6, 1, 3)));
    }

    @Test
    void shouldGrantABallotOnce() {
        ask(2, Ballot.of(7, 1, 2));
        desk.doWork();
        final long epoch = words.fabric(1).gate().epoch();
        assertEquals(0, desk.doWork());
        ask(2, Ballot.of(7, 1, 2));
        assertEquals(0, desk.doWork());
        assertEquals(epoch, words.fabric(1).gate().epoch());
        assertNotNull(granted(2, Ballot.of(7, 1, 2)), "it stays acknowledged");
    }

    @Test
    void shouldTellBallotsOfOneRoundApart() {
        ask(2, Ballot.of(7, 1, 2));
        desk.doWork();
        final Grant before = granted(2, Ballot.of(7, 1, 2));
        ask(3, Ballot.of(7, 1, 3));
        assertEquals(1, desk.doWork());
        assertNotNull(granted(3, Ballot.of(7, 1, 3)));
        assertFalse(words.fabric(2).stands(before));
        ask(2, Ballot.of(7, 1, 2));
        assertEquals(0, desk.doWork(), "and never goes back");
    }

    @Test
    void shouldAnswerOnlyTheIncarnationThatIsThereAndOnlyInItsOwnName() {
        ask(2, Ballot.of(7, 1, 2));
        words.start(2, 2);
        assertEquals(0, desk.doWork(), "whoever asked is gone");
        ask(2, Ballot.of(7, 2, 3));
        assertEquals(0, desk.doWork(), "the ballot belongs to another one");
        ask(2, Ballot.of(7, 2, 2));
        assertEquals(1, desk.doWork());
    }

    @Test
    void shouldSayWhetherItVotes() {
        ask(2, Ballot.of(7, 1, 2));
        desk.doWork();
        assertTrue(granted(2, Ballot.of(7, 1, 2)).votes());
        words.publish(1, ControlLayout.VOTES, 0);
        ask(2, Ballot.of(8, 1, 2));
        desk.doWork();
        assertFalse(granted(2, Ballot.of(8, 1, 2)).votes());
    }

    @Test
    void shouldPassOnDecidedEntriesFromTheFirstThatAnybodyAliveHasNotApplied() {
        words.publish(1, ControlLayout.APPLIED, 40);
        words.publish(2, ControlLayout.APPLIED, 38);
        words.publish(3, ControlLayout.APPLIED, 35);
        ask(2, Ballot.of(7, 1, 2));
        desk.doWork();
        assertEquals(35, granted(2, Ballot.of(7, 1, 2)).from());
        words.kill(3);
        ask(2, Ballot.of(8, 1, 2));
        desk.doWork();
        assertEquals(38, granted(2, Ballot.of(8, 1, 2)).from(), "the dead are told nothing");
        words.start(3, 2);
        ask(2, Ballot.of(9, 1, 2));
        desk.doWork();
        assertEquals(40 - words.fabric(1).reserve(), granted(2, Ballot.of(9, 1, 2)).from(), "all that is retained");
    }

    @Test
    void shouldNotLeaveOutWhatItHasNotAppliedItself() {
        words.publish(1, ControlLayout.APPLIED, 30);
        words.publish(2, ControlLayout.APPLIED, 38);
        words.publish(3, ControlLayout.APPLIED, 39);
        ask(2, Ballot.of(7, 1, 2));
        desk.doWork();
        assertEquals(30, granted(2, Ballot.of(7, 1, 2)).from());
    }

    private void ask(final int id, final long ballot) {
        words.mail(id, 1, ControlLayout.MAIL_REQUEST, ballot);
    }

    private Grant granted(final int id, final long ballot) {
        return words.fabric(id).grant(1, 1, ballot);
    }
}
