package io.muex.mu.fabric;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The few operations on shared memory from which the whole protocol is built. There are two: mapped memory, where an
 * address is a raw address and every operation is one or a few instructions, and simulated memory, where every
 * operation is a scheduling point and stores wait in a buffer until a fence or chance drains it. The permission gate
 * and both planes are written once against this interface, so what is simulated is what is shipped.
 * <p>
 * Addresses of words are 8-byte aligned. Values are little-endian. Any thread.
 */
public interface Memory {
    /** A plain load: may be reordered with anything but a fence. */
    long getPlain(long address);

    /** A plain store. */
    void putPlain(long address, long value);

    /** A load that is whole and coherent, but orders nothing. */
    long getOpaque(long address);

    /** A load that later loads and stores may not overtake. */
    long getAcquire(long address);

    /** A store that earlier loads and stores may not be moved behind. */
    void putRelease(long address, long value);

    /** No load or store crosses this in either direction, an earlier store and a later load included. */
    void fullFence();

    /** Plain stores of {@code length} bytes from a private buffer; not atomic. {@code length} is a multiple of 8. */
    void copyIn(long address, DirectBuffer source, int offset, int length);

    /** Plain loads of {@code length} bytes into a private buffer; not atomic. {@code length} is a multiple of 8. */
    void copyOut(long address, MutableDirectBuffer target, int offset, int length);
}
