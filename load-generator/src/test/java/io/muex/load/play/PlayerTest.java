package io.muex.load.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.exchange.trace.TraceOperation;
import io.muex.load.InProcessExchange;
import io.muex.load.check.Ledger;
import io.muex.load.flow.FlowProfile;
import io.muex.load.flow.GeneratedFlow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

/** Time is a number that the test moves, so every latency is known to the nanosecond. */
class PlayerTest {
    private static final long MS = 1_000_000;
    private static final int RATE = 1_000;
    private static final int OPERATIONS = 200;

    private final InProcessExchange exchange = new InProcessExchange(3);
    private final Ledger ledger = new Ledger();
    private final List<Long> sentNs = new ArrayList<>();
    private long nowNs = 5_000 * MS;

    private final RunListener sendTimes = new RunListener() {
        @Override
        public void onSubmitted(final long session, final long number, final TraceOperation operation,
                                final long dueNs, final long atNs) {
            if (operation != null && operation.kind() != TraceOperation.Kind.BOOK) {
                sentNs.add(atNs);
            }
        }
    };

    @Test
    void shouldSendEveryOperationWhenItIsDue() throws IOException {
        final Player player = player(exchange.ports().subList(0, 1), PlayPlan.ofRate(RATE));
        final PlayResult result = play(player);
        for (int i = 0; i < OPERATIONS; i++) {
            assertEquals(sentNs.getFirst() + i * MS, sentNs.get(i));
        }
        assertTrue(result.isComplete());
        assertEquals(OPERATIONS + 1, result.operations());
        assertEquals(OPERATIONS, result.latency().getTotalCount());
        assertEquals(0, result.lateSends());
        assertTrue(ledger.holds(), ledger.findings()::toString);
        assertEquals(OPERATIONS + 1, ledger.commandsAnswered());
    }

    @Test
    void shouldChargeAStandstillToEveryOperationThatWaited() throws IOException {
        final StallingPort port = new StallingPort(exchange.ports().getFirst());
        final Player player = player(List.of(port), PlayPlan.ofRate(RATE).withMaxUnanswered(20));
        runUntil(player, 100);
        port.isStalled = true;
        final long stalledNs = nowNs;
        final KillWatch watch = new KillWatch(stalledNs);
        player.watch(watch);
        while (nowNs < stalledNs + 50 * MS) {
            step(player);
        }
        assertTrue(player.counters().unanswered() <= 20, "no more than the limit may be under way");
        assertFalse(watch.isOver());
        port.isStalled = false;
        final PlayResult result = play(player);

        assertTrue(result.isComplete());
        assertEquals(OPERATIONS, result.latency().getTotalCount());
        final long slow = result.latency().getCountBetweenValues(MS, Long.MAX_VALUE / 2);
        assertTrue(slow >= 48 && slow <= 52, "50 operations were due during the standstill, charged: " + slow);
        assertTrue(Math.abs(result.latency().getMaxValue() - 50 * MS) < MS, "max " + result.latency().getMaxValue());
        assertTrue(result.lateSends() >= 28, "late " + result.lateSends());
        assertTrue(watch.isOver());
        assertTrue(watch.gapNs() >= 49 * MS && watch.gapNs() <= 52 * MS, "gap " + watch.gapNs());
        assertTrue(ledger.holds(), ledger.findings()::toString);
    }

    @Test
    void shouldCountWhatWasUnansweredAtTheKill() throws IOException {
        final StallingPort port = new StallingPort(exchange.ports().getFirst());
        final Player player = player(List.of(port), PlayPlan.ofRate(RATE));
        runUntil(player, 50);
        final KillWatch idle = new KillWatch(nowNs + 1);
        player.watch(idle);
        runUntil(player, 100);
        awaitAnswers(player);
        assertEquals(0, idle.unanswered(), "everything was answered when it began");

        port.isStalled = true;
        runUntil(player, 107);
        final KillWatch watch = new KillWatch(nowNs);
        player.watch(watch);
        runUntil(player, 120);
        port.isStalled = false;
        play(player);
        assertEquals(7, watch.unanswered());
    }

