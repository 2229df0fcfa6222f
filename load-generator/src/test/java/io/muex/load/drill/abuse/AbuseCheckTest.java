package io.muex.load.drill.abuse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.exchange.protocol.BookLevelFlyweight;
import io.muex.exchange.protocol.BookSnapshotFlyweight;
import io.muex.exchange.protocol.CancelRejectedFlyweight;
import io.muex.exchange.protocol.Conditions;
import io.muex.exchange.protocol.FillFlyweight;
import io.muex.exchange.protocol.FillRole;
import io.muex.exchange.protocol.InstrumentStatus;
import io.muex.exchange.protocol.OrderAcceptedFlyweight;
import io.muex.exchange.protocol.OrderCancelledFlyweight;
import io.muex.exchange.protocol.RejectReason;
import io.muex.exchange.protocol.Side;
import io.muex.gateway.marketdata.BookHash;
import io.muex.load.EventsForTests;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Two sessions trade on paper; each thing that can go wrong is done to their journals and must be found. */
class AbuseCheckTest {
    private static final long ALICE = AbusePlan.FIRST_SESSION;
    private static final long BOB = ALICE + 1;
    private static final long BID = ALICE * TradeFlow.IDS_PER_SESSION + 1;
    private static final long ASK = BOB * TradeFlow.IDS_PER_SESSION + 1;
    private static final long HIT = BOB * TradeFlow.IDS_PER_SESSION + 2;
    private static final int PASSIVE_FILL = 13;
    private static final int ACTIVE_FILL = 14;
    private static final int BEST_BID = 15;
    private static final int FOREIGN_CANCEL = 18;

    private final List<Entry> entries = new ArrayList<>();
    private final FeedPoints feed = new FeedPoints();
    private SessionCheck sessions;
    private BookCheck books;

    /** A record of a journal. */
    private record Entry(int type, long session, long value, UnsafeBuffer bytes) {
    }

    AbuseCheckTest() {
        sent(ALICE, 1);
        report(10, ALICE, 1, true, accepted(1, BID, Side.BUY, 5, 990));
        sent(BOB, 1);
        report(11, BOB, 1, true, accepted(2, ASK, Side.SELL, 3, 1_010));
        sent(BOB, 2);
        report(12, BOB, 2, false, accepted(3, HIT, Side.SELL, 2, 990));
        report(PASSIVE_FILL, ALICE, 0, false, fill(1, BID, Side.BUY, 3, FillRole.PASSIVE));
        report(ACTIVE_FILL, BOB, 2, true, fill(3, HIT, Side.SELL, 0, FillRole.ACTIVE));
        sent(ALICE, 2);
        report(BEST_BID, ALICE, 2, false, level(Side.BUY, 990, 3));
        report(16, ALICE, 2, false, level(Side.SELL, 1_010, 3));
        report(17, ALICE, 2, true, snapshot());
        sent(BOB, 3);
        report(FOREIGN_CANCEL, BOB, 3, true, cancelRejected());
        entries.add(new Entry(Journal.MOVED, BOB, 1, new UnsafeBuffer()));
        entries.add(new Entry(Journal.ESTABLISHED, BOB, 4, new UnsafeBuffer()));
        entries.add(new Entry(Journal.DONE, ALICE, 0, new UnsafeBuffer()));
        entries.add(new Entry(Journal.DONE, BOB, 0, new UnsafeBuffer()));
        point(10, level(BookHash.empty(), Side.BUY, 990, 5));
        point(ACTIVE_FILL, level(level(BookHash.empty(), Side.BUY, 990, 3), Side.SELL, 1_010, 3));
    }

    @Test
    void shouldPassWhenAllIsWell() {
        assertEquals(List.of(), problems());
        assertEquals(5, sessions.ledger().commandsAnswered());
        assertEquals(1, sessions.foreignAttempts());
        assertEquals(1, sessions.moves());
        assertEquals(1, books.answers());
        assertEquals(2 * AbusePlan.INSTRUMENTS, books.feedBooks());
        assertEquals(1, books.threeWay());
        assertEquals(2, books.liveOrders());
    }

