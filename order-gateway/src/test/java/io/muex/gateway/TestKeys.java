package io.muex.gateway;

import io.muex.exchange.config.secret.SessionKeySource;
import io.muex.exchange.config.secret.SessionKeys;
import io.muex.exchange.config.secret.SessionRole;
import io.muex.exchange.protocol.proof.Secret;
import java.util.List;

/** Secrets that all processes of a test know alike. */
final class TestKeys {
    static final Secret CLUSTER = Secret.ofHex("c1".repeat(Secret.LENGTH));
    private static final Secret KEY = Secret.ofHex("5e".repeat(Secret.LENGTH));
    private static final SessionKeys ALL = new SessionKeys(List.of(
        new SessionKeys.Range(1, 1, SessionRole.OPERATOR, KEY),
        new SessionKeys.Range(2, 19, SessionRole.TRADER, KEY),
        new SessionKeys.Range(20, 29, SessionRole.READ_ONLY, KEY),
        new SessionKeys.Range(30, 999, SessionRole.TRADER, KEY)));

    private TestKeys() {
    }

    static SessionKeySource source() {
        return SessionKeySource.of(ALL);
    }

    static Secret of(final long session) {
        return ALL.find(session).map(range -> range.secret(session)).orElse(CLUSTER);
    }
}
