package io.muex.gateway;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.muex.exchange.protocol.link.ClientLink;
import io.muex.exchange.protocol.link.LinkHeader;
import io.muex.exchange.protocol.proof.LogOnProof;
import io.muex.exchange.protocol.proof.Secret;
import io.muex.gateway.client.ExchangeClient;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Claims to be gateway 1: lets everybody in, and proves itself with whatever secret it is given. */
final class FakeGateway implements AutoCloseable {
    private static final int CONTROL = ClientLink.CONTROL_STREAM_BASE + 1;
    private static final int DATA = 777_777;
    private static final byte[] NONCE = new byte[Secret.LENGTH];

    Secret secret;
    int answered;
    int attached;
    private final Aeron aeron;
    private final Subscription control;
    private final Subscription data;
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[256]);
    private ExclusivePublication out;
    private long connectionId;
    private LogOnProof proof;

    FakeGateway(final Path directory) {
        aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(directory.toString()));
        control = aeron.addSubscription("aeron:ipc", CONTROL);
        data = aeron.addSubscription("aeron:ipc", DATA);
    }

    void until(final ExchangeClient client, final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - deadlineNs < 0, "never");
            client.poll();
            control.poll((buffer, offset, length, header) -> onControl(buffer, offset, length), 10);
            data.poll((buffer, offset, length, header) -> {
                if (LinkHeader.type(buffer, offset, length) == ClientLink.ATTACH) {
                    attached++;
                }
            }, 10);
        }
    }

    private void onControl(final DirectBuffer buffer, final int offset, final int length) {
        if (LinkHeader.type(buffer, offset, length) == ClientLink.NEGOTIATE) {
            if (ClientLink.negotiateConnectionId(buffer, offset) != connectionId) {
                connectionId = ClientLink.negotiateConnectionId(buffer, offset);
                challenge(buffer, offset);
            }
        } else if (ClientLink.connectionId(buffer, offset) == connectionId && proof != null) {
            ClientLink.encodeNegotiated(message, 0, 1, connectionId, World.ALICE, World.CLUSTER_ID, 0);
            ClientLink.encodeTerms(message, 0, DATA, 200, 100);
            ClientLink.negotiatedProof(message, 0, proof.ofGateway(secret, DATA));
            send(ClientLink.NEGOTIATED_LENGTH);
            proof = null;
            answered++;
        }
    }

    private void challenge(final DirectBuffer buffer, final int offset) {
        final int stream = ClientLink.negotiateEgressStream(buffer, offset);
        final byte[] nonce = new byte[Secret.LENGTH];
        buffer.getBytes(ClientLink.negotiateNonce(offset), nonce);
        proof = new LogOnProof(1, CONTROL, World.CLUSTER_ID, World.ALICE, connectionId, stream, "aeron:ipc", nonce,
            NONCE);
        if (out == null) {
            out = aeron.addExclusivePublication("aeron:ipc?term-length=64k", stream);
        }
        ClientLink.encodeChallenge(message, 0, ClientLink.CHALLENGE, 1, connectionId, World.CLUSTER_ID, NONCE);
        send(ClientLink.CHALLENGE_LENGTH);
    }

    private void send(final int length) {
        while (out.offer(message, 0, length) < 0) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        aeron.close();
    }
}
