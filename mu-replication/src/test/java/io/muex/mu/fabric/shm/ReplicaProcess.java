package io.muex.mu.fabric.shm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import io.muex.mu.fabric.Memory;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.log.PermissionWord;

/**
 * A replica reduced to its memory, in a JVM of its own. Arguments: home directory, id; none: does nothing until its
 * input ends. Its main thread announces it, then obeys lines: grant N (N grants, to itself), map ID EPOCH (waits until
 * that ring of a peer is mapped), leave, quit.
 */
public final class ReplicaProcess {
    private final ShmRegions regions;
    private final Memory memory = new MappedMemory();

    private ReplicaProcess(final ShmRegions regions) {
        this.regions = regions;
    }

    /** Runs it. */
    public static void main(final String[] arguments) throws IOException {
        final BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        if (arguments.length == 0) {
            final String ignored = input.readLine();
            return;
        }
        Kernel.removeTimerSlack();
        final int id = Integer.parseInt(arguments[1]);
        try (ReplicaSeat seat = ClusterDirectory.open(Path.of(arguments[0])).occupy(id)) {
            try (ShmRegions regions = ShmRegions.open(seat, Throwable::printStackTrace)) {
                if (!regions.awaitReady(10_000_000_000L)) {
                    throw new IllegalStateException("not ready");
                }
                new ReplicaProcess(regions).obey(input);
            }
        } catch (final ClusterDirectoryBusyException busy) {
            System.out.println("busy " + busy.id() + " " + busy.pid());
        }
    }

    private void obey(final BufferedReader input) throws IOException {
        regions.announce();
        System.out.println("announced " + regions.selfIncarnation());
        for (String line = input.readLine(); line != null && !line.equals("quit"); line = input.readLine()) {
            final String[] words = line.split(" ");
            switch (words[0]) {
                case "grant" -> grant(Integer.parseInt(words[1]));
                case "map" -> map(Integer.parseInt(words[1]), Long.parseLong(words[2]));
                case "leave" -> regions.leave();
                default -> throw new IllegalArgumentException(line);
            }
            System.out.println("done " + line);
        }
    }

    private void grant(final int count) {
        final int id = regions.selfId();
        final long control = regions.control(id, regions.selfIncarnation());
        for (int i = 0; i < count; i++) {
            final long epoch = PermissionWord.epoch(memory.getAcquire(control + ControlLayout.PERMISSION)) + 1;
            Await.until("own ring " + epoch, () -> regions.ring(id, regions.selfIncarnation(), epoch) != 0);
            memory.putRelease(control + ControlLayout.PERMISSION, PermissionWord.granted(epoch, id));
            regions.retireBelow(epoch);
        }
    }

    private void map(final int id, final long epoch) {
        Await.until("ring " + epoch + " of " + id, () -> regions.ring(id, regions.incarnation(id), epoch) != 0);
    }
}
