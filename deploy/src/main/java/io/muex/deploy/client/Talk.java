package io.muex.deploy.client;

import io.muex.deploy.roads.Roads;
import io.muex.exchange.config.ClusterConfig;
import io.muex.exchange.config.secret.ClusterSecrets;
import io.muex.exchange.protocol.MessageFlyweight;
import io.muex.exchange.protocol.wire.Message;
import io.muex.exchange.protocol.wire.MessageCatalog;
import io.muex.gateway.client.ClientListener;
import io.muex.gateway.client.CommandOutcome;
import io.muex.gateway.client.ExchangeClient;
import io.muex.mu.session.EventEnvelope;
import io.muex.mu.session.SessionEvents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A session of the exchange for one command at a time. Whoever had the session before loses it. */
public final class Talk implements AutoCloseable {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);

    private final Reports reports = new Reports();
    private final ExchangeClient client;

    private Talk(final ClusterConfig cluster, final long session) throws IOException {
        client = new ExchangeClient(Roads.client(cluster, ClusterSecrets.in(cluster.home()), session), reports);
    }

    /**
     * Takes the session.
     *
     * @throws IOException if nobody answers, or the session is refused
     */
    public static Talk open(final ClusterConfig cluster, final long session) throws IOException {
        final Talk talk = new Talk(cluster, session);
        if (!talk.client.awaitEstablished(PATIENCE_NS)) {
            final String why = talk.client.failure().isEmpty()
                ? "no gateway or no leader answers; muex status tells more" : talk.client.failure();
            talk.close();
            throw new IOException("session " + session + " cannot be had: " + why);
        }
        return talk;
    }

    /** Number of the next command of the session: no other command of it ever has had or will have it. */
    public long nextNumber() {
        return client.nextNumber();
    }

    /**
     * Sends a command and waits for its answer.
     *
     * @return all reports to the session until then, in order; the last one answers the command
     * @throws IOException if there is no answer in time: the command may or may not have been executed
     */
    public List<Told> ask(final Message command) throws IOException {
        final UnsafeBuffer bytes = new UnsafeBuffer(command.toBytes());
        return await(() -> client.submit(bytes, 0, bytes.capacity()), command.getClass().getSimpleName());
    }

    /** Opens a session as an operator, as {@link #ask} does. */
    public List<Told> openSession(final long session, final long role) throws IOException {
        return await(() -> client.openSession(session, role), "OpenSession");
    }

    /** Removes a session as an operator, as {@link #ask} does. */
    public List<Told> closeSession(final long session) throws IOException {
        return await(() -> client.closeSession(session), "CloseSession");
    }

    private List<Told> await(final LongSupplier command, final String name) throws IOException {
        reports.told.clear();
        reports.outcome = null;
        final long number = command.getAsLong();
        if (number <= 0) {
            throw new IOException(name + " is not taken (" + number + "): " + client.failure());
        }
        if (!client.awaitSettled(number, PATIENCE_NS)) {
            throw new IOException("no answer to command " + number + " of session " + client.session() + " within "
                + TimeUnit.NANOSECONDS.toSeconds(PATIENCE_NS) + " s; it may have been executed, or may be yet");
        }
        if (reports.outcome != CommandOutcome.ANSWERED) {
            throw new IOException("command " + number + " of session " + client.session() + " ended as "
                + reports.outcome + " " + client.failure());
        }
        return List.copyOf(reports.told);
    }

    @Override
    public void close() {
        client.close();
    }

    /** Keeps what comes. */
    private static final class Reports implements ClientListener {
        private final List<Told> told = new ArrayList<>();
        private CommandOutcome outcome;

        @Override
        public void onReport(final DirectBuffer buffer, final int offset) {
            if (outcome != null) {
                return; // came with the answer, but after it
            }
            final int kind = EventEnvelope.kind(buffer, offset);
            final long seq = EventEnvelope.eventSeq(buffer, offset);
            final long number = EventEnvelope.number(buffer, offset);
            final int body = offset + EventEnvelope.HEADER_LENGTH;
            final int length = EventEnvelope.bodyLength(buffer, offset);
            if (kind < SessionEvents.FIRST_KIND && length >= MessageFlyweight.HEADER_LENGTH) {
                told.add(new Told(seq, number, MessageCatalog.decode(buffer, body, length), null, false));
            } else if (kind == SessionEvents.REJECTED) {
                told.add(new Told(seq, number, null, String.valueOf(SessionEvents.reason(buffer, offset)), true));
            } else if (kind == SessionEvents.DONE || kind == SessionEvents.SESSION_OPENED
                || kind == SessionEvents.SESSION_CLOSED) {
                told.add(new Told(seq, number, null, "DONE", false));
            }
        }

        @Override
        public void onSettled(final long number, final CommandOutcome settled) {
            outcome = settled;
        }
    }
}
