package io.muex.exchange.node;

import static io.muex.exchange.node.OneReplica.ALICE;
import static io.muex.exchange.node.OneReplica.BOB;
import static io.muex.exchange.node.OneReplica.OPERATOR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.exchange.protocol.AddInstrumentFlyweight;
import io.muex.exchange.protocol.Conditions;
import io.muex.exchange.protocol.NewOrderFlyweight;
import io.muex.exchange.protocol.SelfTradePrevention;
import io.muex.exchange.protocol.SetSessionLimitsFlyweight;
import io.muex.exchange.protocol.Side;
import io.muex.exchange.protocol.TimeInForce;
import io.muex.exchange.protocol.link.Tally;
import io.muex.mu.session.CommandEnvelope;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a leader takes a connection for ended. Time is handed in. */
class ConnectionWatchTest {
    private static final long GRACE_NS = 1_000_000_000L;
    private static final long STEP_NS = 5_000_000L;
    private static final int BODY = CommandEnvelope.HEADER_LENGTH;

    private final OneReplica replica = new OneReplica();
    private final ConnectionWatch watch =
        new ConnectionWatch(replica, GRACE_NS, new Tally<>(NodeCounter.class));
    private long nowNs = 17;
    private long ballot = 1;
    private long operatorNumber;

    @BeforeEach
    void openOneSessionThatWantsItAndOneThatDoesNot() {
        replica.establish(OPERATOR, 0);
        replica.send(OPERATOR, 1, ++operatorNumber, new AddInstrumentFlyweight().wrapForWrite(replica.command, BODY)
            .instrumentId(1).symbol("ACME").tickMantissa(1).lotMantissa(1).minQuantity(1).maxQuantity(1_000)
            .depthLevels(5).maxOrders(900).maxLevels(100));
        wantsCancel(ALICE, true);
        replica.establish(ALICE, 0);
        replica.establish(BOB, 0);
        buy(ALICE, 1, 1, 1);
        buy(BOB, 1, 1, 1);
    }

    private void wantsCancel(final long session, final boolean wanted) {
        replica.send(OPERATOR, 1, ++operatorNumber, new SetSessionLimitsFlyweight()
            .wrapForWrite(replica.command, BODY).targetSession(session).maxOpenOrders(900)
            .cancelOnDisconnect(wanted));
    }

    private void buy(final long session, final int epoch, final long first, final int count) {
        for (long number = first; number < first + count; number++) {
            replica.send(session, epoch, number, new NewOrderFlyweight().wrapForWrite(replica.command, BODY)
                .instrumentId(1).side(Side.BUY).quantity(1).price(10).clOrdId(number)
                .conditions(Conditions.NONE)
                .timeInForce(TimeInForce.GTC)
                .selfTradePrevention(SelfTradePrevention.NONE));
        }
    }

    /** So much time in short steps; returns the number of proposals. */
    private int pass(final long lengthNs, final boolean isReadOut) {
        int proposals = 0;
        for (long passed = 0; passed < lengthNs; passed += STEP_NS) {
            nowNs += STEP_NS;
            proposals += watch.step(nowNs, ballot, isReadOut);
        }
        return proposals;
    }

    private int pass(final long lengthNs) {
        return pass(lengthNs, true);
    }

    @Test
    void shouldEndAConnectionThatNobodyHoldsAndOnlyOfTheSessionThatWantsIt() {
        assertEquals(0, pass(GRACE_NS - STEP_NS));
        assertEquals(1, pass(10 * STEP_NS + 50_000_000));
        assertEquals(2, replica.exchange().liveOrders(), "proposed, not applied");
        assertEquals(0, pass(GRACE_NS), "it is under way");
        replica.apply();
        assertEquals(1, replica.exchange().liveOrders(), "bob's stays");
        assertFalse(replica.machine().sessions().isEstablished(replica.machine().sessions().find(ALICE)));
        assertTrue(replica.machine().sessions().isEstablished(replica.machine().sessions().find(BOB)));
        assertEquals(0, pass(3 * GRACE_NS), "nothing is left to be done");
    }

