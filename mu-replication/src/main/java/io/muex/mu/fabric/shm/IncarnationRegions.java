package io.muex.mu.fabric.shm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.muex.mu.fabric.Regions;
import io.muex.mu.log.InheritanceLayout;

/**
 * The regions of one incarnation of one replica, as mapped in this process. Exists only with control, inheritances and
 * snapshot mapped; rings come and go.
 */
final class IncarnationRegions {
    static final String CONTROL = "control";
    static final String SNAPSHOT = "snapshot";

    private final int id;
    private final int incarnation;
    private final Path directory;
    private final MappedFile control;
    private final MappedFile[] inheritances;
    private final MappedFile snapshot;
    private final RingTable rings = new RingTable();
    /** Set by a watcher while it may be waiting on a mutex in the control region. */
    private volatile boolean watched;
    /** Set by housekeeping before it gives the mappings back. */
    private volatile boolean released;

    IncarnationRegions(final int id, final int incarnation, final Path directory, final MappedFile control,
        final MappedFile[] inheritances, final MappedFile snapshot) {
        this.id = id;
        this.incarnation = incarnation;
        this.directory = directory;
        this.control = control;
        this.inheritances = inheritances;
        this.snapshot = snapshot;
    }

    static String inheritanceName(final int area) {
        return "inheritance." + area;
    }

    static String ringName(final long epoch) {
        return "ring." + epoch;
    }

    int id() {
        return id;
    }

    int incarnation() {
        return incarnation;
    }

    Path directory() {
        return directory;
    }

    long control() {
        return control.address();
    }

    long inheritance(final int area) {
        return area >= 0 && area < InheritanceLayout.AREAS ? inheritances[area].address() : Regions.ABSENT;
    }

    long snapshot() {
        return snapshot.address();
    }

    RingTable rings() {
        return rings;
    }

    /** Keeps the control region mapped until {@link #endWatch}; false if it is being given back already. */
    boolean beginWatch() {
        watched = true;
        if (released) {
            watched = false;
        }
        return watched;
    }

    void endWatch() {
        watched = false;
    }

    /** Whether the mappings may be given back now; after true nobody can begin to watch. */
    boolean release() {
        released = true;
        if (watched) {
            released = false;
        }
        return released;
    }

    /**
     * All mappings, in the order in which they are to be given back: control first. Who reads an inheritance believes
     * it only if the grant in the control region still stands afterwards, so that must be gone before the inheritance
     * is.
     */
    List<MappedFile> mappings() {
        final List<MappedFile> all = new ArrayList<>();
        all.add(control);
        while (!rings.isEmpty()) {
            all.add(rings.removeOldest());
        }
        all.addAll(List.of(inheritances));
        all.add(snapshot);
        return all;
    }
}
