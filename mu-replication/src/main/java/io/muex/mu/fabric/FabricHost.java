package io.muex.mu.fabric;

/** A fabric and what has to happen around it in a process: coming to be, being seen, hearing of deaths, ending. */
public interface FabricHost extends AutoCloseable {
    /** The fabric of this replica. */
    Fabric fabric();

    /**
     * Shows this incarnation to its peers. Called once by the background thread, whose death is from then on the death
     * of the replica.
     */
    void announce();

    /** Tells the peers that this end is intended. Called by the thread that announced, as its last act. */
    void leave();

    /**
     * Begins to watch the peers for death.
     *
     * @param onDeath run on a watching thread after a peer was marked DEAD; must only hand over
     */
    void watch(Runnable onDeath);

    /** Ends watching and gives memory back; both planes have ended. */
    @Override
    void close();
}
