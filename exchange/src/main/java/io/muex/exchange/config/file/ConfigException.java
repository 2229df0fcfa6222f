package io.muex.exchange.config.file;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A configuration that cannot be used. Names every problem that was found, one per line; a process answers it with exit
 * status 2.
 */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    /** An exception about one or more problems. */
    public ConfigException(final List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** The problems in the order in which they were found. */
    public List<Problem> problems() {
        return problems;
    }
}
