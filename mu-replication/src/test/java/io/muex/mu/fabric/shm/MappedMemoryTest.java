package io.muex.mu.fabric.shm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.muex.mu.fabric.Memory;

class MappedMemoryTest {
    private static final int LENGTH = 8192;

    private final Arena arena = Arena.ofConfined();
    private final long address = arena.allocate(LENGTH, 64).address();
    private final Memory memory = new MappedMemory();

    @AfterEach
    void release() {
        arena.close();
    }

    @Test
    void shouldReadByEveryLoadWhatEveryStoreWrote() {
        final long first = 0x0102_0304_0506_0708L;
        memory.putPlain(address, first);
        memory.putRelease(address + 8, -first);
        memory.fullFence();
        assertEquals(first, memory.getPlain(address));
        assertEquals(first, memory.getOpaque(address));
        assertEquals(first, memory.getAcquire(address));
        assertEquals(-first, memory.getPlain(address + 8));
        assertEquals(-first, memory.getOpaque(address + 8));
        assertEquals(-first, memory.getAcquire(address + 8));
        assertEquals(0x08, UnsafeApi.getByte(address), "little-endian");
    }

    @Test
    void shouldCopyExactlyTheBytesAskedForFromAndToEveryKindOfBuffer() {
        final long seed = System.nanoTime();
        System.out.println("seed " + seed);
        final Random random = new Random(seed);
        final byte[] content = new byte[LENGTH];
        for (final int length : new int[] {8, 16, 64, 240, 248, 256, 264, 512, 1000, 4096}) {
            for (final MutableDirectBuffer buffer : buffers()) {
                random.nextBytes(content);
                buffer.putBytes(0, content, 0, buffer.capacity());
                final int offset = random.nextInt(buffer.capacity() - length + 1);
                checkRoundTrip(buffer, offset, length, random);
            }
        }
    }

    private void checkRoundTrip(
        final MutableDirectBuffer buffer, final int offset, final int length, final Random random) {
        final long to = address + 8L * (1 + random.nextInt((LENGTH - length) / 8 - 2));
        UnsafeApi.setMemory(address, LENGTH, (byte) 0x5a);
        memory.copyIn(to, buffer, offset, length);
        for (int i = 0; i < length; i++) {
            assertEquals(buffer.getByte(offset + i), UnsafeApi.getByte(to + i), "byte " + i + " of " + length);
        }
        assertEquals(0x5a, UnsafeApi.getByte(to - 1), "before");
        assertEquals(0x5a, UnsafeApi.getByte(to + length), "behind");

        final UnsafeBuffer before = new UnsafeBuffer(new byte[buffer.capacity()]);
        before.putBytes(0, buffer, 0, buffer.capacity());
        buffer.setMemory(offset, length, (byte) 0);
        memory.copyOut(to, buffer, offset, length);
        assertEquals(before, new UnsafeBuffer((DirectBuffer) buffer), "length " + length + ", offset " + offset);
    }

    private static List<MutableDirectBuffer> buffers() {
        return List.of(
            new UnsafeBuffer(new byte[4200]),
            new UnsafeBuffer(new byte[4300], 24, 4200),
            new UnsafeBuffer(ByteBuffer.allocateDirect(4200)),
            new UnsafeBuffer(ByteBuffer.allocate(4300).position(40).slice()),
            new UnsafeBuffer(ByteBuffer.allocateDirect(4300), 16, 4200));
    }
}
