package io.muex.exchange.config.secret;

import io.muex.exchange.protocol.proof.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The secrets of one cluster, in the directory {@code secrets} (mode 0700) of its home:
 * <pre>
 *   cluster.key      what gateways prove to replicas, and replicas to gateways
 *   sessions.key     {@link SessionKeys}, for gateways and for whoever runs the cluster
 *   session-ID.key   secret of one session, to be handed to who speaks for it
 * </pre>
 * An environment variable takes the place of a file: {@code MUEX_SECRET_CLUSTER}, {@code MUEX_SECRET_SESSION_ID} with
 * the id. Any thread; whoever changes keys holds the reservation of the cluster.
 */
public final class ClusterSecrets {
    private static final String VARIABLE = "MUEX_SECRET_";
    private static final long MOST_FILES = 1_024;

    private final Path directory;
    private final Map<String, String> environment;

    /** Secrets in the home of a cluster. */
    public ClusterSecrets(final Path home, final Map<String, String> environment) {
        directory = home.resolve("secrets");
        this.environment = Map.copyOf(environment);
    }

    /** Secrets in the home of a cluster, or in the environment of this process. */
    public static ClusterSecrets in(final Path home) {
        return new ClusterSecrets(home, System.getenv());
    }

    /** Where they are. */
    public Path directory() {
        return directory;
    }

    /** File with the secret of one session. */
    public Path sessionFile(final long session) {
        return directory.resolve("session-" + session + ".key");
    }

    private Path clusterFile() {
        return directory.resolve("cluster.key");
    }

    private Path keyFile() {
        return directory.resolve("sessions.key");
    }

    /**
     * Makes what is missing of the secrets of a new cluster. What is there stays, since it may have been copied here
     * from another host of the same cluster.
     *
     * @param operator its session
     * @param first    of the sessions that trade
     * @param last     of them
     */
    public void create(final long operator, final long first, final long last) {
        makeDirectory();
        if (!Files.exists(clusterFile())) {
            SecretFile.write(clusterFile(), Secret.random().hex() + "\n");
        }
        if (!Files.exists(keyFile())) {
            add(operator, operator, SessionRole.OPERATOR);
            add(first, last, SessionRole.TRADER);
        }
    }

    private void makeDirectory() {
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rwx------")));
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(directory + " cannot be made", e);
        }
    }

    /** Removes all of them, and the directory if nothing else is in it. */
    public void remove() throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (final Path file : files.toList()) {
                if (file.getFileName().toString().matches("\\.?(cluster|sessions|session-[0-9]+)\\.key(\\.new)?")) {
                    Files.deleteIfExists(file);
                }
            }
        }
        try {
            Files.delete(directory);
        } catch (final DirectoryNotEmptyException e) {
            // What somebody else has put there is his.
        }
    }

    /**
     * Secret of the cluster.
     *
     * @throws SecretException if there is none, or it is not kept as it must be
     */
    public Secret cluster() {
        return ofEnvironment("CLUSTER").orElseGet(() -> SecretFile.readSecret(clusterFile()));
    }

    /**
     * Secret of a session: from the environment, from its file, or for whoever runs the cluster from the keys.
     *
     * @throws SecretException if there is none, or it is not kept as it must be
     */
    public Secret session(final long session) {
        final Optional<Secret> given = ofEnvironment("SESSION_" + session);
        if (given.isPresent()) {
            return given.get();
        }
        if (!Files.exists(sessionFile(session)) && Files.exists(keyFile())) {
            return keys().find(session).orElseThrow(() -> new SecretException("there is no session " + session
                + "; muex session add " + session + " --role trader makes one")).secret(session);
        }
        return SecretFile.readSecret(sessionFile(session));
    }

    private Optional<Secret> ofEnvironment(final String name) {
        final String digits = environment.get(VARIABLE + name);
        if (digits == null) {
            return Optional.empty();
        }
        final Secret secret = Secret.ofHex(digits.strip());
        if (secret == null) {
            throw new SecretException(
                "the environment variable " + VARIABLE + name + " does not hold 64 hexadecimal digits");
        }
        return Optional.of(secret);
    }

    /**
     * Keys of all sessions.
     *
     * @throws SecretException if they are not there, or not kept as they must be
     */
    public SessionKeys keys() {
        return SessionKeyFile.read(keyFile());
    }

    /** Keys of all sessions for a gateway, which follows their changes. */
    public SessionKeyFile keyFile(final Consumer<String> onProblem) {
        return new SessionKeyFile(keyFile(), onProblem);
    }

    /**
     * Adds sessions, and a file for each of them if they are not many.
     *
     * @throws IllegalArgumentException if one of them is there
     */
    public void add(final long first, final long last, final SessionRole role) {
        final SessionKeys present = Files.exists(keyFile()) ? keys() : SessionKeys.NONE;
        final SessionKeys more = present.with(first, last, role);
        SecretFile.write(keyFile(), more.text());
        for (long session = first; session <= last && last - first < MOST_FILES; session++) {
            SecretFile.write(sessionFile(session), more.find(session).orElseThrow().secret(session).hex() + "\n");
        }
    }

    /** Removes a session and its file; false if there was none. */
    public boolean remove(final long session) throws IOException {
        final SessionKeys present = keys();
        if (present.find(session).isEmpty()) {
            return false;
        }
        SecretFile.write(keyFile(), present.without(session).text());
        Files.deleteIfExists(sessionFile(session));
        return true;
    }
}