    @Test
    void shouldKeepEverySessionInOrderWhenThereAreSeveral() throws IOException {
        final PlayResult result = play(player(exchange.ports(), PlayPlan.ofRate(RATE)));
        assertTrue(result.isComplete());
        assertTrue(ledger.holds(), ledger.findings()::toString);
        assertEquals(OPERATIONS + 1, ledger.commandsAnswered());
        assertEquals(3, ledger.ownCommands(), "one last question of each session");
    }

    @Test
    void shouldGiveUpWhenNothingIsAnsweredAndSayWhatIsMissing() throws IOException {
        final StallingPort port = new StallingPort(exchange.ports().getFirst());
        final Player player = player(List.of(port), PlayPlan.ofRate(RATE).withPatienceNs(500 * MS));
        runUntil(player, 100);
        awaitAnswers(player);
        port.isStalled = true;
        final PlayResult result = play(player);
        assertFalse(result.isComplete());
        assertEquals(100, result.unanswered());
        assertEquals(100, ledger.lost());
        assertEquals(OPERATIONS, result.latency().getTotalCount(), "what is missing counts with its age");
        assertTrue(result.latency().getMaxValue() >= 500 * MS);
    }

    @Test
    void shouldStopWhenAskedAndEndInOrder() throws IOException {
        final Player player = player(exchange.ports().subList(0, 1), PlayPlan.ofRate(RATE));
        runUntil(player, 30);
        player.stop();
        final PlayResult result = play(player);
        assertFalse(result.isComplete());
        assertEquals(0, result.unanswered());
        assertEquals(31, result.operations());
        assertTrue(ledger.holds(), ledger.findings()::toString);
    }

    @Test
    void shouldTakeTheNextFreeInstrumentOnASharedCluster() throws IOException {
        play(player(exchange.ports().subList(0, 1), PlayPlan.ofRate(RATE)));
        final PlayResult second = play(player(exchange.ports().subList(0, 1), PlayPlan.ofRate(RATE)));
        assertTrue(second.isComplete());
        assertTrue(ledger.holds(), ledger.findings()::toString);
    }

    @Test
    void shouldSayWhyThereIsNoInstrument() throws IOException {
        final InProcessExchange small = new InProcessExchange(1, 100, 1);
        final Player player = player(small.ports(), PlayPlan.ofRate(RATE));
        final PlayFailedException failure = assertThrows(PlayFailedException.class, () -> play(player));
        assertTrue(failure.getMessage().contains("CAPACITY_EXHAUSTED"), failure.getMessage());
    }

    private Player player(final List<? extends OrderPort> ports, final PlayPlan plan) throws IOException {
        return new Player(new GeneratedFlow(FlowProfile.of(4, OPERATIONS)), plan, ports,
            List.of(ledger, sendTimes), () -> nowNs);
    }

    private PlayResult play(final Player player) {
        while (!player.isDone()) {
            step(player);
        }
        return player.result();
    }

    /** Until so many operations behind the first BOOK were sent. */
    private void runUntil(final Player player, final int operations) {
        while (player.counters().operations() < operations + 1) {
            step(player);
        }
    }

    private void awaitAnswers(final Player player) {
        while (player.counters().unanswered() > 0) {
            step(player);
        }
    }

    /** A tenth of a millisecond passes whenever there is nothing to do. */
    private void step(final Player player) {
        if (player.doWork() == 0) {
            nowNs += MS / 10;
        }
    }

    /** Takes commands, but brings no answers while stalled. */
    private static final class StallingPort implements OrderPort {
        private final InProcessExchange.Port port;
        private boolean isStalled;

        StallingPort(final InProcessExchange.Port port) {
            this.port = port;
            port.room(10_000);
        }

        @Override
        public long session() {
            return port.session();
        }

        @Override
        public long submit(final DirectBuffer buffer, final int offset, final int length) {
            return port.submit(buffer, offset, length);
        }

        @Override
        public int poll(final Sink sink) {
            return isStalled ? 0 : port.poll(sink);
        }
    }
}
