package io.muex.exchange.protocol.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteOrder;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The messages between processes lie where their tables say, and nothing else passes for one. */
class LinkMessagesTest {
    private static final int AT = 16;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1_024]);

    private long longAt(final int offset) {
        return buffer.getLong(AT + offset, ByteOrder.LITTLE_ENDIAN);
    }

    private int intAt(final int offset) {
        return buffer.getInt(AT + offset, ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void shouldLayOutAHello() {
        final int length = ReplicaLink.encodeHello(buffer, AT, 3, 77, 4_711, "aeron:ipc");
        assertEquals(65, length);
        assertEquals(ReplicaLink.HELLO, LinkHeader.type(buffer, AT, length));
        assertEquals(3, LinkHeader.sender(buffer, AT));
        assertEquals(77, longAt(8));
        assertEquals(4_711, intAt(16));
        assertEquals(9, intAt(20));
        assertEquals("aeron:ipc", ReplicaLink.helloChannel(buffer, AT));
        assertTrue(ReplicaLink.check(ReplicaLink.HELLO, buffer, AT, length));
        assertFalse(ReplicaLink.check(ReplicaLink.HELLO, buffer, AT, length - 1));
    }

    @Test
    void shouldLayOutAPresent() {
        ReplicaLink.encodePresent(buffer, AT, 2, 5);
        ReplicaLink.presentState(buffer, AT, 77, 6, 7, 8);
        ReplicaLink.presentReplica(buffer, AT, 9, 4, 208, 1);
        final long[] longs = {5, 77, 6, 7, 8};
        for (int i = 0; i < longs.length; i++) {
            assertEquals(longs[i], longAt(8 + i * Long.BYTES));
        }
        final int[] ints = {9, 4, 208, 1};
        for (int i = 0; i < ints.length; i++) {
            assertEquals(ints[i], intAt(48 + i * Integer.BYTES));
        }
        assertEquals(6, ReplicaLink.presentBallot(buffer, AT));
        assertEquals(8, ReplicaLink.presentLastEventSeq(buffer, AT));
        assertEquals(9, ReplicaLink.presentDataStream(buffer, AT));
        assertEquals(1, ReplicaLink.presentLeader(buffer, AT));
    }

    @Test
    void shouldLayOutSessionStates() {
        ReplicaLink.encodeStates(buffer, AT, 1, 500, 2, 40);
        ReplicaLink.encodeState(buffer, AT, 0, 10, 3, 2, 1);
        ReplicaLink.encodeState(buffer, AT, 1, 11, 4, 5, 6);
        final int length = ReplicaLink.STATES_HEADER_LENGTH + 2 * ReplicaLink.STATE_LENGTH;
        assertTrue(ReplicaLink.check(ReplicaLink.SESSION_STATES, buffer, AT, length));
        assertFalse(ReplicaLink.check(ReplicaLink.SESSION_STATES, buffer, AT, length + 8));
        assertEquals(40, ReplicaLink.statesPosition(buffer, AT));
        assertEquals(11, ReplicaLink.stateSession(buffer, AT, 1));
        assertEquals(4, ReplicaLink.stateLastApplied(buffer, AT, 1));
        assertEquals(5, ReplicaLink.stateConnectionEpoch(buffer, AT, 1));
        assertEquals(6, ReplicaLink.stateOpeningEpoch(buffer, AT, 1));
        assertEquals(1, ReplicaLink.stateOpeningEpoch(buffer, AT, 0));
        ReplicaLink.encodeStates(buffer, AT, 1, 500, Integer.MAX_VALUE, 0);
        assertFalse(ReplicaLink.check(ReplicaLink.SESSION_STATES, buffer, AT, length), "a count that would overflow");
    }

    @Test
    void shouldLayOutANegotiate() {
        final int length =
            ClientLink.encodeNegotiate(buffer, AT, "a-cluster", 10, 20, ClientLink.FROM_NOW, "aeron:ipc");
        ClientLink.negotiateEgressStream(buffer, AT, 30);
        ClientLink.negotiateClusterId(buffer, AT, 77);
        assertTrue(ClientLink.check(ClientLink.NEGOTIATE, buffer, AT, length));
        assertEquals(10, longAt(8));
        assertEquals(20, longAt(16));
        assertEquals(-1, longAt(24));
        assertEquals(30, intAt(32));
        assertEquals(9, intAt(36));
        assertEquals(77, longAt(40));
        assertEquals("a-cluster", ClientLink.negotiateCluster(buffer, AT));
        assertEquals("aeron:ipc", ClientLink.negotiateChannel(buffer, AT));
        ClientLink.negotiateNonce(buffer, AT, bytes(80));
        assertBytes(80, 80);
        assertEquals(AT + 80, ClientLink.negotiateNonce(AT));
        assertEquals("aeron:ipc", ClientLink.negotiateChannel(buffer, AT));
        final String longest = "n".repeat(ClientLink.CLUSTER_NAME_LENGTH);
        ClientLink.encodeNegotiate(buffer, AT, longest, 10, 20, 0, "aeron:ipc");
        assertEquals(longest, ClientLink.negotiateCluster(buffer, AT));
    }

    @Test
    void shouldLayOutAChallengeAndItsAnswer() {
        for (final int type : new int[] {ClientLink.CHALLENGE, ClientLink.PROVE}) {
            ClientLink.encodeChallenge(buffer, AT, type, 3, 20, 77, bytes(1));
            assertTrue(ClientLink.check(type, buffer, AT, ClientLink.CHALLENGE_LENGTH));
            assertFalse(ClientLink.check(type, buffer, AT, ClientLink.CHALLENGE_LENGTH - 1));
            assertEquals(type, LinkHeader.type(buffer, AT, ClientLink.CHALLENGE_LENGTH));
            assertEquals(20, ClientLink.connectionId(buffer, AT));
            assertEquals(77, longAt(16));
            assertBytes(24, 1);
            assertEquals(AT + 24, ClientLink.challengeBytes(AT));
        }
        assertEquals(77, ClientLink.challengeClusterId(buffer, AT));
        assertEquals(77, ClientLink.proveSession(buffer, AT));
        ClientLink.encodeAttach(buffer, AT, 20, bytes(2));
        assertTrue(ClientLink.check(ClientLink.ATTACH, buffer, AT, ClientLink.ATTACH_LENGTH));
        assertFalse(ClientLink.check(ClientLink.ATTACH, buffer, AT, ClientLink.SHORT_LENGTH));
        assertEquals(20, longAt(8));
        assertBytes(16, 2);
        assertEquals(AT + 16, ClientLink.attachProof(AT));
        ClientLink.negotiatedProof(buffer, AT, bytes(3));
        assertBytes(56, 3);
        assertEquals(AT + 56, ClientLink.negotiatedProof(AT));
    }

    @Test
    void shouldLayOutTheProofsOfGatewayAndReplica() {
        ReplicaLink.helloProof(buffer, AT, bytes(1));
        assertBytes(24, 1);
        ReplicaLink.encodeOpen(buffer, AT, 3, 5, 4_711, bytes(2));
        assertTrue(ReplicaLink.check(ReplicaLink.OPEN, buffer, AT, ReplicaLink.OPEN_LENGTH));
        assertEquals(5, ReplicaLink.connectionId(buffer, AT));
        assertEquals(4_711, intAt(16));
        assertEquals(4_711, ReplicaLink.openEgressStream(buffer, AT));
        assertEquals(0, intAt(20));
        assertBytes(24, 2);
        assertEquals(AT + 24, ReplicaLink.proof(AT));
        ReplicaLink.presentProof(buffer, AT, 77, bytes(3), bytes(4));
        assertEquals(77, ReplicaLink.presentOfCluster(buffer, AT));
        assertEquals(77, longAt(64));
        assertBytes(72, 3);
        assertBytes(104, 4);
        assertEquals(AT + 72, ReplicaLink.presentNonce(AT));
        assertEquals(AT + 104, ReplicaLink.presentProof(AT));
    }

    private static byte[] bytes(final int first) {
        final byte[] bytes = new byte[32];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (first + i);
        }
        return bytes;
    }

    private void assertBytes(final int offset, final int first) {
        final byte[] found = new byte[32];
        buffer.getBytes(AT + offset, found);
        assertArrayEquals(bytes(first), found);
    }

    @Test
    void shouldLayOutWhatAGatewayTells() {
        ClientLink.encodeNegotiated(buffer, AT, 1, 20, 10, 77, 500);
        ClientLink.encodeTerms(buffer, AT, 4_711, 120, 4_096);
        assertEquals(20, ClientLink.connectionId(buffer, AT));
        assertEquals(77, ClientLink.negotiatedClusterId(buffer, AT));
        assertEquals(500, ClientLink.negotiatedAfterEventSeq(buffer, AT));
        assertEquals(4_711, ClientLink.negotiatedDataStream(buffer, AT));
        assertEquals(4_096, ClientLink.negotiatedMaxUnanswered(buffer, AT));
        ClientLink.encodeReject(buffer, AT, 1, 10, 6, LinkReject.NOT_APPLIED, 5);
        assertEquals(6, ClientLink.rejectNumber(buffer, AT));
        assertEquals(5, ClientLink.rejectExpected(buffer, AT));
        assertEquals(LinkReject.NOT_APPLIED, ClientLink.rejectCode(buffer, AT));
        ClientLink.encodeCode(buffer, AT, ClientLink.CLOSED, 1, 20, LinkReject.TAKEN_OVER);
        assertEquals(LinkReject.TAKEN_OVER, ClientLink.code(buffer, AT));
    }

    @Test
    void shouldKnowTheConnectionsAndClaimsOfOneClient() {
        final long client = ClientLink.freshClient();
        final long other = ClientLink.freshClient();
        for (int n = 0; n < 200_000; n++) {
            final long id = ClientLink.nth(client, n);
            assertTrue(id > client && ClientLink.isSameClient(id, client));
            assertFalse(ClientLink.isSameClient(id, other));
        }
    }

    @Test
    void shouldKeepRejectCodesStable() {
        int before = 0;
        for (final LinkReject reject : LinkReject.values()) {
            assertTrue(reject.code() > before, reject + " has a number that another may have had");
            assertEquals(reject, LinkReject.of(reject.code()));
            before = reject.code();
        }
        assertEquals(9, LinkReject.NOT_APPLIED.code());
        assertEquals(21, LinkReject.THROTTLED.code());
        assertNull(LinkReject.of(0));
        assertNull(LinkReject.of(before + 1));
    }

    @Test
    void shouldReadWithinBoundsWhateverTheBytesAre() {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        for (int i = 0; i < 200_000; i++) {
            final UnsafeBuffer bytes = new UnsafeBuffer(new byte[random.nextInt(160)]);
            random.nextBytes(bytes.byteArray());
            for (int type = 0; type < 64; type++) {
                if (ReplicaLink.check(type, bytes, 0, bytes.capacity()) && type == ReplicaLink.HELLO) {
                    ReplicaLink.helloChannel(bytes, 0);
                }
                if (ClientLink.check(type, bytes, 0, bytes.capacity()) && type == ClientLink.NEGOTIATE) {
                    ClientLink.negotiateChannel(bytes, 0);
                }
            }
            assertEquals(LinkHeader.NOT_A_MESSAGE, LinkHeader.type(bytes, 0, Math.min(7, bytes.capacity())),
                "seed " + seed);
        }
    }
}
