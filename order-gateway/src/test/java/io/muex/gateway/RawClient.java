package io.muex.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.muex.exchange.protocol.CancelOrderFlyweight;
import io.muex.exchange.protocol.link.ClientLink;
import io.muex.exchange.protocol.link.LinkHeader;
import io.muex.exchange.protocol.link.LinkReject;
import io.muex.exchange.protocol.proof.LogOnProof;
import io.muex.exchange.protocol.proof.Secret;
import io.muex.mu.session.CommandEnvelope;
import io.muex.mu.session.EventEnvelope;
import io.muex.mu.session.SessionEvents;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Speaks the protocol by hand. */
final class RawClient implements AutoCloseable {
    private static final int LONG_MESSAGE = 20_000;

    private final World world;
    private final long session;
    private final Aeron aeron;
    private final Subscription egress;
    private final long connectionId = ClientLink.nth(ClientLink.freshClient(), 1);
    final UnsafeBuffer message = new UnsafeBuffer(new byte[LONG_MESSAGE]);
    private final List<LinkReject> rejects = new ArrayList<>();
    ExclusivePublication data;
    private LogOnProof proof;
    int dataStream;
    long clusterId;
    int epoch;
    private int refusedEpoch;
    private int answered;

    RawClient(final World world, final long session) {
        this.world = world;
        this.session = session;
        aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(world.driver.directory().toString()));
        egress = aeron.addSubscription("aeron:ipc", 123_456);
        final ExclusivePublication control = aeron.addExclusivePublication(
            "aeron:ipc?term-length=64k", ClientLink.CONTROL_STREAM_BASE + 1);
        final int length = ClientLink.encodeNegotiate(
            message, 0, World.NAME, session, connectionId, ClientLink.FROM_NOW, "aeron:ipc");
        ClientLink.negotiateEgressStream(message, 0, 123_456);
        world.until("greeted", () -> control.offer(message, 0, length) > 0);
        world.until("challenged", () -> listen() && proof != null);
        ClientLink.encodeChallenge(message, 0, ClientLink.PROVE, 0, connectionId, session,
            proof.ofClient(TestKeys.of(session)));
        world.until("proved", () -> control.offer(message, 0, ClientLink.CHALLENGE_LENGTH) > 0);
        world.until("negotiated", () -> listen() && dataStream != 0);
        data = aeron.addExclusivePublication("aeron:ipc?term-length=256k", dataStream);
        ClientLink.encodeAttach(message, 0, connectionId, proof.ofAttach(TestKeys.of(session), dataStream));
        send(ClientLink.ATTACH_LENGTH);
    }

    void establish() {
        int known = 0;
        for (int n = 1; epoch == 0; n++) {
            command(CommandEnvelope.ESTABLISH, session, known, -ClientLink.nth(connectionId, n));
            final int before = answered;
            world.until("claimed", () -> listen() && answered > before);
            known = refusedEpoch;
        }
        answered = 0;
    }

    void command(final int kind, final long ofSession, final int ofEpoch, final long number) {
        LinkHeader.encode(message, 0, ClientLink.COMMAND, 0);
        CommandEnvelope.encode(message, LinkHeader.LENGTH, kind, clusterId, ofSession, ofEpoch, number);
        final int body = LinkHeader.LENGTH + CommandEnvelope.HEADER_LENGTH;
        new CancelOrderFlyweight().wrapForWrite(message, body).clOrdId(1);
        send(kind == CommandEnvelope.ESTABLISH ? body : body + CancelOrderFlyweight.LENGTH);
    }

    int good(final long number, final Runnable spoil) {
        LinkHeader.encode(message, 0, ClientLink.COMMAND, 0);
        CommandEnvelope.encode(
            message, LinkHeader.LENGTH, CommandEnvelope.COMMAND, clusterId, session, epoch, number);
        final int body = LinkHeader.LENGTH + CommandEnvelope.HEADER_LENGTH;
        new CancelOrderFlyweight().wrapForWrite(message, body).clOrdId(1);
        spoil.run();
        return body + CancelOrderFlyweight.LENGTH;
    }

    void send(final int length) {
        world.until("sent", () -> data.offer(message, 0, length) > 0);
    }

    void expect(final LinkReject code) {
        world.until("rejected with " + code, () -> listen() && !rejects.isEmpty());
        assertEquals(List.of(code), rejects);
        rejects.clear();
    }

    boolean listen() {
        egress.poll((buffer, offset, length, header) -> onMessage(buffer, offset, length), 10);
        return true;
    }

    private void onMessage(final DirectBuffer buffer, final int offset, final int length) {
        switch (LinkHeader.type(buffer, offset, length)) {
            case ClientLink.CHALLENGE -> {
                final byte[] nonce = new byte[Secret.LENGTH];
                buffer.getBytes(ClientLink.challengeBytes(offset), nonce);
                proof = new LogOnProof(1, ClientLink.CONTROL_STREAM_BASE + 1,
                    ClientLink.challengeClusterId(buffer, offset), session, connectionId, 123_456, "aeron:ipc",
                    new byte[Secret.LENGTH], nonce);
            }
            case ClientLink.NEGOTIATED -> {
                dataStream = ClientLink.negotiatedDataStream(buffer, offset);
                clusterId = ClientLink.negotiatedClusterId(buffer, offset);
            }
            case ClientLink.REJECT -> rejects.add(ClientLink.rejectCode(buffer, offset));
            case ClientLink.REPORTS -> {
                answered++;
                final int event = offset + LinkHeader.LENGTH;
                if (EventEnvelope.kind(buffer, event) == SessionEvents.ESTABLISHED) {
                    epoch = SessionEvents.connectionEpoch(buffer, event);
                } else if (EventEnvelope.kind(buffer, event) == SessionEvents.REJECTED) {
                    refusedEpoch = SessionEvents.presentEpoch(buffer, event);
                }
            }
            default -> { }
        }
    }

    @Override
    public void close() {
        aeron.close();
    }

    long session() {
        return session;
    }

    long connectionId() {
        return connectionId;
    }

    int dataStream() {
        return dataStream;
    }

    /** Commands answered since it was established. */
    int answered() {
        return answered;
    }

    byte[] clientProof() {
        return proof.ofClient(TestKeys.of(session));
    }

    void forgetRejects() {
        rejects.clear();
    }

    byte[] attachProof() {
        return proof.ofAttach(TestKeys.of(session), dataStream);
    }
}
