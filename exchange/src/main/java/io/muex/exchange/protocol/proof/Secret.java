package io.muex.exchange.protocol.proof;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.spec.SecretKeySpec;

/**
 * 256 bits that only those know who are meant to. Written as 64 hexadecimal digits. Immutable, any thread; never part
 * of a message or of what is printed.
 */
public final class Secret {
    /** Bytes of a secret, of a nonce and of a proof. */
    public static final int LENGTH = 32;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] bytes;

    private Secret(final byte[] bytes) {
        this.bytes = bytes;
    }

    /** A new one. */
    public static Secret random() {
        return new Secret(nonce());
    }

    /** Bytes that nobody could have guessed, for one use. */
    public static byte[] nonce() {
        final byte[] fresh = new byte[LENGTH];
        RANDOM.nextBytes(fresh);
        return fresh;
    }

    /** A number that nobody could have guessed, 1 or more. */
    public static long freshId() {
        return RANDOM.nextLong(1, Long.MAX_VALUE);
    }

    /** The secret that these digits stand for; null if they are not 64 hexadecimal digits. */
    public static Secret ofHex(final String digits) {
        return digits.matches("[0-9a-fA-F]{64}") ? new Secret(HexFormat.of().parseHex(digits)) : null;
    }

    /** 64 hexadecimal digits: for files that only their owner can read. */
    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    /** Another secret, which does not betray this one: the same for the same purpose and number. */
    public Secret derive(final String purpose, final long number) {
        return new Secret(new Transcript().begin(purpose).put(number).sign(this));
    }

    SecretKeySpec key() {
        return new SecretKeySpec(bytes, Transcript.ALGORITHM);
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof final Secret secret && MessageDigest.isEqual(bytes, secret.bytes);
    }

    @Override
    public int hashCode() {
        throw new UnsupportedOperationException("a secret is no key of a table");
    }

    /** Says nothing. */
    @Override
    public String toString() {
        return "secret";
    }
}
