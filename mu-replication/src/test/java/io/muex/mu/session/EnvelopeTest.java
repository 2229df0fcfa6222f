package io.muex.mu.session;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Bytes on the road are a contract: a change of any of these breaks running gateways. */
final class EnvelopeTest {
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);

    @Test
    void shouldLayOutACommandAsDocumented() {
        final int length = SessionCommands.encodeEstablish(buffer, 0, 0x0102030405060708L, 0x11, 0x22, -2);
        assertEquals("0807060504030201" + "1100000000000000" + "feffffffffffffff" + "22000000" + "0200" + "0100",
            hex(0, length));
        assertTrue(CommandEnvelope.checkIngress(buffer, 0, length));
        assertEquals(0x0102030405060708L, CommandEnvelope.clusterId(buffer, 0));
        assertEquals(0x22, CommandEnvelope.connectionEpoch(buffer, 0));
        assertEquals(-2, CommandEnvelope.number(buffer, 0));
    }

    @Test
    void shouldLayOutAnEventAsDocumented() {
        EventEnvelope.encode(buffer, 8, 1, 2, 3, 4, 0x0506, 7);
        EventEnvelope.mark(buffer, 8, EventEnvelope.LAST);
        assertEquals("0100000000000000" + "0200000000000000" + "0300000000000000" + "0400000000000000"
            + "07000000" + "0605" + "0100", hex(8, EventEnvelope.HEADER_LENGTH));
        assertEquals(48, EventEnvelope.length(buffer, 8));
        assertEquals(0x0506, EventEnvelope.kind(buffer, 8));
        assertTrue(EventEnvelope.isLast(buffer, 8));
        assertEquals(40, EventEnvelope.lengthOf(0));
        assertEquals(48, EventEnvelope.lengthOf(8));
        assertEquals(56, EventEnvelope.lengthOf(9));
    }

    @Test
    void shouldKeepTheCodesOfRefusals() {
        final StringBuilder codes = new StringBuilder();
        for (int code = 1; SessionReject.of(code) != null; code++) {
            assertEquals(code, SessionReject.of(code).code());
            codes.append(SessionReject.of(code)).append(' ');
        }
        assertEquals("MALFORMED WRONG_CLUSTER UNKNOWN_SESSION STALE_CONNECTION NOT_APPLIED ALREADY_CREATED "
            + "NOT_PERMITTED SESSION_TABLE_FULL ALREADY_OPEN NOT_OPEN EPOCHS_EXHAUSTED ", codes.toString());
        assertNull(SessionReject.of(-1));
    }

    @Test
    void shouldRefuseAGenesisThatNoReplicaCouldHonour() {
        final long[] operator = {1, SessionCommands.OPERATOR};
        assertTrue(genesis(SessionCommands.Capacities.ofSessions(100), operator));
        assertFalse(genesis(new SessionCommands.Capacities(0, 1024, 1 << 20), operator));
        assertFalse(genesis(new SessionCommands.Capacities(10, 1000, 1 << 20), operator));
        assertFalse(genesis(new SessionCommands.Capacities(10, 1024, 1 << 11), operator));
        assertFalse(genesis(new SessionCommands.Capacities(10, 1024, 1 << 31), operator));
        assertFalse(genesis(SessionCommands.Capacities.ofSessions(100), new long[]{1, 0}), "nobody may open sessions");
        assertFalse(genesis(SessionCommands.Capacities.ofSessions(100), new long[0]));
        assertFalse(genesis(SessionCommands.Capacities.ofSessions(100), new long[]{0, SessionCommands.OPERATOR}));
        assertFalse(genesis(SessionCommands.Capacities.ofSessions(100), new long[]{1, 1, 1, 1}), "twice the same");
        assertFalse(genesis(SessionCommands.Capacities.ofSessions(1), new long[]{1, 1, 2, 0}), "more than fit");
    }

    @Test
    void shouldNotLetACountOfSessionsReachBeyondTheCommand() {
        final int length = SessionCommands.encodeGenesis(buffer, 0, 5, SessionCommands.Capacities.ofSessions(1 << 20),
            new long[]{1, SessionCommands.OPERATOR}, new byte[0]);
        buffer.putInt(CommandEnvelope.HEADER_LENGTH + 12, 1 << 20);
        assertFalse(CommandEnvelope.check(buffer, 0, length));
        buffer.putInt(CommandEnvelope.HEADER_LENGTH + 12, 2);
        assertFalse(CommandEnvelope.check(buffer, 0, length));
    }

    @Test
    void shouldDependOnNothingButMuAndAgrona() {
        classes().that().resideInAPackage("io.muex.mu.session").should().onlyDependOnClassesThat()
            .resideInAnyPackage("io.muex.mu", "io.muex.mu.session", "org.agrona", "org.agrona.concurrent", "java.lang",
                "java.lang.invoke", "java.lang.runtime", "java.nio", "java.util")
            .andShould().onlyDependOnClassesThat().doNotHaveFullyQualifiedName("java.util.HashMap")
            .andShould().onlyDependOnClassesThat().doNotHaveFullyQualifiedName("java.util.Random")
            .check(new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.muex.mu.session"));
    }

    private boolean genesis(final SessionCommands.Capacities capacities, final long[] sessions) {
        final int length = SessionCommands.encodeGenesis(buffer, 0, 5, capacities, sessions, new byte[3]);
        return CommandEnvelope.check(buffer, 0, length);
    }

    private String hex(final int offset, final int length) {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
