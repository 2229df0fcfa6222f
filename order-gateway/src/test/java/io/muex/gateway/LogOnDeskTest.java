package io.muex.gateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aeron.Aeron;
import io.aeron.Subscription;
import io.muex.exchange.config.secret.SessionKeySource;
import io.muex.exchange.config.secret.SessionKeys;
import io.muex.exchange.config.secret.SessionRole;
import io.muex.exchange.protocol.link.ClientLink;
import io.muex.exchange.protocol.link.LinkHeader;
import io.muex.exchange.protocol.link.LinkReject;
import io.muex.exchange.protocol.link.MediaConnection;
import io.muex.exchange.protocol.link.Tally;
import io.muex.exchange.protocol.proof.LogOnProof;
import io.muex.exchange.protocol.proof.Secret;
import io.muex.gateway.auth.LogOn;
import io.muex.gateway.auth.LogOnCounter;
import io.muex.gateway.auth.LogOnDesk;
import io.muex.gateway.auth.SessionLocks;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody is let in who has not proved, for this attempt, here and now, that he knows the secret of that session. */
class LogOnDeskTest {
    private static final int GATEWAY = 3;
    private static final int CONTROL = 2_003;
    private static final long CLUSTER = 77;
    private static final int EGRESS = 123_456;
    private static final long ALICE = 10;
    private static final long BOB = 11;
    private static final long NOBODY = 5_000;
    private static final byte[] CLIENT_NONCE = new byte[Secret.LENGTH];

