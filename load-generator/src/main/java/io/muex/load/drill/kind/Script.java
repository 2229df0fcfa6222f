package io.muex.load.drill.kind;

import java.io.IOException;

/** What one kind of drill does, from a whole cluster to a whole cluster (or the end of it). */
@FunctionalInterface
public interface Script {
    /**
     * Plays it once.
     *
     * @throws DrillFailedException if the drill cannot go on
     * @throws IOException          if a process cannot be started or a file of the cluster cannot be read
     * @throws InterruptedException if this thread is interrupted
     */
    void play(Scene scene, DrillStep step, Account account) throws IOException, InterruptedException;

    /** The script of a kind. */
    static Script of(final DrillKind kind) {
        return switch (kind) {
            case KILL_LEADER -> LeaderScripts::killLeader;
            case PAUSE_LEADER -> LeaderScripts::pauseLeader;
            case COMPETING_CANDIDATES -> LeaderScripts::competingCandidates;
            case MOVE_LEADER -> LeaderScripts::moveLeader;
            case KILL_FOLLOWER -> FollowerScripts::killFollower;
            case PAUSE_FOLLOWER -> FollowerScripts::pauseFollower;
            case CORRUPT_REPLICA -> FollowerScripts::corruptReplica;
            case KILL_MAJORITY -> StandstillScripts::killMajority;
            case PAUSE_ALL_FOLLOWERS -> StandstillScripts::pauseAllFollowers;
            case STUCK_APPLICATION -> StandstillScripts::stuckApplication;
            case KILL_GATEWAY -> ProcessScripts::killGateway;
            case KILL_DRIVER -> ProcessScripts::killDriver;
            case ROLLING_RESTART -> ProcessScripts::rollingRestart;
        };
    }
}
