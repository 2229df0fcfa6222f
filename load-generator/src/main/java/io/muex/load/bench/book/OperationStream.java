package io.muex.load.bench.book;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.StringTokenizer;
import java.util.zip.GZIPInputStream;

/** The mixed stream, parsed into arrays: operations up to {@link #measuredFrom} fill the book, the rest is timed. */
final class OperationStream {
    static final byte ADD = 'A';
    static final byte ADD_IOC = 'I';
    static final byte ADD_MARKET = 'M';
    static final byte CANCEL = 'C';
    static final byte REPLACE = 'R';

    byte[] kinds = new byte[1 << 20];
    byte[] sides = new byte[1 << 20];
    long[] ids = new long[1 << 20];
    /** Delta for REPLACE. */
    long[] quantities = new long[1 << 20];
    long[] prices = new long[1 << 20];
    int length;
    int measuredFrom;

    private final Map<String, Long> expected = new HashMap<>();

    /**
     * Reads a stream.
     *
     * @param file one operation a line, as in the mixed stream; may be gzip
     * @throws IOException if it cannot be read, or a line is no operation
     */
    static OperationStream read(final Path file) throws IOException {
        final OperationStream stream = new OperationStream();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(open(file), StandardCharsets.US_ASCII))) {
            int number = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                number++;
                try {
                    stream.parseLine(line);
                } catch (final RuntimeException wrong) {
                    throw new IOException(file + ":" + number + ": no operation: " + line, wrong);
                }
            }
        }
        if (stream.length == stream.measuredFrom) {
            throw new IOException(file + " has no operation to measure");
        }
        return stream;
    }

    private static InputStream open(final Path file) throws IOException {
        final InputStream in = Files.newInputStream(file);
        return file.toString().endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : in;
    }

    private void parseLine(final String line) {
        if (line.startsWith("#MEASURE")) {
            measuredFrom = length;
        } else if (line.startsWith("#EXPECT ")) {
            for (final String pair : line.substring("#EXPECT ".length()).split(" ")) {
                final int equals = pair.indexOf('=');
                expected.put(pair.substring(0, equals), Long.parseLong(pair.substring(equals + 1)));
            }
        } else if (!line.startsWith("#") && !line.isBlank()) {
            parse(line);
        }
    }

    private void parse(final String line) {
        final StringTokenizer fields = new StringTokenizer(line, " ");
        final byte kind = (byte) fields.nextToken().charAt(0);
        final long id = number(fields);
        switch (kind) {
            case ADD, ADD_IOC -> append(kind, id, side(fields.nextToken()), number(fields), number(fields));
            case ADD_MARKET -> append(kind, id, side(fields.nextToken()), number(fields), 0);
            case CANCEL -> append(kind, id, 0, 0, 0);
            case REPLACE -> append(kind, id, 0, number(fields), number(fields));
            default -> throw new IllegalArgumentException(line);
        }
    }

    private static long number(final StringTokenizer fields) {
        return Long.parseLong(fields.nextToken());
    }

    /** Whether the totals are what the stream says that they must be; true if it says nothing. */
    boolean expects(final Totals totals) {
        return is("fills", totals.fills()) && is("fillQty", totals.fillQuantity())
            && is("fillValue", totals.fillValue()) && is("cancelsOk", totals.cancelsDone())
            && is("cancelsRejected", totals.rejected()) && is("restingBids", totals.bids())
            && is("restingAsks", totals.asks()) && is("openBidQty", totals.bidQuantity())
            && is("openAskQty", totals.askQuantity()) && is("bidLevels", totals.bidLevels())
            && is("askLevels", totals.askLevels());
    }

    private boolean is(final String name, final long value) {
        return expected.getOrDefault(name, value) == value;
    }

    /** How many totals the stream says. */
    int expectations() {
        return expected.size();
    }

    private static int side(final String field) {
        return field.equals("B") ? 0 : 1;
    }

    void append(final byte kind, final long id, final int side, final long quantity, final long price) {
        if (length == kinds.length) {
            kinds = Arrays.copyOf(kinds, length * 2);
            sides = Arrays.copyOf(sides, length * 2);
            ids = Arrays.copyOf(ids, length * 2);
            quantities = Arrays.copyOf(quantities, length * 2);
            prices = Arrays.copyOf(prices, length * 2);
        }
        kinds[length] = kind;
        sides[length] = (byte) side;
        ids[length] = id;
        quantities[length] = quantity;
        prices[length] = price;
        length++;
    }
}
