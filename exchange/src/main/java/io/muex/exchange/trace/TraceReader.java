package io.muex.exchange.trace;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * Reads a trace or an operations-only file line by line; gzip is recognised by its first bytes.
 *
 * <p>A malformed line is returned as such, with its number and what is wrong; reading goes on with the next one.
 */
public final class TraceReader implements AutoCloseable {
    /** Longest line accepted, in bytes. */
    public static final int MAX_LINE_LENGTH = 1 << 20;

    private static final int GZIP_FIRST = 0x1F;
    private static final int GZIP_SECOND = 0x8B;

    private final InputStream in;
    private byte[] line = new byte[256];
    private int lineLength;
    private boolean isTooLong;
    private long number;

    /**
     * Wraps a stream.
     *
     * @param input read from its current position; closed with the reader
     * @throws IOException if it cannot be read, or begins like gzip but is not
     */
    public TraceReader(final InputStream input) throws IOException {
        final BufferedInputStream raw = new BufferedInputStream(input, 1 << 16);
        raw.mark(2);
        final boolean isGzip = raw.read() == GZIP_FIRST && raw.read() == GZIP_SECOND;
        raw.reset();
        in = isGzip ? new BufferedInputStream(new GZIPInputStream(raw, 1 << 16), 1 << 16) : raw;
    }

    /**
     * The next line.
     *
     * @return null at the end of the file
     * @throws IOException if the stream fails
     */
    public TraceLine next() throws IOException {
        if (!readLine()) {
            return null;
        }
        number++;
        final String text = new String(line, 0, lineLength, StandardCharsets.ISO_8859_1);
        if (isTooLong) {
            return malformed(text, "line longer than " + MAX_LINE_LENGTH + " bytes");
        }
        if (text.startsWith("#")) {
            return new TraceLine(number, TraceLine.Kind.COMMENT, text, null, null);
        }
        try {
            if (text.startsWith("> ")) {
                final TraceOperation operation = TraceGrammar.operation(text.substring(2));
                return new TraceLine(number, TraceLine.Kind.OPERATION, text, operation, null);
            }
            TraceGrammar.checkEvent(text);
            return new TraceLine(number, TraceLine.Kind.EVENT, text, null, null);
        } catch (final TraceFormatException wrong) {
            return malformed(text, wrong.getMessage());
        }
    }

    private TraceLine malformed(final String text, final String problem) {
        return new TraceLine(number, TraceLine.Kind.MALFORMED, text, null, problem);
    }

    private boolean readLine() throws IOException {
        lineLength = 0;
        isTooLong = false;
        int next = in.read();
        if (next < 0) {
            return false;
        }
        while (next >= 0 && next != '\n') {
            append((byte) next);
            next = in.read();
        }
        return true;
    }

    private void append(final byte next) {
        if (lineLength == MAX_LINE_LENGTH) {
            isTooLong = true;
            return;
        }
        if (lineLength == line.length) {
            line = Arrays.copyOf(line, line.length * 2);
        }
        line[lineLength++] = next;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
