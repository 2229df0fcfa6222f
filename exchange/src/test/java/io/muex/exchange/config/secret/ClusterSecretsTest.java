package io.muex.exchange.config.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.exchange.protocol.proof.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets are made at random, kept for their owner alone, and not read from where others could have seen them. */
class ClusterSecretsTest {
    @TempDir
    private Path home;
    private ClusterSecrets secrets;

    @BeforeEach
    void create() {
        secrets = new ClusterSecrets(home, Map.of());
        secrets.create(1, 2, 5);
    }

    private static String mode(final Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void shouldMakeFilesThatOnlyTheirOwnerCanUse() throws IOException {
        assertEquals("rwx------", mode(secrets.directory()));
        try (var files = Files.list(secrets.directory())) {
            final List<Path> all = files.toList();
            assertEquals(7, all.size(), all.toString());
            for (final Path file : all) {
                assertEquals("rw-------", mode(file), file.toString());
            }
        }
    }

    @Test
    void shouldGiveEverySessionASecretOfItsOwnThatGatewaysDeriveToo() {
        for (long session = 1; session <= 5; session++) {
            final SessionKeys.Range range = secrets.keys().find(session).orElseThrow();
            assertEquals(secrets.session(session), range.secret(session));
            assertEquals(session == 1 ? SessionRole.OPERATOR : SessionRole.TRADER, range.role());
            for (long other = 1; other < session; other++) {
                assertNotEquals(secrets.session(other), secrets.session(session));
            }
        }
        assertTrue(secrets.keys().find(6).isEmpty());
        assertTrue(secrets.keys().find(0).isEmpty());
    }

    @Test
    void shouldMakeOtherSecretsForAnotherCluster(@TempDir final Path elsewhere) {
        final ClusterSecrets others = new ClusterSecrets(elsewhere, Map.of());
        others.create(1, 2, 5);
        assertNotEquals(secrets.cluster(), others.cluster());
        assertNotEquals(secrets.session(2), others.session(2));
    }

    @Test
    void shouldKeepWhatWasCopiedHere() {
        final Secret cluster = secrets.cluster();
        final Secret session = secrets.session(3);
        secrets.create(1, 2, 5);
        assertEquals(cluster, secrets.cluster());
        assertEquals(session, secrets.session(3));
    }

    @Test
    void shouldRefuseAFileThatOthersCanUse() throws IOException {
        for (final String open : List.of("rw-r--r--", "rw-r-----", "rw--w----", "rw------x")) {
            Files.setPosixFilePermissions(secrets.sessionFile(2), PosixFilePermissions.fromString(open));
            final SecretException refused = assertThrows(SecretException.class, () -> secrets.session(2));
            assertEquals(secrets.sessionFile(2) + " can be used by others (" + open + "); do: chmod 600 "
                + secrets.sessionFile(2), refused.getMessage());
        }
        Files.setPosixFilePermissions(secrets.sessionFile(2), PosixFilePermissions.fromString("r--------"));
        secrets.session(2);
    }

    @Test
    void shouldRefuseALinkAndWhatIsNoSecret() throws IOException {
        Files.move(secrets.sessionFile(2), home.resolve("moved"));
        Files.createSymbolicLink(secrets.sessionFile(2), home.resolve("moved"));
        assertTrue(assertThrows(SecretException.class, () -> secrets.session(2)).getMessage()
            .endsWith("is no plain file"));
        Files.delete(secrets.sessionFile(2));
        SecretFile.write(secrets.sessionFile(2), "swordfish\n");
        final String message = assertThrows(SecretException.class, () -> secrets.session(2)).getMessage();
        assertTrue(message.endsWith("does not hold 64 hexadecimal digits and nothing else"), message);
        assertFalse(message.contains("swordfish"), "what stands there is not told");
    }

    @Test
    void shouldSayWhatIsMissingAndWhatToDo(@TempDir final Path empty) {
        final ClusterSecrets none = new ClusterSecrets(empty, Map.of());
        final String message = assertThrows(SecretException.class, none::cluster).getMessage();
        assertTrue(message.contains("cluster.key is missing") && message.contains("muex up"), message);
        assertTrue(assertThrows(SecretException.class, () -> none.session(4)).getMessage()
            .contains("session-4.key is missing"));
        assertTrue(assertThrows(SecretException.class, () -> secrets.session(6)).getMessage()
            .contains("muex session add 6"));
    }

    @Test
    void shouldTakeASecretFromTheEnvironment() {
        final String digits = "ab".repeat(32);
        final ClusterSecrets given = new ClusterSecrets(
            home, Map.of("MUEX_SECRET_SESSION_2", digits, "MUEX_SECRET_CLUSTER", digits, "MUEX_SECRET_SESSION_3", ""));
        assertEquals(digits, given.session(2).hex());
        assertEquals(digits, given.cluster().hex());
        assertEquals(secrets.session(4), given.session(4));
        assertTrue(assertThrows(SecretException.class, () -> given.session(3)).getMessage()
            .contains("MUEX_SECRET_SESSION_3"));
    }

    @Test
    void shouldGiveASessionThatIsAddedAgainAnotherSecret() throws IOException {
        final Secret former = secrets.session(3);
        final Secret neighbour = secrets.session(4);
        assertTrue(secrets.remove(3));
        assertFalse(secrets.remove(3));
        assertFalse(Files.exists(secrets.sessionFile(3)));
        assertThrows(SecretException.class, () -> secrets.session(3));
        secrets.add(3, 3, SessionRole.READ_ONLY);
        assertNotEquals(former, secrets.session(3));
        assertEquals(SessionRole.READ_ONLY, secrets.keys().find(3).orElseThrow().role());
        assertEquals(neighbour, secrets.session(4), "others keep theirs");
        assertEquals(secrets.session(2), secrets.keys().find(2).orElseThrow().secret(2));
        assertThrows(IllegalArgumentException.class, () -> secrets.add(3, 9, SessionRole.TRADER));
    }

    @Test
    void shouldDeriveWhatHasNoFileForWhoeverHasTheKeys() {
        secrets.add(1_000, 60_000, SessionRole.TRADER);
        assertFalse(Files.exists(secrets.sessionFile(1_000)), "too many for a file each");
        assertEquals(secrets.session(30_000), secrets.keys().find(30_000).orElseThrow().secret(30_000));
    }

    @Test
    void shouldNoticeOtherKeysAndKeepTheFormerWhileTheyAreNoKeys() throws IOException {
        final List<String> problems = new ArrayList<>();
        final SessionKeyFile file = secrets.keyFile(problems::add);
        assertFalse(file.refresh());
        assertTrue(file.keys().find(7).isEmpty());
        secrets.add(7, 7, SessionRole.TRADER);
        assertTrue(file.refresh());
        assertTrue(file.keys().find(7).isPresent());
        assertFalse(file.refresh());
        final Path keys = secrets.directory().resolve("sessions.key");
        SecretFile.write(keys, "7 trader swordfish\n");
        assertFalse(file.refresh());
        assertFalse(file.refresh());
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.getFirst().contains("line 1 ") && !problems.getFirst().contains("swordfish"));
        assertTrue(file.keys().find(7).isPresent(), "nobody is locked out by a mistake");
        SecretFile.write(keys, SessionKeys.NONE.text());
        assertTrue(file.refresh());
        assertTrue(file.keys().find(7).isEmpty());
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-r--r--"));
        assertFalse(file.refresh());
        assertTrue(problems.getLast().contains("chmod 600"));
        assertThrows(SecretException.class, () -> secrets.keyFile(problems::add), "a gateway does not start with it");
    }

    @Test
    void shouldRefuseRangesThatAreNone() {
        final String key = " trader " + "ab".repeat(32);
        for (final String wrong : List.of("5-2" + key, "0" + key, "1-3" + key + "\n3" + key, "x" + key, "1 admin "
            + "ab".repeat(32), "1 trader", "1" + key + " more", "9".repeat(19) + key)) {
            assertThrows(IllegalArgumentException.class, () -> SessionKeys.ofText(wrong), wrong);
        }
        assertEquals(2, SessionKeys.ofText("# nothing\n\n4-9" + key + "\n1" + key).ranges().size());
        assertEquals("1", SessionKeys.ofText("4-9" + key + "\n1" + key).ranges().getFirst().label());
    }

    @Test
    void shouldRemoveItsFilesAndNoOthers() throws IOException {
        final Path other = Files.createFile(secrets.directory().resolve("notes"));
        secrets.remove();
        assertTrue(Files.exists(other));
        Files.delete(other);
        secrets.remove();
        assertFalse(Files.exists(secrets.directory()));
        secrets.remove();
    }
}
