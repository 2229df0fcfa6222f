package io.muex.load.local;

import io.muex.load.process.JvmCommand;

/**
 * How the processes of a cluster are started. Each of them prints a ready line once it can be used, holds its lock
 * while it lives, and ends when its life line does.
 */
public interface ClusterCommands {
    /** The media driver. */
    JvmCommand driver();

    /** A replica by its id; ready once it is announced to its peers. */
    JvmCommand replica(int id);

    /** A gateway by its number; ready once it has found a leader. */
    JvmCommand gateway(int number);

    /** Tells how the cluster stands, and ends. */
    JvmCommand status();

    /** Whether replicas are of the kind that stalls while there is a {@link io.muex.load.drill.stuck.StallFile}. */
    default boolean canStall() {
        return false;
    }
}
