package io.muex.mu.replica;

import io.muex.mu.DetectorConfig;
import io.muex.mu.Proposer;
import io.muex.mu.example.KeyValueStore;
import io.muex.mu.fabric.shm.ClusterDirectory;
import io.muex.mu.fabric.shm.Kernel;
import io.muex.mu.fabric.shm.ShmFabric;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;

/** One replica of a key-value store as a process of its own; proposes by itself while it leads. */
public final class KeyValueProcess {
    private KeyValueProcess() {
    }

    /** Arguments: home directory of the cluster, id, proposals per second. */
    public static void main(final String[] args) {
        Kernel.removeTimerSlack();
        final ClusterDirectory directory = ClusterDirectory.open(Path.of(args[0]));
        final long intervalNs = TimeUnit.SECONDS.toNanos(1) / Integer.parseInt(args[2]);
        final KeyValueStore store = new KeyValueStore();
        final MuReplica replica = new MuReplica(ShmFabric.open(directory.occupy(Integer.parseInt(args[1])),
            Throwable::printStackTrace), store, DetectorConfig.DEFAULT, fatal -> {
                fatal.printStackTrace();
                Runtime.getRuntime().halt(3);
            });
        replica.start();
        System.out.println("READY " + replica.id() + "/" + replica.incarnation());
        run(replica, intervalNs);
    }

    private static void run(final MuReplica replica, final long intervalNs) {
        final Proposer proposer = replica.proposer();
        final UnsafeBuffer command = new UnsafeBuffer(new byte[16]);
        long nextNs = System.nanoTime();
        long number = 0;
        while (true) {
            final int work = replica.step();
            final long nowNs = System.nanoTime();
            if (proposer.isLeading() && nowNs >= nextNs) {
                nextNs = Math.max(nextNs + intervalNs, nowNs - intervalNs * 10);
                command.putLong(0, number % 1000);
                command.putLong(8, ++number);
                proposer.propose(command, 0, 16);
            } else if (work == 0) {
                if (proposer.isLeading() || replica.isUrgent(nowNs)) {
                    Thread.yield();
                } else {
                    LockSupport.parkNanos(1_000_000);
                }
            }
        }
    }
}
