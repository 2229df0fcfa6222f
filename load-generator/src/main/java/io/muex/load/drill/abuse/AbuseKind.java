package io.muex.load.drill.abuse;

import java.util.Locale;

/** What is done to a process. */
enum AbuseKind {
    /** The replica that leads is killed and started again. */
    KILL_LEADER(2, true),
    /** It stands still for up to 1.5 s. */
    PAUSE_LEADER(1, true),
    /** A replica that does not lead is killed and started again. */
    KILL_FOLLOWER(1, true),
    /** It stands still for up to 1.5 s. */
    PAUSE_FOLLOWER(1, true),
    /** A gateway is killed and started again; its sessions go to another one. */
    KILL_GATEWAY(2, false),
    /** It stands still for up to 1.5 s. */
    PAUSE_GATEWAY(1, false),
    /** A client process is killed and started again; its sessions resume. */
    KILL_CLIENT(2, false),
    /** It stands still for up to 7 s, which is longer than a gateway waits for a client. */
    PAUSE_CLIENT(1, false),
    /** The media driver is killed and started again. */
    KILL_DRIVER(1, false),
    /** It stands still for up to 1.5 s. */
    PAUSE_DRIVER(1, false);

    private final int share;
    private final boolean needsWhole;

    AbuseKind(final int share, final boolean needsWhole) {
        this.share = share;
        this.needsWhole = needsWhole;
    }

    /** How often it comes in a round of all kinds. */
    int share() {
        return share;
    }

    /** Whether it may come only while all replicas vote, lest a majority be lost. */
    boolean needsWhole() {
        return needsWhole;
    }

    boolean isKill() {
        return word().startsWith("kill");
    }

    /** As people write it. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
