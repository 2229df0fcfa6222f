package io.muex.load.trace;

import java.io.OutputStream;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/**
 * Takes lines and keeps of them only their number and, every {@value #BLOCK} lines, a checksum over all bytes so far:
 * two streams of millions of lines can be compared in little memory, and it can be said where they part. One thread at
 * a time.
 */
public final class LineDigest extends OutputStream {
    private static final int BLOCK = 256;
    private static final int FIRST_BLOCKS = 64;

    private final CRC32C checksum = new CRC32C();
    private long[] blocks = new long[FIRST_BLOCKS];
    private long lines;

    @Override
    public void write(final int value) {
        checksum.update(value);
        if (value == '\n') {
            onLine();
        }
    }

    @Override
    public void write(final byte[] bytes, final int offset, final int length) {
        int from = offset;
        for (int at = offset; at < offset + length; at++) {
            if (bytes[at] == '\n') {
                checksum.update(bytes, from, at + 1 - from);
                from = at + 1;
                onLine();
            }
        }
        checksum.update(bytes, from, offset + length - from);
    }

    private void onLine() {
        lines++;
        if (lines % BLOCK == 0) {
            final int block = (int) (lines / BLOCK) - 1;
            if (block == blocks.length) {
                blocks = Arrays.copyOf(blocks, 2 * blocks.length);
            }
            blocks[block] = checksum.getValue();
        }
    }

    /** Lines so far. */
    public long lines() {
        return lines;
    }

    /**
     * A line, counted from 1, at which or at most {@value #BLOCK} lines before which this stream and another part;
     * empty if they are the same.
     */
    public OptionalLong partsFrom(final LineDigest other) {
        final OptionalLong early = partsFromPrefix(other, Math.min(lines, other.lines));
        final boolean isSame = lines == other.lines && checksum.getValue() == other.checksum.getValue();
        return early.isPresent() || isSame ? early : OptionalLong.of(Math.min(lines, other.lines) + 1);
    }

    /** The same for the first lines only, as far as checksums are kept. */
    public OptionalLong partsFromPrefix(final LineDigest other, final long prefix) {
        for (int block = 0; block < prefix / BLOCK; block++) {
            if (blocks[block] != other.blocks[block]) {
                return OptionalLong.of((block + 1L) * BLOCK);
            }
        }
        return OptionalLong.empty();
    }
}