    @Test
    void shouldEndNothingThatIsHeld() {
        for (int i = 0; i < 20; i++) {
            watch.onConnection(ALICE, 1, true);
            assertEquals(0, pass(GRACE_NS / 2));
        }
        watch.onConnection(ALICE, 1, false);
        assertEquals(1, pass(100_000_000), "its client said goodbye: no grace");
    }

    @Test
    void shouldNotListenToWhoHoldsAFormerConnection() {
        replica.establish(ALICE, 1);
        assertEquals(0, pass(GRACE_NS / 2));
        watch.onConnection(ALICE, 1, true);
        watch.onConnection(ALICE, 1, false);
        watch.onConnection(99, 1, false);
        assertEquals(0, pass(GRACE_NS / 2 - STEP_NS), "the goodbye was the former connection's");
        assertEquals(1, pass(100_000_000), "and so was what held it");
    }

    @Test
    void shouldBeVoidWhenTheSessionWasEstablishedBeforeIt() {
        pass(GRACE_NS + 100_000_000);
        final byte[] disconnect = replica.log.removeLast();
        replica.establish(ALICE, 1);
        replica.log.add(disconnect);
        replica.apply();
        assertEquals(2, replica.exchange().liveOrders());
        assertTrue(replica.machine().sessions().isEstablished(replica.machine().sessions().find(ALICE)));
    }

    @Test
    void shouldGiveAConnectionTheWholeGraceUnderANewLeaderAndWhenItIsMadeAnew() {
        pass(GRACE_NS - STEP_NS);
        ballot = 2;
        assertEquals(0, pass(GRACE_NS - STEP_NS));
        replica.establish(ALICE, 1);
        assertEquals(0, pass(GRACE_NS - STEP_NS));
        assertEquals(1, pass(100_000_000));
    }

    @Test
    void shouldNotCountItsOwnPausesNorWhatItHasNotRead() {
        assertEquals(0, pass(10 * GRACE_NS, false), "what would say otherwise may wait in front of it");
        nowNs += 100 * GRACE_NS;
        assertEquals(0, pass(GRACE_NS - 50_000_000), "it stood still");
        assertEquals(1, pass(200_000_000));
    }

    @Test
    void shouldGoOnUntilNoOrderIsLeftAndWaitWhileTheLogIsFull() {
        buy(ALICE, 1, 2, 600);
        replica.full = true;
        assertEquals(0, pass(2 * GRACE_NS));
        replica.full = false;
        int proposals = 0;
        for (int i = 0; i < 100; i++) {
            proposals += pass(50_000_000);
            replica.apply();
        }
        assertEquals(3, proposals, "601 orders at 256 for each command");
        assertEquals(1, replica.exchange().liveOrders());
    }

    @Test
    void shouldFinishUnderANewLeaderWhatTheFormerHasBegun() {
        buy(ALICE, 1, 2, 300);
        pass(STEP_NS);
        watch.onConnection(ALICE, 1, false);
        pass(100_000_000);
        replica.apply();
        assertEquals(46, replica.exchange().liveOrders());
        ballot = 2;
        assertEquals(1, pass(60_000_000), "the connection has ended in the log: no grace");
        replica.apply();
        assertEquals(1, replica.exchange().liveOrders());
    }

    @Test
    void shouldStopWhenTheSessionIsEstablishedHalfWay() {
        buy(ALICE, 1, 2, 300);
        pass(STEP_NS);
        watch.onConnection(ALICE, 1, false);
        pass(100_000_000);
        replica.apply();
        replica.establish(ALICE, 1);
        watch.onConnection(ALICE, 2, true);
        assertEquals(0, pass(100_000_000));
        assertEquals(46, replica.exchange().liveOrders(), "who is back keeps what is left");
    }

    @Test
    void shouldEndNothingOfASessionThatWantsItNoMore() {
        wantsCancel(ALICE, false);
        assertEquals(0, pass(5 * GRACE_NS));
        wantsCancel(ALICE, true);
        assertEquals(1, pass(5 * GRACE_NS));
        assertEquals(CommandEnvelope.DISCONNECT,
            CommandEnvelope.kind(new UnsafeBuffer(replica.log.getLast()), 0));
    }
}
