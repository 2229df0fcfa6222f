package io.muex.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.exchange.protocol.FillFlyweight;
import io.muex.exchange.protocol.OrderAcceptedFlyweight;
import io.muex.exchange.protocol.OrderRejectedFlyweight;
import io.muex.gateway.client.ClientListener;
import io.muex.gateway.client.ClientState;
import io.muex.gateway.client.CommandOutcome;
import io.muex.mu.session.EventEnvelope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.agrona.DirectBuffer;

/** Everything that one client heard. Fails at once on a report out of order, a second answer or a second outcome. */
final class Journal implements ClientListener {
    final Map<Long, CommandOutcome> settled = new LinkedHashMap<>();
    final List<Long> accepted = new ArrayList<>();
    final List<Long> rejected = new ArrayList<>();
    final Map<Long, Long> filled = new HashMap<>();
    final List<Integer> kinds = new ArrayList<>();
    final List<ClientState> states = new ArrayList<>();
    final List<Long> gone = new ArrayList<>();
    long lastSettled;
    int resets;
    private final Set<Long> answered = new HashSet<>();
    private long lastEventSeq;
    private long lastNumber;
    private final OrderAcceptedFlyweight acceptedMessage = new OrderAcceptedFlyweight();
    private final OrderRejectedFlyweight rejectedMessage = new OrderRejectedFlyweight();
    private final FillFlyweight fillMessage = new FillFlyweight();

    @Override
    public void onReport(final DirectBuffer buffer, final int offset) {
        final long eventSeq = EventEnvelope.eventSeq(buffer, offset);
        final long number = EventEnvelope.number(buffer, offset);
        assertTrue(eventSeq > lastEventSeq, "event " + eventSeq + " after " + lastEventSeq);
        lastEventSeq = eventSeq;
        if (number != 0) {
            assertTrue(number >= lastNumber, "answer to " + number + " after one to " + lastNumber);
            assertTrue(!answered.contains(number), "another answer to " + number);
            lastNumber = number;
            if (EventEnvelope.isLast(buffer, offset)) {
                answered.add(number);
            }
        }
        final int kind = EventEnvelope.kind(buffer, offset);
        kinds.add(kind);
        final int body = offset + EventEnvelope.HEADER_LENGTH;
        if (kind == OrderAcceptedFlyweight.TEMPLATE_ID) {
            accepted.add(acceptedMessage.wrap(buffer, body).clOrdId());
        } else if (kind == OrderRejectedFlyweight.TEMPLATE_ID) {
            rejected.add(rejectedMessage.wrap(buffer, body).clOrdId());
        } else if (kind == FillFlyweight.TEMPLATE_ID) {
            fillMessage.wrap(buffer, body);
            filled.merge(fillMessage.clOrdId(), fillMessage.quantity(), Long::sum);
        }
    }

    @Override
    public void onSettled(final long number, final CommandOutcome outcome) {
        assertNull(settled.put(number, outcome), "settled twice: " + number);
        assertEquals(outcome == CommandOutcome.ANSWERED, answered.contains(number), "answer to " + number);
        assertTrue(number > lastSettled, number + " settled after " + lastSettled);
        lastSettled = number;
    }

    @Override
    public void onState(final ClientState state) {
        states.add(state);
    }

    @Override
    public void onClusterReset() {
        resets++;
        lastEventSeq = 0;
        lastNumber = 0;
        lastSettled = 0;
        answered.clear();
        settled.clear();
        accepted.clear();
    }

    @Override
    public void onReportsGone(final long firstEventSeq) {
        gone.add(firstEventSeq);
    }
}
