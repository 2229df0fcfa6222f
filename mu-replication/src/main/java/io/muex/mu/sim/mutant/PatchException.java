package io.muex.mu.sim.mutant;

/** A patch does not fit the source any more, or what it makes does not compile: the mutant must be written anew. */
public final class PatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PatchException(final String what) {
        super(what);
    }

    PatchException(final String what, final Throwable cause) {
        super(what, cause);
    }
}
