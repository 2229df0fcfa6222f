package io.muex.load.drill;

import io.muex.load.cluster.ClusterObserver;
import io.muex.mu.fabric.shm.ClusterDirectory;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * A cluster with everything that drills do to it. Whatever kills, pauses, stalls or asks to end acts at once and may be
 * called by the thread that sends commands; everything else belongs to the thread of the drill.
 */
public interface DrillCluster extends ClusterControl {
    /**
     * What a program said.
     *
     * @param status with which it ended
     * @param text   all of its output
     */
    record Answer(int status, String text) {
    }

    /** Where its replicas lie. */
    ClusterDirectory directory();

    /** A new observer of it, for one thread. */
    ClusterObserver observer();

    /** Asks a replica to end in order. */
    void terminate(int id);

    /** The process of this replica will end although nobody ends it; that is no surprise. */
    void expectEnd(int id);

    /**
     * Waits until the process of a replica has ended.
     *
     * @return its exit status, or -1 where that cannot be known; empty if it still runs after {@code patience}
     */
    OptionalInt awaitEnd(int id, Duration patience) throws InterruptedException;

    /** Ends the media driver at once. */
    void killDriver();

    /** Starts the media driver again; returns when it is ready. */
    void startDriver() throws IOException, InterruptedException;

    /** Its gateways have the numbers from 1 to this. */
    int gateways();

    /** Ends a gateway at once. */
    void killGateway(int number);

    /** Starts a gateway again; returns when it has found a leader. */
    void startGateway(int number) throws IOException, InterruptedException;

    /** Whether {@link #stall} works here. */
    boolean canStall();

    /** Makes the state machine of a replica stand still from the next command on. */
    void stall(int id) throws IOException;

    /** Lets it go on; nothing if it does not stand still. */
    void release(int id) throws IOException;

    /** What the present process of a replica has printed so far. */
    String said(int id);

    /** What {@code muex status} says. */
    Answer status() throws IOException;

    /** Names of processes that ended although nobody wanted them to. */
    List<String> unexpectedEnds();
}