    @Test
    void shouldFindADoubledReport() {
        entries.add(at(ACTIVE_FILL) + 1, entries.get(at(ACTIVE_FILL)));
        expect("1 duplicated");
    }

    @Test
    void shouldFindAMissingAnswer() {
        entries.remove(at(ACTIVE_FILL));
        expect("1 lost");
    }

    @Test
    void shouldFindAMissingReportThatAnswersNothing() {
        entries.remove(at(PASSIVE_FILL));
        expect("the replicas' book of instrument 1 at event 17 is not the one made of reports");
        expect("the feed's book of instrument 1 at event 14 is not the one made of reports");
    }

    @Test
    void shouldFindAnAnswerOutOfOrder() {
        final int answer = at(ACTIVE_FILL);
        entries.add(at(FOREIGN_CANCEL) + 1, entries.remove(answer));
        expect("reordered");
    }

    @Test
    void shouldFindAReportThatIsAnothers() {
        final Entry heard = entries.get(at(PASSIVE_FILL));
        entries.add(at(ACTIVE_FILL), new Entry(heard.type, BOB, heard.value, heard.bytes));
        expect("session " + BOB + " heard event 13, which is for session " + ALICE);
        expect("event 13 was heard by sessions");
        expect("about order " + BID + " of session " + ALICE);
    }

    @Test
    void shouldFindAnOrderThatAnotherSessionChanged() {
        final byte[] body = new byte[OrderCancelledFlyweight.LENGTH];
        new OrderCancelledFlyweight().wrapForWrite(new UnsafeBuffer(body), 0).orderId(1).clOrdId(BID).instrumentId(1);
        replace(FOREIGN_CANCEL, OrderCancelledFlyweight.TEMPLATE_ID, body);
        expect("session " + BOB + " heard event 18 of kind 105 about order " + BID);
    }

    @Test
    void shouldFindAWrongLevelInAnAnswer() {
        replace(BEST_BID, BookLevelFlyweight.TEMPLATE_ID, level(Side.BUY, 990, 4).body);
        expect("the replicas' book of instrument 1 at event 17 is not the one made of reports");
        expect("the replicas' book of instrument 1 at event 17 is not the one made of the feed");
    }

    @Test
    void shouldFindAWrongLevelInTheFeed() {
        point(17, level(level(BookHash.empty(), Side.BUY, 990, 3), Side.SELL, 1_011, 3));
        expect("the feed's book of instrument 1 at event 17 is not the one made of reports");
    }

    @Test
    void shouldFindACommandThatIsSentAgainAlthoughItWasExecuted() {
        entries.add(at(ACTIVE_FILL) + 1, new Entry(Journal.SENT_AGAIN, BOB, 2, new UnsafeBuffer()));
        expect("1 lost");
    }

    @Test
    void shouldFindAnAnswerThatWasMissingWhenTheSessionWasEstablished() {
        entries.add(at(ACTIVE_FILL), new Entry(Journal.ESTABLISHED, BOB, 3, new UnsafeBuffer()));
        expect("established at command 3, and command 2 was not answered before");
    }

    @Test
    void shouldFindWhatTheClientItselfSays() {
        entries.add(new Entry(Journal.SETTLED, BOB, 3, text("UNKNOWN")));
        expect("command 3 UNKNOWN");
        entries.add(new Entry(Journal.GONE, BOB, 12, text("")));
        expect("lost its reports below event 12");
        entries.add(new Entry(Journal.PROBLEM, BOB, 0, text("it came to its end")));
        expect("it came to its end");
    }

    @Test
    void shouldFindASessionThatDidNotEnd() {
        entries.removeLast();
        expect("only 1 of 2 sessions ended in order");
    }

    private static UnsafeBuffer text(final String words) {
        return new UnsafeBuffer(words.getBytes(StandardCharsets.UTF_8));
    }

    private void expect(final String finding) {
        final List<String> problems = problems();
        assertTrue(problems.stream().anyMatch(problem -> problem.contains(finding)), problems::toString);
    }

