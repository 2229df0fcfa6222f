package io.muex.mu.background;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muex.mu.DetectorConfig;
import org.junit.jupiter.api.Test;

/** How many beats a peer may miss, and how many it must show before it is trusted again. */
class PullScoreTest {
    private static final int PEER = 2;
    private static final DetectorConfig CONFIG = DetectorConfig.DEFAULT;
    private static final int MISSES_TO_SUSPECT = CONFIG.scoreMax() - CONFIG.failThreshold() + 1;
    private static final int BEATS_TO_TRUST = CONFIG.recoverThreshold() + 1;
    private final PullScore score = new PullScore(CONFIG, 3);
    private int incarnation = 1;
    private long heartbeat = 1_000;

    @Test
    void shouldTrustWhoIsNewAndNobodyElse() {
        assertFalse(score.isLive(PEER), "nothing was read of it yet");
        read();
        assertTrue(score.isLive(PEER));
        assertFalse(score.isLive(PEER + 1));
    }

    @Test
    void shouldSuspectAfterAsManyMissesAsWereAgreed() {
        read();
        assertEquals(MISSES_TO_SUSPECT, missesToSuspect());
    }

    @Test
    void shouldTrustAgainOnlyFarAboveWhereItBeganToSuspect() {
        read();
        missesToSuspect();
        final int below = CONFIG.failThreshold() - 1;
        assertEquals(BEATS_TO_TRUST - below, beatsToTrust());
    }

    @Test
    void shouldHoldNoLongSilenceAndNoLongLifeAgainstAnybody() {
        read();
        for (int i = 0; i < 100; i++) {
            read();
        }
        assertEquals(BEATS_TO_TRUST, beatsToTrust(), "a score never falls below nothing");
        for (int i = 0; i < 100; i++) {
            beat();
        }
        assertEquals(MISSES_TO_SUSPECT, missesToSuspect(), "nor does it rise beyond its bound");
    }

    @Test
    void shouldTakeAHeartbeatThatFellForLife() {
        heartbeat = Long.MAX_VALUE;
        read();
        for (int i = 0; i < 2 * CONFIG.scoreMax(); i++) {
            beat();
        }
        assertTrue(score.isLive(PEER), "what counts is that it moves");
    }

    @Test
    void shouldForgetWhatTheIncarnationBeforeDid() {
        read();
        missesToSuspect();
        incarnation++;
        heartbeat = 0;
        read();
        assertTrue(score.isLive(PEER), "it has only just begun");
        assertEquals(MISSES_TO_SUSPECT, missesToSuspect(), "and its first beat is one to compare with");
    }

    private void read() {
        score.onHeartbeatRead(PEER, incarnation, heartbeat);
    }

    private void beat() {
        heartbeat++;
        read();
    }

    private int missesToSuspect() {
        int misses = 0;
        for (; score.isLive(PEER) && misses < 1_000; misses++) {
            read();
        }
        return misses;
    }

    private int beatsToTrust() {
        int beats = 0;
        for (; !score.isLive(PEER) && beats < 1_000; beats++) {
            beat();
        }
        return beats;
    }
}
