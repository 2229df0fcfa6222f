package io.muex.mu.interleaving;

/** A memory with threads in it, set anew for every interleaving, and what must be true when all of them have ended. */
interface Scene {
    /** The memory, with its strands. */
    SteppedMemory memory();

    /**
     * Looks at what came of it, after every strand has ended and every store has become visible. What it looks at must
     * not depend on the order of independent steps: final values, and what each strand saw and did.
     *
     * @return what happened, in a few words that are counted
     * @throws IllegalStateException if something happened that must not
     */
    String judge();

    /** What lies at an address, for people. */
    String describe(long address);
}
