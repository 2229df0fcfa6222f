package io.muex.exchange.config.file;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One thing that is wrong with a configuration.
 *
 * @param place   where it was said: {@code FILE:LINE}, an environment variable or an option; empty if nowhere
 * @param path    key by its full path, for example {@code cluster.replicas}; empty if it concerns no key
 * @param message what is wrong and what would be right, as the rest of a sentence after the key
 */
public record Problem(String place, String path, String message) {
    /** The same problem at a place. */
    Problem at(final String newPlace) {
        return new Problem(newPlace, path, message);
    }

    @Override
    public String toString() {
        return Stream.of(place, path, message).filter(part -> !part.isEmpty()).collect(Collectors.joining(": "));
    }
}
