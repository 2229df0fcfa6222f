package io.muex.exchange.protocol.proof;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.exchange.protocol.proof.GatewayProof.Connection;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** A proof holds for what it was made for and for nothing else. */
class ProofTest {
    private static final Secret SECRET = Secret.ofHex("0123456789abcdef".repeat(4));
    private static final byte[] ONE = Secret.nonce();
    private static final byte[] TWO = Secret.nonce();

    private static LogOnProof logOn() {
        return new LogOnProof(1, 2_001, 77, 10, 4_711, 99, "aeron:ipc", ONE, TWO);
    }

    private static boolean holds(final LogOnProof attempt, final byte[] proof) {
        return attempt.isOfClient(SECRET, new UnsafeBuffer(proof), 0);
    }

    @Test
    void shouldHoldForTheAttemptItWasMadeFor() {
        assertTrue(holds(logOn(), logOn().ofClient(SECRET)));
        assertTrue(logOn().isOfGateway(SECRET, 5, new UnsafeBuffer(logOn().ofGateway(SECRET, 5)), 0));
        assertArrayEquals(logOn().ofAttach(SECRET, 5), logOn().ofAttach(SECRET, 5));
    }

    @Test
    void shouldHoldForNoAttemptThatDiffersInAnything() {
        final byte[] proof = logOn().ofClient(SECRET);
        final List<LogOnProof> others = List.of(
            new LogOnProof(2, 2_001, 77, 10, 4_711, 99, "aeron:ipc", ONE, TWO),
            new LogOnProof(1, 2_002, 77, 10, 4_711, 99, "aeron:ipc", ONE, TWO),
            new LogOnProof(1, 2_001, 78, 10, 4_711, 99, "aeron:ipc", ONE, TWO),
            new LogOnProof(1, 2_001, 77, 11, 4_711, 99, "aeron:ipc", ONE, TWO),
            new LogOnProof(1, 2_001, 77, 10, 4_712, 99, "aeron:ipc", ONE, TWO),
            new LogOnProof(1, 2_001, 77, 10, 4_711, 98, "aeron:ipc", ONE, TWO),
            new LogOnProof(1, 2_001, 77, 10, 4_711, 99, "aeron:ipd", ONE, TWO),
            new LogOnProof(1, 2_001, 77, 10, 4_711, 99, "aeron:ipc", TWO, TWO),
            new LogOnProof(1, 2_001, 77, 10, 4_711, 99, "aeron:ipc", ONE, ONE));
        for (int i = 0; i < others.size(); i++) {
            assertFalse(holds(others.get(i), proof), "field " + i);
        }
        assertFalse(logOn().isOfClient(Secret.random(), new UnsafeBuffer(proof), 0), "another secret");
        assertFalse(logOn().isOfClient(SECRET.derive("x", 1), new UnsafeBuffer(proof), 0), "a derived secret");
    }

    @Test
    void shouldHoldForOnePurposeOnly() {
        final byte[] client = logOn().ofClient(SECRET);
        final byte[] gateway = logOn().ofGateway(SECRET, 5);
        final byte[] attach = logOn().ofAttach(SECRET, 5);
        assertFalse(logOn().isOfGateway(SECRET, 5, new UnsafeBuffer(client), 0));
        assertFalse(logOn().isOfGateway(SECRET, 5, new UnsafeBuffer(attach), 0));
        assertFalse(logOn().isOfGateway(SECRET, 6, new UnsafeBuffer(gateway), 0), "another data stream");
        assertFalse(holds(logOn(), gateway));
        assertFalse(holds(logOn(), attach));
    }

    @Test
    void shouldBreakWithEveryBit() {
        final byte[] proof = logOn().ofClient(SECRET);
        for (int bit = 0; bit < proof.length * Byte.SIZE; bit++) {
            final byte[] flipped = proof.clone();
            flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertFalse(holds(logOn(), flipped), "bit " + bit);
        }
    }

    @Test
    void shouldBeMadeOverTheBytesThatTheTableSays() throws Exception {
        final ByteBuffer bytes = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put("muex log-on 1 client\0".getBytes(StandardCharsets.US_ASCII));
        bytes.putInt(1).putInt(2_001).putLong(77).putLong(10).putLong(4_711).putInt(99);
        bytes.putInt(9).put("aeron:ipc".getBytes(StandardCharsets.US_ASCII)).put(ONE).put(TWO);
        final Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(HexFormat.of().parseHex(SECRET.hex()), "HmacSHA256"));
        mac.update(bytes.array(), 0, bytes.position());
        assertArrayEquals(mac.doFinal(), logOn().ofClient(SECRET));
    }

    @Test
    void shouldHoldBetweenGatewayAndReplicaForOneConnectionOnly() {
        final Connection connection = new Connection(1, 2, 3, 4, 5, 6);
        final GatewayProof proofs = new GatewayProof(SECRET);
        final byte[] open = proofs.ofOpen(connection, ONE);
        final byte[] present = proofs.ofPresent(connection);
        assertTrue(proofs.isOfOpen(connection, ONE, new UnsafeBuffer(open), 0));
        assertTrue(proofs.isOfPresent(connection, new UnsafeBuffer(present), 0));
        assertFalse(proofs.isOfOpen(connection, TWO, new UnsafeBuffer(open), 0), "a nonce that was used up");
        assertFalse(proofs.isOfPresent(connection, new UnsafeBuffer(open), 0), "another purpose");
        final List<Function<Integer, Connection>> others = List.of(
            i -> new Connection(i, 2, 3, 4, 5, 6), i -> new Connection(1, i, 3, 4, 5, 6),
            i -> new Connection(1, 2, i, 4, 5, 6), i -> new Connection(1, 2, 3, i, 5, 6),
            i -> new Connection(1, 2, 3, 4, i, 6), i -> new Connection(1, 2, 3, 4, 5, i));
        for (int i = 0; i < others.size(); i++) {
            assertFalse(proofs.isOfOpen(others.get(i).apply(9), ONE, new UnsafeBuffer(open), 0), "field " + i);
            assertFalse(proofs.isOfPresent(others.get(i).apply(9), new UnsafeBuffer(present), 0), "field " + i);
        }
        assertFalse(new GatewayProof(Secret.random()).isOfOpen(connection, ONE, new UnsafeBuffer(open), 0));
        final byte[] hello = proofs.ofHello(1, 2, 3, "aeron:ipc");
        assertTrue(proofs.isOfHello(1, 2, 3, "aeron:ipc", new UnsafeBuffer(hello), 0));
        assertFalse(proofs.isOfHello(1, 2, 4, "aeron:ipc", new UnsafeBuffer(hello), 0));
        assertFalse(proofs.isOfHello(1, 2, 3, "aeron:udp", new UnsafeBuffer(hello), 0));
        assertFalse(new GatewayProof(Secret.random()).isOfHello(1, 2, 3, "aeron:ipc", new UnsafeBuffer(hello), 0));
    }

    @Test
    void shouldSaySecretsInHexAndNowhereElse() {
        assertEquals("0123456789abcdef".repeat(4), SECRET.hex());
        assertEquals("secret", SECRET.toString());
        assertEquals(SECRET, Secret.ofHex(SECRET.hex().toUpperCase(java.util.Locale.ROOT)));
        assertNotEquals(SECRET, Secret.random());
        assertNotEquals(SECRET.derive("a", 1), SECRET.derive("a", 2));
        assertNotEquals(SECRET.derive("a", 1), SECRET.derive("b", 1));
        assertNull(Secret.ofHex("12"));
        assertNull(Secret.ofHex("g".repeat(64)));
        assertNull(Secret.ofHex(""));
    }
}
