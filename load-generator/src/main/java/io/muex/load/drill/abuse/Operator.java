package io.muex.load.drill.abuse;

import io.muex.exchange.config.ClusterConfig;
import io.muex.exchange.config.secret.ClusterSecrets;
import io.muex.exchange.config.secret.SessionRole;
import io.muex.exchange.node.GenesisCommand;
import io.muex.exchange.protocol.CommandRejectedFlyweight;
import io.muex.exchange.protocol.link.PacedIdle;
import io.muex.gateway.client.ClientConfig;
import io.muex.gateway.client.ClientListener;
import io.muex.gateway.client.ExchangeClient;
import io.muex.gateway.client.GatewayAddress;
import io.muex.load.access.ClusterAccess;
import io.muex.load.drill.abuse.SessionCheck.Heard;
import io.muex.load.play.PlayFailedException;
import io.muex.mu.session.EventEnvelope;
import io.muex.mu.session.SessionEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/** What the operator of the cluster does before and after: opens sessions and instruments, and asks for the books. */
final class Operator implements AutoCloseable, ClientListener {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);
    private static final int MAX_ORDERS = 20_000;

    private final ExchangeClient client;
    private final List<Heard> heard = new ArrayList<>();
    private String refusal = "";

    Operator(final ClusterConfig cluster, final int gateways) {
        final ClientConfig config = ClusterAccess.client(cluster, GenesisCommand.OPERATOR_SESSION)
            .withGateways(GatewayAddress.ofLocalUpTo(gateways));
        client = ExchangeClient.connect(config, this, PATIENCE_NS);
    }

    /** Instruments without limits, and sessions with a secret each. */
    void prepare(final ClusterConfig cluster, final AbusePlan plan) {
        for (int id = 1; id <= AbusePlan.INSTRUMENTS; id++) {
            client.addInstrument().instrumentId(id).symbol("ABUSE-" + id).tickMantissa(1).lotMantissa(1)
                .minQuantity(1).maxQuantity(Long.MAX_VALUE).depthLevels(TradeFlow.LEVELS).maxOrders(MAX_ORDERS)
                .maxLevels(MAX_ORDERS);
            client.submit();
        }
        final long last = AbusePlan.FIRST_SESSION + plan.sessions() - 1;
        for (long session = AbusePlan.FIRST_SESSION; session <= last; session++) {
            client.openSession(session, SessionRole.TRADER.word());
        }
        awaitSettled();
        ClusterSecrets.in(cluster.home()).add(AbusePlan.FIRST_SESSION, last, SessionRole.TRADER);
    }

    /** Asks for the books of all instruments; returns the answers. */
    List<Heard> books() {
        heard.clear();
        for (int id = 1; id <= AbusePlan.INSTRUMENTS; id++) {
            client.queryBook(id, TradeFlow.LEVELS);
        }
        awaitSettled();
        return List.copyOf(heard);
    }

    private void awaitSettled() {
        final PacedIdle idle = new PacedIdle();
        final long startNs = System.nanoTime();
        while (client.unanswered() > 0 && System.nanoTime() - startNs < PATIENCE_NS) {
            idle.idle(client.poll());
        }
        if (client.unanswered() > 0 || !refusal.isEmpty()) {
            throw new PlayFailedException("the operator was not answered, or refused: " + refusal);
        }
    }

    @Override
    public void onReport(final DirectBuffer buffer, final int offset) {
        final byte[] event = new byte[EventEnvelope.length(buffer, offset)];
        buffer.getBytes(offset, event);
        final int kind = EventEnvelope.kind(buffer, offset);
        if (kind == SessionEvents.REJECTED || kind == CommandRejectedFlyweight.TEMPLATE_ID) {
            refusal = "a command of kind " + kind;
        }
        heard.add(new Heard(EventEnvelope.eventSeq(buffer, offset), GenesisCommand.OPERATOR_SESSION,
            System.nanoTime(), event));
    }

    @Override
    public void close() {
        client.close();
    }
}
