package io.muex.exchange.book.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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

    static OperationStream read(final Path file) throws IOException {
        final OperationStream stream = new OperationStream();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
            new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.US_ASCII))) {
            String line = in.readLine();
            while (line != null) {
                if (line.startsWith("#MEASURE")) {
                    stream.measuredFrom = stream.length;
                } else if (!line.startsWith("#")) {
                    stream.parse(line);
                }
                line = in.readLine();
            }
        }
        return stream;
    }

    private void parse(final String line) {
        final String[] fields = line.split(" ");
        final byte kind = (byte) fields[0].charAt(0);
        final long id = Long.parseLong(fields[1]);
        switch (kind) {
            case ADD, ADD_IOC -> append(kind, id, side(fields[2]), Long.parseLong(fields[3]),
                Long.parseLong(fields[4]));
            case ADD_MARKET -> append(kind, id, side(fields[2]), Long.parseLong(fields[3]), 0);
            case CANCEL -> append(kind, id, 0, 0, 0);
            case REPLACE -> append(kind, id, 0, Long.parseLong(fields[2]), Long.parseLong(fields[3]));
            default -> throw new IllegalArgumentException(line);
        }
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
