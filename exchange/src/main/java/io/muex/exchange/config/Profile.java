package io.muex.exchange.config;

/** How a process idles and what it expects of the machine. */
public enum Profile {
    /** Few cores, shared with others: spin briefly, yield, then sleep; nothing is pinned. */
    SMALL,
    /** A core for each hot thread: never sleep while there may be work. */
    DEDICATED
}
