package io.muex.load.bench.replicate;

import org.agrona.concurrent.UnsafeBuffer;

/** Makes the commands of a measurement, one after the other. One thread. */
interface Commands {
    /** Puts the next command at the start of a buffer and returns its length in bytes. */
    int next(UnsafeBuffer buffer);

    /** Commands of one length whose first word counts. */
    static Commands ofLength(final int length) {
        return new Commands() {
            private long count;

            @Override
            public int next(final UnsafeBuffer buffer) {
                buffer.putLong(0, ++count);
                return length;
            }
        };
    }
}
