package io.muex.exchange.config.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
    @ParameterizedTest
    @CsvSource({"0ns,0", "5ms,5000000", "20us,20000", "2s,2000000000", "1m,60000000000", "3h,10800000000000"})
    void shouldReadAndWriteDurations(final String text, final long expectedNs) {
        assertEquals(expectedNs, Units.durationNs(text).orElseThrow());
        assertEquals(text, Units.formatDurationNs(expectedNs));
    }

    @ParameterizedTest
    @CsvSource({"0B,0", "256B,256", "64KiB,65536", "64MiB,67108864", "2GiB,2147483648"})
    void shouldReadAndWriteSizes(final String text, final long expectedBytes) {
        assertEquals(expectedBytes, Units.sizeBytes(text).orElseThrow());
        assertEquals(text, Units.formatSizeBytes(expectedBytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "ms", "5 ms", "-5ms", "5MS", "1.5s", "64MiB", "9999999999999999h"})
    void shouldRefuseWhatIsNoDuration(final String text) {
        assertTrue(Units.durationNs(text).isEmpty(), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "64", "64MB", "64mib", "5ms", "999999999999999999GiB"})
    void shouldRefuseWhatIsNoSize(final String text) {
        assertTrue(Units.sizeBytes(text).isEmpty(), text);
    }

    @Test
    void shouldWriteTheLargestUnitThatDivides() {
        assertEquals("1500ms", Units.formatDurationNs(1_500_000_000));
        assertEquals("1536KiB", Units.formatSizeBytes(1_572_864));
    }
}
