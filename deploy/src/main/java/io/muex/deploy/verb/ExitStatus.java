package io.muex.deploy.verb;

/** What the command line says to scripts. There are no others. */
public final class ExitStatus {
    /** What was asked for was done, and what was claimed held. */
    public static final int HELD = 0;
    /** It did not hold, or could not be done. */
    public static final int NOT_HELD = 1;
    /** The command or its configuration is wrong; nothing was done. */
    public static final int USAGE = 2;

    private ExitStatus() {
    }
}
