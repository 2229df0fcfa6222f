package io.muex.deploy.driver;

import java.nio.file.Path;
import java.util.OptionalLong;

/** Another process drives the cluster; says which, if it is known. */
public final class DriverAlreadyRunningException extends RuntimeException {
    private static final long serialVersionUID = 1;

    DriverAlreadyRunningException(final Path directory, final OptionalLong holder) {
        super("a media driver runs in " + directory + " already"
            + (holder.isPresent() ? " (process " + holder.getAsLong() + ")" : ""));
    }
}
