package io.muex.load.drill.abuse;

import io.muex.exchange.protocol.link.ClientLink;
import io.muex.gateway.client.ClientListener;
import io.muex.gateway.client.ClientState;
import io.muex.gateway.client.CommandOutcome;
import io.muex.gateway.client.ExchangeClient;
import io.muex.gateway.client.ReportDispatcher;
import io.muex.mu.session.EventEnvelope;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One session of a client process. What it must remember over the death of its process is in the journal: the last
 * report it heard, and the commands that it sent and that are unanswered. When a client is established, the exchange
 * says which of these it has applied; their reports have come by then, and the others are sent again under their old
 * numbers. One thread.
 */
final class Trader implements AutoCloseable {
    static final int MAX_UNANSWERED = 256;

    private static final long LEAST_MOVE_NS = 8_000_000_000L;
    private static final int MOVE_SPREAD_MS = 24_000;
    private static final long MILLI_NS = 1_000_000;

    private final long session;
    private final Journal journal;
    private final TradeFlow flow;
    private final Random random;
    private final ClientSource source;
    private final long periodNs;
    private final TreeMap<Long, byte[]> unanswered = new TreeMap<>();
    private final LiveOrders live = new LiveOrders();
    private final ReportDispatcher dispatcher = new ReportDispatcher(live);
    private int gateway;
    private long lastEventSeq = ClientLink.FROM_NOW;
    private ExchangeClient client;
    private Ear ear;
    /** Still connected, as far as its gateway knows, until the present client is established. */
    private ExchangeClient former;
    private boolean isEstablished;
    private boolean isOver;
    private long dueNs;
    private long moveNs;

    /** Makes clients of a session. */
    @FunctionalInterface
    interface ClientSource {
        /**
         * A client that has not been polled.
         *
         * @param gateway       number by which the gateway is chosen that it prefers
         * @param afterEventSeq of the last report that is known
         */
        ExchangeClient make(int gateway, long afterEventSeq, ClientListener listener);
    }

    /**
     * A session that has not begun.
     *
     * @param random   of what it sends and when it moves
     * @param periodNs between two commands
     */
    Trader(final long session, final Journal journal, final TradeFlow flow, final Random random,
        final long periodNs, final ClientSource source) {
        this.session = session;
        this.journal = journal;
        this.flow = flow;
        this.random = random;
        this.periodNs = periodNs;
        this.source = source;
        gateway = (int) session;
    }

    /** Takes notice of what the process did before it died. */
    void remember(final int type, final long value, final DirectBuffer buffer, final int offset, final int length) {
        switch (type) {
            case Journal.SENT, Journal.SENT_AGAIN -> {
                final byte[] body = new byte[length];
                buffer.getBytes(offset, body);
                unanswered.put(value, body);
            }
            case Journal.REPORT -> hear(buffer, offset);
            case Journal.MOVED -> gateway = (int) value;
            default -> {
                // Says nothing about where the session stands.
            }
        }
    }

    private void hear(final DirectBuffer buffer, final int offset) {
        lastEventSeq = EventEnvelope.eventSeq(buffer, offset);
        if (EventEnvelope.isLast(buffer, offset)) {
            unanswered.remove(EventEnvelope.number(buffer, offset));
        }
        dispatcher.onReport(buffer, offset);
    }

    void connect(final long nowNs) {
        ear = new Ear();
        client = source.make(gateway, lastEventSeq, ear);
        isEstablished = false;
        moveNs = nowNs + LEAST_MOVE_NS + random.nextInt(MOVE_SPREAD_MS) * MILLI_NS;
    }

    /** One duty cycle; returns the amount of work. */
    int step(final long nowNs, final boolean mayTrade) {
        int work = client.poll();
        if (client.state().isFinal()) {
            if (!isOver) {
                isOver = true;
                journal.problem(session, "the client came to its end: " + client.state() + " " + client.failure());
            }
            return work;
        }
        if (!isEstablished && client.state() == ClientState.ESTABLISHED) {
            isEstablished = true;
            resume();
        }
        if (isEstablished && mayTrade) {
            work += trade(nowNs);
        }
        return work;
    }

    /** What the exchange has not applied is sent again; a new client has sent nothing yet. */
    private void resume() {
        if (former != null) {
            former.close();
            former = null;
        }
        final long next = client.nextNumber();
        journal.note(Journal.ESTABLISHED, session, next);
        for (final Map.Entry<Long, byte[]> command : unanswered.tailMap(next).entrySet()) {
            final UnsafeBuffer body = new UnsafeBuffer(command.getValue());
            send(Journal.SENT_AGAIN, command.getKey(), body, body.capacity());
        }
    }

    private int trade(final long nowNs) {
        if (nowNs - moveNs >= 0) {
            move(nowNs);
            return 1;
        }
        if (dueNs == 0) {
            dueNs = nowNs + random.nextInt((int) (periodNs / MILLI_NS)) * MILLI_NS;
        }
        if (nowNs - dueNs < 0 || client.unanswered() >= MAX_UNANSWERED || unanswered.size() >= MAX_UNANSWERED) {
            return 0;
        }
        dueNs = Math.max(dueNs + periodNs, nowNs - periodNs);
        final long number = client.nextNumber();
        final int length = flow.next(number, live.ids());
        final byte[] body = new byte[length];
        flow.buffer().getBytes(0, body);
        unanswered.put(number, body);
        send(Journal.SENT, number, flow.buffer(), length);
        return 1;
    }

    private void send(final int type, final long number, final DirectBuffer body, final int length) {
        journal.sent(type, session, number, body, length);
        final long given = client.submit(body, 0, length);
        if (given != number) {
            journal.problem(session, "command " + number + " was taken as " + given + " in state " + client.state());
        }
    }

    /** The newer connection wins: nobody says goodbye to the gateway that had the session. */
    private void move(final long nowNs) {
        ear.isPresent = false;
        former = client;
        gateway++;
        journal.note(Journal.MOVED, session, gateway);
        connect(nowNs);
    }

    boolean isEstablished() {
        return isEstablished;
    }

    /** Sends a question that changes nothing; behind its answer nothing is missing that happened before. */
    void askLast() {
        if (!isOver && isEstablished) {
            final long number = client.nextNumber();
            final int length = flow.last();
            final byte[] body = new byte[length];
            flow.buffer().getBytes(0, body);
            unanswered.put(number, body);
            send(Journal.SENT, number, flow.buffer(), length);
        }
    }

    /** Nothing is unanswered. */
    boolean isDone() {
        return isOver || isEstablished && unanswered.isEmpty();
    }

    void done() {
        journal.note(Journal.DONE, session, unanswered.size());
    }

    @Override
    public void close() {
        ear.isPresent = false;
        client.close();
        if (former != null) {
            former.close();
        }
    }

    /** Hears one client, until there is another. */
    private final class Ear implements ClientListener {
        private boolean isPresent = true;

        @Override
        public void onReport(final DirectBuffer buffer, final int offset) {
            if (isPresent) {
                journal.report(session, EventEnvelope.eventSeq(buffer, offset), buffer, offset,
                    EventEnvelope.length(buffer, offset));
                hear(buffer, offset);
            }
        }

        @Override
        public void onSettled(final long number, final CommandOutcome outcome) {
            if (isPresent && outcome != CommandOutcome.ANSWERED) {
                journal.settled(session, number, outcome);
            }
        }

        @Override
        public void onReportsGone(final long firstEventSeq) {
            if (isPresent) {
                journal.note(Journal.GONE, session, firstEventSeq);
            }
        }

        @Override
        public void onClusterReset() {
            journal.problem(session, "the cluster was created anew");
        }
    }
}
