package io.muex.exchange.config.file;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects what is wrong with one record, so that whoever wrote the file hears all of it at once. Used by one thread.
 */
public final class Problems {
    private final String place;
    private final List<Problem> found = new ArrayList<>();

    /**
     * Collects problems of the record at {@code place}.
     *
     * @param place path of the record in the file, for example {@code replica.detector}
     */
    public Problems(final String place) {
        this.place = place;
    }

    /**
     * Notes a problem unless {@code holds}.
     *
     * @param key     key within the record
     * @param message what must hold, said so that it can follow the key: "must be ..."
     */
    public Problems require(final boolean holds, final String key, final String message) {
        if (!holds) {
            found.add(new Problem("", place + "." + key, message));
        }
        return this;
    }

    /** Throws one {@link ConfigException} with all problems, if there are any. */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new ConfigException(found);
        }
    }
}
