package io.muex.deploy.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** What a run made and must not leave behind: noted while it goes on, looked for when it is over. One thread. */
final class Remains {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long POLL_NS = 1_000_000;

    private final Set<ProcessHandle> processes = new LinkedHashSet<>();
    private final Set<Path> places = new LinkedHashSet<>();

    /** Notes every process that comes from this one, at present. */
    void noteChildrenOf(final ProcessHandle parent) {
        parent.descendants().forEach(processes::add);
    }

    /** Notes a file or directory. */
    void note(final Path place) {
        places.add(place);
    }

    /** Notes what lies in a temporary directory, and what has the same name in shared memory. */
    void noteAllIn(final Path temporary) throws IOException {
        try (Stream<Path> there = Files.list(temporary)) {
            there.forEach(place -> {
                note(place);
                note(Path.of("/dev/shm").resolve(place.getFileName()));
            });
        }
    }

    /** Number of processes noted. */
    int processCount() {
        return processes.size();
    }

    /** Number of places noted. */
    int placeCount() {
        return places.size();
    }

    /** What is still there, in words; a process that was told to end has a moment to do so. */
    List<String> left() {
        return left(PATIENCE);
    }

    List<String> left(final Duration patience) {
        final long startNs = System.nanoTime();
        List<String> left = present();
        while (!left.isEmpty() && System.nanoTime() - startNs < patience.toNanos()) {
            LockSupport.parkNanos(POLL_NS);
            left = present();
        }
        return left;
    }

    private List<String> present() {
        final List<String> present = new ArrayList<>();
        for (final ProcessHandle process : processes) {
            if (process.isAlive()) {
                present.add("process " + process.pid() + " " + process.info().commandLine().orElse(""));
            }
        }
        places.stream().filter(Files::exists).map(Path::toString).forEach(present::add);
        return present;
    }
}