    private final Driver driver = new Driver();
    private final MediaConnection media = new MediaConnection(driver.directory(), "desk");
    private final Tally<LogOnCounter> tally = new Tally<>(LogOnCounter.class);
    private final List<Long> admitted = new ArrayList<>();
    private final List<Long> challenged = new ArrayList<>();
    private final List<byte[]> nonces = new ArrayList<>();
    private final List<LinkReject> refused = new ArrayList<>();
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[256]);
    private final Keys keys = new Keys();
    private final LogOnDesk desk = new LogOnDesk(GATEWAY, CONTROL, media, keys, tally, this::onProven);
    private final Aeron aeron =
        Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.directory().toString()));
    private final Subscription egress = aeron.addSubscription("aeron:ipc", EGRESS);
    private LinkReject admission;
    private long skewNs;
    private long connections = 100;

    /** Keys that change when the test says so. */
    private static final class Keys implements SessionKeySource {
        private SessionKeys present = TestKeys.source().keys();
        private SessionKeys next = present;

        @Override
        public SessionKeys keys() {
            return present;
        }

        @Override
        public boolean refresh() {
            final boolean isChanged = next != present;
            present = next;
            return isChanged;
        }
    }

    private LinkReject onProven(final LogOn logOn, final long nowNs) {
        if (admission == null) {
            admitted.add(logOn.connectionId());
        }
        return admission;
    }

    @BeforeEach
    void attach() {
        until(media::isAttached);
    }

    @AfterEach
    void close() {
        desk.close();
        aeron.close();
        media.close();
        driver.close();
    }

    private long now() {
        return System.nanoTime() + skewNs;
    }

    private void until(final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - deadlineNs < 0, () -> "never; " + tally);
            media.step(System.nanoTime());
            desk.step(now());
            egress.poll((buffer, offset, length, header) -> onMessage(buffer, offset, length), 10);
        }
    }

    private void onMessage(final DirectBuffer buffer, final int offset, final int length) {
        switch (LinkHeader.type(buffer, offset, length)) {
            case ClientLink.CHALLENGE -> {
                final byte[] nonce = new byte[Secret.LENGTH];
                buffer.getBytes(ClientLink.challengeBytes(offset), nonce);
                challenged.add(ClientLink.connectionId(buffer, offset));
                nonces.add(nonce);
                assertEquals(CLUSTER, ClientLink.challengeClusterId(buffer, offset));
            }
            case ClientLink.REFUSED -> refused.add(ClientLink.code(buffer, offset));
            default -> throw new AssertionError("what is this?");
        }
    }

    private boolean greet(final long session, final long connection) {
        ClientLink.encodeNegotiate(message, 0, "test", session, connection, ClientLink.FROM_NOW, "aeron:ipc");
        ClientLink.negotiateEgressStream(message, 0, EGRESS);
        final boolean isNew = desk.makePlace(message, 0, now());
        if (isNew) {
            desk.onNegotiate(message, 0, CLUSTER, null, now());
        }
        return isNew;
    }

    /** A new attempt that has been challenged; returns its connection. */
    private long begin(final long session) {
        final long connection = connections++;
        assertTrue(greet(session, connection));
        until(() -> challenged.contains(connection));
        return connection;
    }

    private LogOnProof proof(final long session, final long connection) {
        return new LogOnProof(GATEWAY, CONTROL, CLUSTER, session, connection, EGRESS, "aeron:ipc", CLIENT_NONCE,
            nonces.get(challenged.indexOf(connection)));
    }

    private void prove(final long session, final long connection, final byte[] proof) {
        ClientLink.encodeChallenge(message, 0, ClientLink.PROVE, 0, connection, session, proof);
        desk.onProve(message, 0, now());
    }

    private void logOn(final long session, final Secret secret) {
        final long connection = begin(session);
        prove(session, connection, proof(session, connection).ofClient(secret));
    }

    private void expect(final LinkReject code) {
        until(() -> !refused.isEmpty());
        assertEquals(List.of(code), refused);
        refused.clear();
        assertEquals(List.of(), admitted);
    }

    @Test
    void shouldLetInWhoKnowsTheSecret() {
        logOn(ALICE, TestKeys.of(ALICE));
        assertEquals(1, admitted.size());
        assertEquals(1, tally.value(LogOnCounter.PROVEN));
        assertEquals(0, tally.value(LogOnCounter.NOT_AUTHENTICATED));
    }

    @Test
    void shouldRefuseAWrongSecretAndAnUnknownSessionWithTheSameCode() {
        logOn(ALICE, Secret.random());
        expect(LinkReject.NOT_AUTHENTICATED);
        logOn(NOBODY, TestKeys.of(ALICE));
        expect(LinkReject.NOT_AUTHENTICATED);
        assertEquals(2, tally.value(LogOnCounter.CHALLENGED), "both were asked alike");
        assertEquals(2, tally.value(LogOnCounter.NOT_AUTHENTICATED));
    }

    @Test
    void shouldRefuseTheProofOfAnotherSession() {
        final long connection = begin(ALICE);
        prove(ALICE, connection, proof(ALICE, connection).ofClient(TestKeys.of(BOB)));
        expect(LinkReject.NOT_AUTHENTICATED);
        final long other = begin(ALICE);
        prove(ALICE, other, proof(BOB, other).ofClient(TestKeys.of(BOB)));
        expect(LinkReject.NOT_AUTHENTICATED);
        final long third = begin(ALICE);
        prove(BOB, third, proof(BOB, third).ofClient(TestKeys.of(BOB)));
        assertEquals(1, tally.value(LogOnCounter.UNEXPECTED_PROOFS), "nobody of that session was asked");
    }

    @Test
    void shouldRefuseAProofForAnotherGatewayOrCluster() {
        for (final long[] wrong : new long[][] {
            {GATEWAY + 1, CONTROL, CLUSTER}, {GATEWAY, CONTROL + 1, CLUSTER}, {GATEWAY, CONTROL, CLUSTER + 1}}) {
            final long connection = begin(ALICE);
            prove(ALICE, connection, new LogOnProof((int) wrong[0], (int) wrong[1], wrong[2], ALICE, connection, EGRESS,
                "aeron:ipc", CLIENT_NONCE, nonces.getLast()).ofClient(TestKeys.of(ALICE)));
            expect(LinkReject.NOT_AUTHENTICATED);
        }
    }

    @Test
    void shouldAskAnewWhenALogOnIsReplayed() {
        final long connection = begin(ALICE);
        final byte[] proof = proof(ALICE, connection).ofClient(TestKeys.of(ALICE));
        prove(ALICE, connection, proof);
        assertEquals(1, admitted.size());
        admitted.clear();
        prove(ALICE, connection, proof);
        assertEquals(1, tally.value(LogOnCounter.UNEXPECTED_PROOFS), "the challenge was used up");
        assertTrue(greet(ALICE, connection));
        until(() -> challenged.size() == 2);
        assertTrue(!java.util.Arrays.equals(nonces.get(0), nonces.get(1)), "another number");
        prove(ALICE, connection, proof);
        expect(LinkReject.NOT_AUTHENTICATED);
    }

    @Test
    void shouldTakeOneAnswerToAChallenge() {
        final long connection = begin(ALICE);
        prove(ALICE, connection, new byte[Secret.LENGTH]);
        prove(ALICE, connection, proof(ALICE, connection).ofClient(TestKeys.of(ALICE)));
        expect(LinkReject.NOT_AUTHENTICATED);
        assertEquals(1, tally.value(LogOnCounter.UNEXPECTED_PROOFS));
    }

    @Test
    void shouldTakeNoAnswerThatComesTooLate() {
        final long connection = begin(ALICE);
        skewNs = TimeUnit.MILLISECONDS.toNanos(3_001);
        until(() -> tally.value(LogOnCounter.EXPIRED) == 1);
        prove(ALICE, connection, proof(ALICE, connection).ofClient(TestKeys.of(ALICE)));
        assertEquals(List.of(), admitted);
        assertEquals(1, tally.value(LogOnCounter.UNEXPECTED_PROOFS));
    }

    @Test
    void shouldLockASessionAfterWrongProofsAndOpenItAgain() {
        for (int i = 0; i < SessionLocks.FAILURES; i++) {
            logOn(ALICE, Secret.random());
            expect(LinkReject.NOT_AUTHENTICATED);
        }
        assertEquals(1, tally.value(LogOnCounter.LOCKS));
        assertTrue(greet(ALICE, connections++));
        expect(LinkReject.LOCKED_OUT);
        assertTrue(tally.value(LogOnCounter.LOCKED_OUT) > 0);
        logOn(BOB, TestKeys.of(BOB));
        assertEquals(1, admitted.size(), "others are not concerned");
        admitted.clear();
        skewNs += TimeUnit.SECONDS.toNanos(1);
        logOn(ALICE, TestKeys.of(ALICE));
        assertEquals(1, admitted.size());
    }

    @Test
    void shouldLookAtNoProofThatWasAskedForBeforeTheLock() {
        final long early = begin(ALICE);
        for (int i = 0; i < SessionLocks.FAILURES; i++) {
            logOn(ALICE, Secret.random());
            expect(LinkReject.NOT_AUTHENTICATED);
        }
        prove(ALICE, early, proof(ALICE, early).ofClient(TestKeys.of(ALICE)));
        expect(LinkReject.LOCKED_OUT);
    }

    @Test
    void shouldLockSessionsThatDoNotExistToo() {
        for (int i = 0; i < SessionLocks.FAILURES; i++) {
            logOn(NOBODY, Secret.random());
            expect(LinkReject.NOT_AUTHENTICATED);
        }
        assertTrue(greet(NOBODY, connections++));
        expect(LinkReject.LOCKED_OUT);
    }

    @Test
    void shouldNoticeNewAndRemovedSessionsWithoutARestart() {
        keys.next = keys.present.with(NOBODY, NOBODY, SessionRole.TRADER);
        final Secret secret = keys.next.find(NOBODY).orElseThrow().secret(NOBODY);
        logOn(NOBODY, secret);
        until(() -> admitted.size() == 1);
        assertEquals(1, tally.value(LogOnCounter.KEYS_READ));
        admitted.clear();
        keys.next = keys.next.without(NOBODY);
        skewNs += TimeUnit.SECONDS.toNanos(1);
        logOn(NOBODY, secret);
        expect(LinkReject.NOT_AUTHENTICATED);
    }

    @Test
    void shouldBoundWhatStrangersCanMakeOfIt() {
        final long start = connections;
        int taken = 0;
        for (int i = 0; i < 100_000; i++) {
            taken += greet(1_000 + i, start + i) ? 1 : 0;
        }
        assertTrue(taken >= 64 && taken <= 2 * 64 + 200, "taken " + taken);
        assertEquals(100_000 - taken, tally.value(LogOnCounter.NO_PLACE));
        skewNs += TimeUnit.SECONDS.toNanos(1);
        logOn(ALICE, TestKeys.of(ALICE));
        assertEquals(1, admitted.size(), "somebody gave way");
        assertTrue(tally.value(LogOnCounter.DISPLACED) > 0);
    }

    @Test
    void shouldNotAskTheSameAttemptTwice() {
        final long connection = begin(ALICE);
        for (int i = 0; i < 100; i++) {
            assertEquals(false, greet(ALICE, connection));
        }
        assertEquals(1, tally.value(LogOnCounter.CHALLENGED));
        assertEquals(0, tally.value(LogOnCounter.NO_PLACE));
    }

    @Test
    void shouldTellWhoFindsNoFreeConnection() {
        admission = LinkReject.TOO_MANY_CONNECTIONS;
        logOn(ALICE, TestKeys.of(ALICE));
        expect(LinkReject.TOO_MANY_CONNECTIONS);
    }

    @Test
    void shouldProveItselfToo() {
        final List<LogOn> proven = new ArrayList<>();
        try (LogOnDesk other = new LogOnDesk(GATEWAY, CONTROL, media, keys, tally, (logOn, nowNs) -> {
            proven.add(logOn);
            return null;
        })) {
            final long connection = connections++;
            ClientLink.encodeNegotiate(message, 0, "test", ALICE, connection, ClientLink.FROM_NOW, "aeron:ipc");
            ClientLink.negotiateEgressStream(message, 0, EGRESS);
            assertTrue(other.makePlace(message, 0, now()));
            other.onNegotiate(message, 0, CLUSTER, null, now());
            until(() -> {
                other.step(now());
                return challenged.contains(connection);
            });
            final LogOnProof mine = proof(ALICE, connection);
            ClientLink.encodeChallenge(
                message, 0, ClientLink.PROVE, 0, connection, ALICE, mine.ofClient(TestKeys.of(ALICE)));
            other.onProve(message, 0, now());
            final byte[] shown = proven.getFirst().gatewayProof(99);
            assertTrue(mine.isOfGateway(TestKeys.of(ALICE), 99, new UnsafeBuffer(shown), 0));
            assertArrayEquals(mine.ofAttach(TestKeys.of(ALICE), 99), proven.getFirst().attachProof(99));
            assertEquals(SessionRole.TRADER, proven.getFirst().role());
        }
    }
}
