package io.muex.exchange.protocol.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * When sampled commands passed the points of their road, out of band: a small file that all processes of one host map.
 * A client begins a stamp for every sixteenth command of its session, each process stores its monotonic clock when the
 * command passes, and the client reads the stamps when it has the last report, which happened after all of them. One
 * cache line per command under way; a command that was sent again has its latest times.
 * <p>
 * Only for measuring: without {@link #PROPERTY} the static methods do nothing and cost nothing, since the compiler
 * knows that. Any thread may stamp; each point of a command is stamped by one.
 */
public final class StageStamps {
    /** System property that names the file. */
    public static final String PROPERTY = "muex.stage.stamps";
    /** The gateway takes the command off the client's stream. */
    public static final int AT_GATEWAY = 1;
    /** The leader takes it off the gateway's stream and proposes it. */
    public static final int AT_LEADER = 2;
    /** The leader has seen its commit and begins to apply it. */
    public static final int COMMITTED = 3;
    /** The leader has applied it. */
    public static final int APPLIED = 4;
    /** The gateway has read its last event. */
    public static final int REPORTED = 5;
    /** One command in so many is stamped; a power of two. */
    public static final int EVERY = 16;

    private static final int SLOTS = 1 << 14;
    private static final int SLOT_LENGTH = 64;
    private static final int SESSION_SHIFT = 48;
    private static final int EVERY_SHIFT = Integer.numberOfTrailingZeros(EVERY);

    private final UnsafeBuffer slots;

    private StageStamps(final Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            final MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, SLOTS * SLOT_LENGTH);
            mapped.order(ByteOrder.nativeOrder());
            slots = new UnsafeBuffer(mapped);
        }
    }

    /** Made when a command passes for the first time, so that whoever starts a process has time to set the property. */
    private static final class Present {
        static final StageStamps STAMPS = ofProperty();

        private static StageStamps ofProperty() {
            final String file = System.getProperty(PROPERTY);
            try {
                return file == null ? null : new StageStamps(Path.of(file));
            } catch (final IOException e) {
                throw new UncheckedIOException("cannot map " + file, e);
            }
        }
    }

    /**
     * Makes the file, with no stamps in it.
     *
     * @throws IOException if it cannot be made
     */
    public static void create(final Path file) throws IOException {
        Files.write(file, new byte[SLOTS * SLOT_LENGTH], StandardOpenOption.CREATE_NEW);
    }

    /** The stamps in a file, for the client that begins and reads them. */
    public static StageStamps open(final Path file) throws IOException {
        return new StageStamps(file);
    }

    /** Whether this process stamps. */
    public static boolean isOn() {
        return Present.STAMPS != null;
    }

    /** A command passes a point, if it is sampled and this process stamps at all. */
    public static void pass(final int point, final long session, final long number) {
        if (Present.STAMPS != null && isSampled(number)) {
            Present.STAMPS.stamp(point, session, number);
        }
    }

    /** Whether the command of this number is one of the sampled ones. */
    public static boolean isSampled(final long number) {
        return number > 0 && (number & EVERY - 1) == 0;
    }

    /** Begins the stamps of a sampled command, before it is sent. */
    public void begin(final long session, final long number) {
        final int slot = slot(number);
        for (int point = AT_GATEWAY; point <= REPORTED; point++) {
            slots.putLong(slot + point * Long.BYTES, 0);
        }
        slots.putLongOrdered(slot, key(session, number));
    }

    /** When a command passed a point: nanoseconds of the monotonic clock, 0 if it was not seen there. */
    public long at(final int point, final long session, final long number) {
        final int slot = slot(number);
        return slots.getLongVolatile(slot) == key(session, number) ? slots.getLong(slot + point * Long.BYTES) : 0;
    }

    private void stamp(final int point, final long session, final long number) {
        final int slot = slot(number);
        if (slots.getLongVolatile(slot) == key(session, number)) {
            slots.putLongOrdered(slot + point * Long.BYTES, System.nanoTime());
        }
    }

    private static int slot(final long number) {
        return (int) (number >>> EVERY_SHIFT & SLOTS - 1) * SLOT_LENGTH;
    }

    private static long key(final long session, final long number) {
        return session << SESSION_SHIFT | number;
    }
}
