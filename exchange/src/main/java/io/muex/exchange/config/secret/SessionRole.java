package io.muex.exchange.config.secret;

import io.muex.exchange.protocol.SessionRoles;
import java.util.Locale;
import java.util.Optional;

/** What a session is given the right to do. The log decides; a gateway turns away earlier what it would refuse. */
public enum SessionRole {
    /** Enters and changes orders of its own, and asks. */
    TRADER(0),
    /** Asks, and nothing else. */
    READ_ONLY(SessionRoles.READ_ONLY),
    /** Does what a trader does, and also opens and closes sessions, adds and halts instruments, sets limits. */
    OPERATOR(SessionRoles.OPERATOR);

    private final long word;

    SessionRole(final long word) {
        this.word = word;
    }

    /** The role word with which such a session is opened. */
    public long word() {
        return word;
    }

    /** As people write it: trader, read-only, operator. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The role with that label. */
    public static Optional<SessionRole> ofLabel(final String label) {
        for (final SessionRole role : values()) {
            if (role.label().equals(label)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
