package io.muex.mu.sim;

/**
 * Draws, from the seed, what goes wrong when: pauses, crashes and restarts, broken connections. And what an operator
 * asks for meanwhile: that leadership moves.
 */
final class Faults implements Scheduler.Interference {
    private static final long MS = 1_000_000;
    private static final long MOVE_EVERY_NS = 25 * MS;
    private final Simulation world;
    private final Profile profile;
    private final int victim;
    private long nextPauseNs;
    private long nextBreakNs;
    private long nextCrashNs;
    private long nextDisconnectNs;
    private long nextMoveNs;
    private boolean active = true;
    private boolean crashDue;
    long pauses;
    long crashes;
    long brokenLinks;
    long movesAsked;

    Faults(final Simulation world, final Profile profile, final int victim) {
        this.world = world;
        this.profile = profile;
        this.victim = victim;
    }

    void begin() {
        nextPauseNs = world.drawAround(profile.pauseEveryNs());
        nextBreakNs = world.drawAround(profile.breakEveryNs());
        nextCrashNs = world.drawAround(profile.crashEveryNs());
        nextDisconnectNs = world.drawAround(profile.disconnectEveryNs());
        nextMoveNs = world.drawAround(MOVE_EVERY_NS);
    }

    void end() {
        active = false;
    }

    /** At any memory operation of any plane: it may be paused here, or its process may die here. */
    @Override
    public void beforeOperation(final Fiber fiber) {
        if (!active) {
            return;
        }
        if (crashDue) {
            final SimReplica replica = world.replicaOf(fiber);
            if (replica != null && isHit(replica.id)) {
                crashDue = false;
                crash(replica);
            }
        } else if (fiber.timeNs() >= nextPauseNs) {
            final SimReplica replica = world.replicaOf(fiber);
            if (replica != null && isHit(replica.id)) {
                nextPauseNs = fiber.timeNs() + world.drawAround(profile.pauseEveryNs());
                pauses++;
                pause(replica, fiber);
            }
        }
    }

    private void pause(final SimReplica replica, final Fiber fiber) {
        final long duration = world.drawLogarithmic(1_000, profile.longestPauseNs());
        if (world.draw(3) == 0) {
            // The whole process is stopped.
            replica.replicationFiber.spend(duration);
            replica.backgroundFiber.spend(duration);
        } else {
            fiber.spend(duration);
        }
    }

    private boolean isHit(final int id) {
        return !profile.sameVictim() || id == victim || world.draw(6) == 0;
    }

    private void crash(final SimReplica replica) {
        if (world.mayLose(replica)) {
            crashes++;
            world.crash(replica);
        }
    }

    /** Between steps: faults that need no plane in the middle of something. */
    void step(final long nowNs) {
        if (!active) {
            return;
        }
        if (nowNs >= nextCrashNs) {
            nextCrashNs = nowNs + world.drawAround(profile.crashEveryNs());
            crashDue = true;
        }
        if (nowNs >= nextBreakNs) {
            nextBreakNs = nowNs + world.drawAround(profile.breakEveryNs());
            final int from = world.drawReplica();
            final int to = world.drawReplica();
            if (from != to) {
                brokenLinks++;
                world.links.breakUntil(from, to, nowNs + world.drawLogarithmic(MS / 10, 30 * MS));
            }
        }
        if (nowNs >= nextDisconnectNs) {
            nextDisconnectNs = nowNs + world.drawAround(profile.disconnectEveryNs());
            world.disconnect(world.draw(world.clientCount()), world.drawReplica());
        }
        if (nowNs >= nextMoveNs) {
            nextMoveNs = nowNs + world.drawAround(MOVE_EVERY_NS);
            movesAsked += world.askToMove(world.drawReplica()) ? 1 : 0;
        }
    }
}
