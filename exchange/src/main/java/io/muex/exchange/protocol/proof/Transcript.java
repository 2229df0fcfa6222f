package io.muex.exchange.protocol.proof;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import org.agrona.DirectBuffer;

/**
 * The bytes that a proof is made over: a purpose, ended by a zero byte, then fields in a fixed order, little-endian;
 * whatever may differ in length carries its length before it. So no two different lists of fields have the same bytes.
 * One thread.
 */
final class Transcript {
    static final String ALGORITHM = "HmacSHA256";
    private static final int CAPACITY = 1_024;

    private final ByteBuffer bytes = ByteBuffer.allocate(CAPACITY).order(ByteOrder.LITTLE_ENDIAN);
    private final Mac mac;

    Transcript() {
        try {
            mac = Mac.getInstance(ALGORITHM);
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    Transcript begin(final String purpose) {
        bytes.clear();
        bytes.put(purpose.getBytes(StandardCharsets.US_ASCII)).put((byte) 0);
        return this;
    }

    Transcript put(final long value) {
        bytes.putLong(value);
        return this;
    }

    Transcript put(final int value) {
        bytes.putInt(value);
        return this;
    }

    Transcript put(final byte[] nonce) {
        bytes.put(nonce);
        return this;
    }

    Transcript put(final String text) {
        final byte[] characters = text.getBytes(StandardCharsets.US_ASCII);
        bytes.putInt(characters.length).put(characters);
        return this;
    }

    byte[] sign(final Secret secret) {
        try {
            mac.init(secret.key());
        } catch (final InvalidKeyException e) {
            throw new IllegalStateException("a secret is a key", e);
        }
        mac.update(bytes.array(), 0, bytes.position());
        return mac.doFinal();
    }

    /** Whether somebody who knew the secret made that proof; takes the same time wherever they differ. */
    boolean isSignedBy(final Secret secret, final DirectBuffer proof, final int offset) {
        final byte[] shown = new byte[Secret.LENGTH];
        proof.getBytes(offset, shown);
        return MessageDigest.isEqual(sign(secret), shown);
    }
}