    private List<String> problems() {
        final Findings findings = new Findings();
        sessions = new SessionCheck(findings);
        for (final Entry entry : entries) {
            sessions.onRecord(
                entry.type, entry.session, 1, entry.value, entry.bytes, 0, entry.bytes.capacity());
        }
        sessions.judge(Set.of(ALICE, BOB).size());
        books = new BookCheck(feed, findings);
        books.run(sessions.reports());
        return findings.told();
    }

    private int at(final long eventSeq) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).type == Journal.REPORT && entries.get(i).value == eventSeq) {
                return i;
            }
        }
        throw new AssertionError("no event " + eventSeq);
    }

    private void sent(final long session, final long number) {
        entries.add(new Entry(Journal.SENT, session, number, new UnsafeBuffer()));
    }

    private void report(
        final long eventSeq, final long session, final long number, final boolean isLast, final Message message) {
        entries.add(new Entry(Journal.REPORT, session, eventSeq,
            EventsForTests.event(eventSeq, session, number, isLast, message.kind, message.body)));
    }

    private void replace(final long eventSeq, final int kind, final byte[] body) {
        final int at = at(eventSeq);
        final Entry before = entries.get(at);
        final boolean isLast = eventSeq != BEST_BID;
        entries.set(at, new Entry(Journal.REPORT, before.session, eventSeq, EventsForTests.event(
            eventSeq, before.session, before.session == BOB ? 3 : 2, isLast, kind, body)));
    }

    private void point(final long seq, final long hash) {
        feed.begin(seq);
        for (int id = 1; id <= AbusePlan.INSTRUMENTS; id++) {
            feed.hash(id, id == 1 ? hash : BookHash.empty());
        }
    }

    private static long level(final long hash, final Side side, final long price, final long quantity) {
        return BookHash.level(hash, side, price, quantity, 1);
    }

    /** A message of the exchange. */
    private record Message(int kind, byte[] body) {
    }

    private static Message accepted(
        final long orderId, final long clOrdId, final Side side, final long quantity, final long price) {
        final byte[] body = new byte[OrderAcceptedFlyweight.LENGTH];
        new OrderAcceptedFlyweight().wrapForWrite(new UnsafeBuffer(body), 0).orderId(orderId).clOrdId(clOrdId)
            .quantity(quantity).price(price).instrumentId(1).side(side).conditions(Conditions.NONE);
        return new Message(OrderAcceptedFlyweight.TEMPLATE_ID, body);
    }

    private static Message fill(
        final long orderId, final long clOrdId, final Side side, final long leaves, final FillRole role) {
        final byte[] body = new byte[FillFlyweight.LENGTH];
        new FillFlyweight().wrapForWrite(new UnsafeBuffer(body), 0).orderId(orderId).clOrdId(clOrdId).quantity(2)
            .price(990).leavesQuantity(leaves).instrumentId(1).side(side).role(role);
        return new Message(FillFlyweight.TEMPLATE_ID, body);
    }

    private static Message level(final Side side, final long price, final long quantity) {
        final byte[] body = new byte[BookLevelFlyweight.LENGTH];
        new BookLevelFlyweight().wrapForWrite(new UnsafeBuffer(body), 0).price(price).quantity(quantity).orders(1)
            .instrumentId(1).side(side);
        return new Message(BookLevelFlyweight.TEMPLATE_ID, body);
    }

    private static Message snapshot() {
        final byte[] body = new byte[BookSnapshotFlyweight.LENGTH];
        new BookSnapshotFlyweight().wrapForWrite(new UnsafeBuffer(body), 0).instrumentId(1).bidLevels(1).askLevels(1)
            .status(InstrumentStatus.OPEN);
        return new Message(BookSnapshotFlyweight.TEMPLATE_ID, body);
    }

    private static Message cancelRejected() {
        final byte[] body = new byte[CancelRejectedFlyweight.LENGTH];
        new CancelRejectedFlyweight().wrapForWrite(new UnsafeBuffer(body), 0).clOrdId(BID)
            .reason(RejectReason.UNKNOWN_ORDER);
        return new Message(CancelRejectedFlyweight.TEMPLATE_ID, body);
    }
}
