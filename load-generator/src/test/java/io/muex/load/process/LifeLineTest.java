package io.muex.load.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

class LifeLineTest {
    @Test
    void shouldNoticeTheEndOfThePipeAndNotWhatIsWritten() throws Exception {
        final AtomicInteger ends = new AtomicInteger();
        final PipedOutputStream launcher = new PipedOutputStream();
        final Thread watcher = LifeLine.attach(new PipedInputStream(launcher), ends::incrementAndGet);
        launcher.write("anything".getBytes(StandardCharsets.US_ASCII));
        launcher.flush();
        assertEquals(0, ends.get());
        launcher.close();
        assertTrue(watcher.join(Duration.ofSeconds(10)));
        assertEquals(1, ends.get());
    }

    @Test
    void shouldNotTakeStandardInputForALifeLineUnlessTold() {
        assertFalse(LifeLine.attachIfGiven(Duration.ofSeconds(1)));
    }
}
