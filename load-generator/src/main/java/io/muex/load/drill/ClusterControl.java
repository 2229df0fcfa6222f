package io.muex.load.drill;

import java.io.IOException;

/**
 * What a drill does to the replicas of a cluster. {@link #kill} and {@link #pause} act at once, since times are
 * measured from just before them, and are called by the thread that sends commands; everything else by that of the
 * drill.
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

    /**
     * Does whatever takes time before a replica can be paused.
     *
     * @throws IOException if it cannot be done
     */
    void preparePause(int id) throws IOException;

    /** Stops every thread of a replica where it is, until {@link #resume}. It has been prepared. */
    void pause(int id);

    /** Lets a paused replica go on. */
    void resume(int id) throws IOException;
}
