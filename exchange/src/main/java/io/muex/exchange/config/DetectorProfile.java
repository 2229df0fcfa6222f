package io.muex.exchange.config;

import io.muex.mu.DetectorConfig;

/** How fast a replica suspects another that stands still, unless single keys say otherwise. */
public enum DetectorProfile {
    /** Few cores, shared with others: after 70 ms. A process that dies is noticed at once all the same. */
    SMALL(DetectorConfig.DEFAULT),
    /** A core for each hot thread: after 0.7 ms. Asks for {@link Profile#DEDICATED}. */
    AGGRESSIVE(DetectorConfig.AGGRESSIVE);

    private final DetectorConfig config;

    DetectorProfile(final DetectorConfig config) {
        this.config = config;
    }

    /** All figures of it. */
    public DetectorConfig config() {
        return config;
    }
}
