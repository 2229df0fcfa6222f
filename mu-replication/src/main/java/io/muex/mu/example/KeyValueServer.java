package io.muex.mu.example;

import io.muex.mu.Proposer;
import io.muex.mu.fabric.shm.Kernel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * One replica as a process that is spoken to in lines: {@code put KEY VALUE} is answered {@code ok}, {@code ask ID} (of
 * the replica that should lead) or {@code unknown} (leadership was lost meanwhile: put again), {@code get KEY} is
 * answered {@code VALUE INDEX}, where the index says how new the answer is. Ends when its input ends.
 */
public final class KeyValueServer {
    private static final long PARK_NS = 1_000_000;

    private final KeyValueReplica replica;
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();
    private volatile boolean isOpen = true;
    private long waitingFor = -1;
    private long ballot;

    private KeyValueServer(final KeyValueReplica replica) {
        this.replica = replica;
    }

    /**
     * Runs a replica.
     *
     * @param args home directory of the cluster, id of the replica
     */
    public static void main(final String[] args) {
        Kernel.removeTimerSlack();
        try (KeyValueReplica replica = new KeyValueReplica(Path.of(args[0]), Integer.parseInt(args[1]))) {
            final KeyValueServer server = new KeyValueServer(replica);
            Thread.ofPlatform().daemon().name("requests").start(server::read);
            System.out.println("ready");
            server.run();
        }
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
            lines.lines().forEach(requests::add);
        } catch (final IOException | UncheckedIOException broken) {
            System.err.println("requests: " + broken);
        }
        isOpen = false;
    }

    private void run() {
        while (isOpen) {
            int work = replica.step();
            if (waitingFor >= 0) {
                work += answerPut();
            } else if (!requests.isEmpty()) {
                work += serve(requests.poll().split(" "));
            }
            if (work == 0 && !replica.replica().isUrgent(System.nanoTime())) {
                LockSupport.parkNanos(PARK_NS);
            }
        }
    }

    private int serve(final String[] request) {
        if (request[0].equals("get")) {
            System.out.println(replica.get(Long.parseLong(request[1])) + " " + replica.replica().appliedIndex());
            return 1;
        }
        ballot = replica.replica().leadingBallot();
        waitingFor = replica.put(Long.parseLong(request[1]), Long.parseLong(request[2]));
        if (waitingFor == Proposer.NOT_LEADER) {
            System.out.println("ask " + replica.replica().view());
        } else if (waitingFor < 0) {
            System.out.println("unknown");
        }
        return 1;
    }

    private int answerPut() {
        if (!replica.isDone(waitingFor, ballot)) {
            if (replica.replica().leadingBallot() == ballot) {
                return 0;
            }
            System.out.println("unknown");
        } else {
            System.out.println("ok");
        }
        waitingFor = -1;
        return 1;
    }
}
