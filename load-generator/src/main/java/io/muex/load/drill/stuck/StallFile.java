package io.muex.load.drill.stuck;

import java.nio.file.Path;

/** While it exists, the {@link StallingStateMachine} of a replica stands still. */
public final class StallFile {
    private StallFile() {
    }

    /** The file for one replica. */
    public static Path of(final Path home, final int id) {
        return home.resolve("stall-" + id);
    }
}
