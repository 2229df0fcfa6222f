package io.muex.mu.fabric.shm;

import io.muex.mu.ClusterSize;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.log.InheritanceLayout;
import io.muex.mu.log.RingLayout;

/**
 * How large everything in a cluster is; fixed when the cluster is created and the same for all its replicas.
 *
 * @param clusterId             never 0, different for every cluster that was ever created.
 * @param replicaCount          3, 5, 7 or 9; see {@link ClusterSize}.
 * @param slots                 in every ring; a power of two.
 * @param slotLengthBytes       of every slot; a multiple of 64.
 * @param retained              applied entries that an inheritance carries at most.
 * @param snapshotCapacityBytes of every snapshot region.
 * @param spareRings            that are ready ahead of the current grant; a grant without one waits.
 */
public record ClusterGeometry(long clusterId, int replicaCount, int slots, int slotLengthBytes, int retained,
    long snapshotCapacityBytes, int spareRings) {

    /** Slots of a ring where memory is plentiful. */
    public static final int DEFAULT_SLOTS = 32_768;
    /** Slots of a ring where memory is scarce. */
    public static final int LEAST_SLOTS = 4_096;
    /** Applied entries that an inheritance carries where memory is plentiful. */
    public static final int DEFAULT_RETAINED = 1_024;
    /** Bytes of a snapshot region where memory is plentiful. */
    public static final long DEFAULT_SNAPSHOT_CAPACITY_BYTES = 64L << 20;

    /** Spare rings by default: a grant that is given and lost again at once leaves one for the next. */
    public static final int DEFAULT_SPARE_RINGS = 2;
    /** Most spare rings. */
    public static final int MOST_SPARE_RINGS = 16;

    /** Rings that are not spare, as a rule: the current one, and the one before it that replay has yet to leave. */
    private static final int RINGS_IN_USE = 2;
    private static final int SHARE_OF_FREE = 4;
    private static final int SNAPSHOT_SHARE_OF_FREE = 16;
    private static final int PAGE = 4_096;
    private static final int LEAST_RETAINED_SHARE = 4;

    /** Says everything that is wrong, in one exception. */
    public ClusterGeometry {
        final StringBuilder problems = new StringBuilder();
        require(problems, clusterId != 0, "cluster id must not be 0");
        final String sizeProblem = ClusterSize.problem(replicaCount);
        require(problems, sizeProblem == null, "replica count " + sizeProblem);
        require(problems, slots >= 2 && Integer.bitCount(slots) == 1, "slots must be a power of two, is " + slots);
        require(problems, slotLengthBytes >= 64 && slotLengthBytes % 64 == 0,
            "slot length must be a multiple of 64, is " + slotLengthBytes);
        // A holder writes at most slots - retained entries beyond the applied index: there must be some left to write.
        require(problems, retained >= 0 && retained <= slots / 2,
            "retained must be 0 to half of the slots, is " + retained + " of " + slots);
        require(problems, spareRings >= 1 && spareRings <= MOST_SPARE_RINGS,
            "spare rings must be 1 to " + MOST_SPARE_RINGS + ", is " + spareRings);
        require(problems, snapshotCapacityBytes > 0 && snapshotCapacityBytes % Long.BYTES == 0,
            "snapshot capacity must be a positive multiple of 8, is " + snapshotCapacityBytes);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.toString());
        }
    }

    /**
     * The largest geometry up to the defaults of which a whole cluster takes at most a quarter of the free memory; the
     * least geometry if even that takes more.
     *
     * @param freeBytes free in the memory file system.
     */
    public static ClusterGeometry fitting(
        final long clusterId, final int replicaCount, final int slotLengthBytes, final long freeBytes) {
        final long snapshot = Math.max(PAGE,
            Math.min(DEFAULT_SNAPSHOT_CAPACITY_BYTES, freeBytes / SNAPSHOT_SHARE_OF_FREE) / PAGE * PAGE);
        for (int slots = DEFAULT_SLOTS;; slots >>= 1) {
            final ClusterGeometry geometry = new ClusterGeometry(clusterId, replicaCount, slots, slotLengthBytes,
                Math.min(DEFAULT_RETAINED, slots / LEAST_RETAINED_SHARE), snapshot, DEFAULT_SPARE_RINGS);
            if (slots == LEAST_SLOTS || geometry.clusterBytes() <= freeBytes / SHARE_OF_FREE) {
                return geometry;
            }
        }
    }

    /** Bytes of a ring's file. */
    public long ringBytes() {
        return pages(RingLayout.length(slots, slotLengthBytes));
    }

    /** Bytes of an inheritance area's file. */
    public long inheritanceBytes() {
        return pages(InheritanceLayout.length(slots, retained, slotLengthBytes));
    }

    /** Bytes of a snapshot region's file. */
    public long snapshotBytes() {
        return pages(snapshotCapacityBytes);
    }

    /** Bytes that one replica takes as a rule. */
    public long replicaBytes() {
        return ControlLayout.LENGTH + (RINGS_IN_USE + spareRings) * ringBytes()
            + InheritanceLayout.AREAS * inheritanceBytes() + snapshotBytes();
    }

    /** Bytes that all replicas take as a rule. */
    public long clusterBytes() {
        return replicaCount * replicaBytes();
    }

    private static long pages(final long bytes) {
        return (bytes + PAGE - 1) / PAGE * PAGE;
    }

    private static void require(final StringBuilder problems, final boolean holds, final String problem) {
        if (!holds) {
            problems.append(problems.isEmpty() ? "" : "; ").append(problem);
        }
    }
}
