package io.muex.load.drill;

import java.io.IOException;

/**
 * What a drill does to the replicas of a cluster. One thread; {@link #kill} and {@link #pause} act at once, since times
 * are measured from just before them.
 */
public interface ClusterControl {
    /** Ends the process of a replica at once, with no chance to say goodbye. Returns when the signal is sent. */
    void kill(int id);

    /**
     * Starts a replica that is not running. Returns when its process is under way, not when it votes.
     *
     * @throws IOException if it cannot be started
     */
    void start(int id) throws IOException;

    /** Stops every thread of a replica where it is, until {@link #resume}. */
    void pause(int id) throws IOException;

    /** Lets a paused replica go on. */
    void resume(int id) throws IOException;
}
