package io.muex.load.flow;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * Opens files of order flow. What a file is shows in its first bytes: gzip is unpacked; a first line that begins with a
 * number and a comma is a LOBSTER message file, everything else book-trace.
 */
public final class FlowFile {
    private static final int GZIP_FIRST = 0x1F;
    private static final int GZIP_SECOND = 0x8B;
    private static final int SNIFFED = 64;

    private FlowFile() {
    }

    /**
     * Opens a file.
     *
     * @param problems told of malformed lines while the flow is read
     * @throws IOException if the file cannot be opened, or begins like gzip but is not
     */
    public static OrderFlow open(final Path file, final FlowProblems problems) throws IOException {
        final InputStream raw = Files.newInputStream(file);
        try {
            final BufferedInputStream in = unpacked(raw);
            final String name = file.getFileName().toString();
            return isLobster(in) ? new LobsterFlow(name, in, problems) : new TraceFlow(name, in, problems);
        } catch (final IOException | RuntimeException failure) {
            raw.close();
            throw failure;
        }
    }

    private static BufferedInputStream unpacked(final InputStream raw) throws IOException {
        final BufferedInputStream in = new BufferedInputStream(raw, 1 << 16);
        in.mark(2);
        final boolean isGzip = in.read() == GZIP_FIRST && in.read() == GZIP_SECOND;
        in.reset();
        return isGzip ? new BufferedInputStream(new GZIPInputStream(in, 1 << 16), 1 << 16) : in;
    }

    private static boolean isLobster(final BufferedInputStream in) throws IOException {
        in.mark(SNIFFED);
        final String start = new String(in.readNBytes(SNIFFED), StandardCharsets.ISO_8859_1);
        in.reset();
        return start.matches("(?s)[0-9]+(\\.[0-9]+)?,.*");
    }
}
