package io.muex.load.bench.replicate;

import io.muex.load.process.LifeLine;
import io.muex.load.process.ReadyLine;
import io.muex.mu.StateMachine;
import io.muex.mu.fabric.shm.ClusterDirectory;
import io.muex.mu.fabric.shm.Kernel;
import io.muex.mu.fabric.shm.ShmFabric;
import io.muex.mu.replica.MuReplica;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One follower of a measured leader: an unchanged replica that replays as the board says. */
public final class FollowerProcess {
    private static final long PARK_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final int SPINS = 200;
    private static final int LOOK_MASK = 255;

    private final MuReplica replica;
    private final CountingMachine machine; // null where sessions are measured
    private final Board board;
    private Reading reading = Reading.PARKED;

    private FollowerProcess(final MuReplica replica, final CountingMachine machine, final Board board) {
        this.replica = replica;
        this.machine = machine;
        this.board = board;
    }

    /**
     * Arguments: home directory of the cluster, id, file of the board, bytes of a snapshot; -1: a machine of sessions.
     */
    public static void main(final String[] args) throws IOException {
        LifeLine.attachIfGiven(GRACE);
        Kernel.removeTimerSlack();
        final int id = Integer.parseInt(args[1]);
        final int snapshotBytes = Integer.parseInt(args[3]);
        final ApplyClock clock = new ApplyClock();
        final CountingMachine machine = snapshotBytes < 0 ? null : new CountingMachine(clock, snapshotBytes);
        final ShmFabric host = ShmFabric.open(ClusterDirectory.open(Path.of(args[0])).occupy(id),
            Throwable::printStackTrace);
        final StateMachine replicated = machine == null ? Sessions.machine(clock) : machine;
        final MuReplica replica = new MuReplica(host, replicated, BenchCluster.DETECTOR, fatal -> {
            fatal.printStackTrace();
            Runtime.getRuntime().halt(3);
        });
        replica.start();
        ReadyLine.print(System.out, "{\"id\": " + id + ", \"incarnation\": " + replica.incarnation() + "}");
        final Board board = Board.open(Path.of(args[2]));
        if (id == host.fabric().replicaCount()) {
            Thread.ofPlatform().daemon().name("disturbance").start(() -> Disturbance.run(host.fabric(), board));
        }
        new FollowerProcess(replica, machine, board).run();
    }

    /** Until the process is ended. */
    private void run() {
        final int[] anywhere = Cpus.allowed();
        int cpu = -1;
        int idle = 0;
        for (long cycle = 0;; cycle++) {
            if ((cycle & LOOK_MASK) == 0 || reading == Reading.PARKED || reading == Reading.NONE_READING) {
                reading = board.reading();
                if (board.cpu() != cpu) {
                    cpu = board.cpu();
                    Cpus.pin(cpu < 0 ? anywhere : new int[] {cpu});
                }
                report();
            }
            if (reading == Reading.NONE_READING) {
                LockSupport.parkNanos(PARK_NS);
                continue;
            }
            idle = replica.step() == 0 ? idle + 1 : 0;
            idle(idle);
        }
    }

    private void idle(final int cycles) {
        if (cycles == 0) {
            return;
        }
        if (reading == Reading.PARKED && !replica.isUrgent(System.nanoTime())) {
            LockSupport.parkNanos(PARK_NS);
        } else if (cycles > SPINS) {
            // Several followers share the processor.
            Thread.yield();
        }
    }

    private void report() {
        if (machine != null) {
            board.snapshotsLoaded(replica.id(), machine.loaded());
        }
    }
}
