package io.muex.exchange.config.file;

/**
 * Where the value of a key came from.
 *
 * @param kind  which of the four places
 * @param place the place to look at: {@code FILE:LINE}, the environment variable, the option; empty for a default
 */
public record Source(Kind kind, String place) {
    /** The value that holds when nobody says anything. */
    public static final Source DEFAULT = new Source(Kind.DEFAULT, "");

    /** The four places, weakest first: a later one wins over an earlier one. */
    public enum Kind {
        /** Built in. */
        DEFAULT,
        /** The YAML file. */
        FILE,
        /** An environment variable {@code MUEX_...}. */
        ENVIRONMENT,
        /** The command line. */
        OPTION
    }

    @Override
    public String toString() {
        return kind == Kind.DEFAULT ? "default" : place;
    }
}
