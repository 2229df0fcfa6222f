package io.muex.mu.log;

/**
 * The control region of one incarnation of a replica T. Every word is 8 bytes, little-endian, and has a single writer;
 * words that different threads write, or that are polled at different rates, lie on different pairs of cache lines.
 * <pre>
 *   gate line       PERMISSION (T's background thread), DEAD (any watcher, sticky)
 *   publication     what T's background thread shows to its peers
 *   progress        what T's replication thread shows to its peers (two pairs of lines: often and seldom written)
 *   rings           which rings exist (T's housekeeping)
 *   snapshot        descriptor of the latest snapshot donated by T
 *   grants[j]       T's answer to peer j (T's background thread)
 *   mail[j]         what peer j asks of T (written by j only); mail[0] is the operator's
 *   mutex[j]        robust mutex that T's background thread holds for watcher j
 * </pre>
 */
public final class ControlLayout {
    /** Distance between words that must not share a (prefetched pair of) cache line. */
    public static final int LINE = 128;
    /** Most replicas in a cluster. Ids are 1 to this. */
    public static final int MAX_REPLICAS = 9;
    /** No replica's id: its mailbox at every replica belongs to whoever operates the cluster. */
    public static final int OPERATOR = 0;

    /** {@link PermissionWord}: who may write T's log. */
    public static final int PERMISSION = 0;
    /** 0 while T may live; 1 for ever once any watcher saw T's death confirmed by the kernel. */
    public static final int DEAD = 8;

    /** Magic and version of this layout, stored last when a control region is initialised. */
    public static final int MAGIC = LINE;
    /** Cluster id of the cluster that T belongs to. */
    public static final int CLUSTER_ID = LINE + 8;
    /** Number of log slots in each ring of T. */
    public static final int SLOTS = LINE + 16;
    /** Bytes of each slot of T. */
    public static final int SLOT_LENGTH = LINE + 24;

    private static final int PUBLICATION = 2 * LINE;
    /** Counter that T's background thread raises while T is well; peers pull it. */
    public static final int HEARTBEAT = PUBLICATION;
    /** 1 while T may be chosen as leader. */
    public static final int ELIGIBLE = PUBLICATION + 24;
    /** Highest ballot that T promised. */
    public static final int PROMISED = PUBLICATION + 40;
    /** 1 when T is about to end on purpose: its silence is not a death. */
    public static final int LEAVING = PUBLICATION + 48;
    /** 1 once all else in the region is initialised and the mutexes are held. */
    public static final int ANNOUNCED = PUBLICATION + 56;
    /** T's wall clock at its latest heartbeat, nanoseconds since the epoch. */
    public static final int WALL_CLOCK = PUBLICATION + 64;
    /**
     * The ballot under which T leads or led until now, with the id to which T hands over in place of its own
     * ({@code Ballot.named}); 0 when it does not hand over.
     */
    public static final int SUCCESSOR = PUBLICATION + 72;

    private static final int PROGRESS = 3 * LINE;
    /** First index that T's state machine has not been given. */
    public static final int APPLIED = PROGRESS;
    /** First undecided offset as far as T knows. */
    public static final int COMMIT = PROGRESS + 8;
    /**
     * First index that T applied from its own log since it last loaded a snapshot. What lies below may be in T's log
     * too, but nobody knows whether it was chosen.
     */
    public static final int HISTORY_FROM = PROGRESS + 48;
    /** State hash at {@link #HASH_INDEX}; the pair is guarded by {@link #HASH_SEQUENCE} (odd while being written). */
    public static final int STATE_HASH = PROGRESS + 24;
    /** Applied index at which {@link #STATE_HASH} was taken. */
    public static final int HASH_INDEX = PROGRESS + 32;
    /** Version of the (hash, index) pair: odd while it is being written. */
    public static final int HASH_SEQUENCE = PROGRESS + 40;

    private static final int STANDING = 6 * LINE;
    /** Ballot under which T leads (its LEAD entry is applied), else 0. */
    public static final int LEADING = STANDING;
    /** Ballot for which T holds the grants of a majority while it prepares, else 0. */
    public static final int PREPARING = STANDING + 8;
    /** 1 once T has applied its own admission: it counts in majorities. */
    public static final int VOTES = STANDING + 16;
    /** {@code Role.code()} of T. */
    public static final int ROLE = STANDING + 24;
    /** Index at which T left because its state diverged or an invariant broke; 0 if it did not. */
    public static final int HALTED_AT = STANDING + 32;
    /** Index at which replicas were found to differ and nobody could say who is wrong; 0 if there is no dispute. */
    public static final int DIVERGED_AT = STANDING + 40;

    private static final int SNAPSHOT = 4 * LINE;
    /** Number of snapshots T has donated; raised last. Odd while one is being written. */
    public static final int SNAPSHOT_SEQUENCE = SNAPSHOT;
    /** Applied index of the donated snapshot. */
    public static final int SNAPSHOT_INDEX = SNAPSHOT + 8;
    /** Length of the donated snapshot in bytes; negative when it could not be taken. */
    public static final int SNAPSHOT_LENGTH = SNAPSHOT + 16;
    /** Checksum of the donated snapshot. */
    public static final int SNAPSHOT_CHECKSUM = SNAPSHOT + 24;

    private static final int TIMELINE = 5 * LINE;
    /** Ballot of the latest leadership of T that the words below belong to. */
    public static final int TIMELINE_BALLOT = TIMELINE;
    /** When T became the view's replica, monotonic nanoseconds of this host. */
    public static final int TIMELINE_SUSPECTED = TIMELINE + 8;
    /** When T held the grants of a majority. */
    public static final int TIMELINE_SWITCHED = TIMELINE + 16;
    /** When T had adopted all that earlier leaders left. */
    public static final int TIMELINE_CAUGHT_UP = TIMELINE + 24;
    /** When T's LEAD entry was committed. */
    public static final int TIMELINE_LED = TIMELINE + 32;
    /** When the first command of a client was committed under this leadership; 0 before. */
    public static final int TIMELINE_FIRST_COMMAND = TIMELINE + 40;

    /** When T stopped taking commands in order to hand over, under the ballot above; 0 if it did not. */
    public static final int TIMELINE_HELD = TIMELINE + 48;

    private static final int RINGS = 7 * LINE;
    /** One past the newest epoch for which T has a ring ready (T's housekeeping); the oldest is of no interest here. */
    public static final int RINGS_END = RINGS;

    private static final int GRANTS = 8 * LINE;
    private static final int GRANT_STRIDE = LINE;
    /** Within a grant: the ballot that T granted to j, stored last; equal to j's request means granted. */
    public static final int GRANT_ACKNOWLEDGED = 0;
    /** Within a grant: promised ballot with which T refused j's latest lower request. */
    public static final int GRANT_REFUSED = 8;
    /** Within a grant: T's permission word of this grant. */
    public static final int GRANT_PERMISSION = 16;
    /** Within a grant: T's applied index, read after the inheritance was copied. All below is chosen. */
    public static final int GRANT_BASE = 24;
    /** Within a grant: first index that the inheritance may hold. */
    public static final int GRANT_FROM = 32;
    /** Within a grant: index after the last that the inheritance holds. */
    public static final int GRANT_END = 40;
    /** Within a grant: 1 if T votes. */
    public static final int GRANT_VOTES = 48;
    /** Within a grant: entries of the inheritance from here to the base are chosen. */
    public static final int GRANT_CHOSEN_FROM = 56;
    /** Within a grant: checksum over the words above. */
    public static final int GRANT_CHECKSUM = 64;
    /** Within a grant, where a network card enforces permission: low 32 bits of the epoch, then the ring's key. */
    public static final int GRANT_KEY = 72;

    private static final int MAIL = GRANTS + (MAX_REPLICAS + 1) * GRANT_STRIDE;
    private static final int MAIL_STRIDE = LINE;
    /** Within mail: ballot for which j asks T's permission. */
    public static final int MAIL_REQUEST = 0;
    /** Within mail: number of j's latest request for a snapshot of T; 0 for none. */
    public static final int MAIL_SNAPSHOT = 8;
    /** Within mail: j leads and can no longer feed T from the log below this index; T needs a snapshot. */
    public static final int MAIL_BEHIND = 16;
    /**
     * Within mail of {@link #OPERATOR}: T's ballot with the id in place of T's own to which T is asked to hand over
     * leadership; 0 for none.
     */
    public static final int MAIL_MOVE = 24;
    /** Within mail: T's {@link #SUCCESSOR} word, by which j says that it is awake and expects to lead next. */
    public static final int MAIL_READY = 32;

    private static final int MUTEXES = MAIL + (MAX_REPLICAS + 1) * MAIL_STRIDE;
    private static final int MUTEX_STRIDE = LINE;
    private static final int SAMPLES = MUTEXES + (MAX_REPLICAS + 1) * MUTEX_STRIDE;
    private static final int SAMPLE_STRIDE = 32;
    /** Latest samples of T's state hash that T shows for comparison; sample n lies in place n modulo this. */
    public static final int SAMPLES_SHOWN = 4;
    /** Within a sample: the index; 0 for none. */
    public static final int SAMPLE_INDEX = 0;
    /** Within a sample: the state hash at that index. */
    public static final int SAMPLE_HASH = 8;
    /** Within a sample: checksum over the two words above, which may be read at different moments. */
    public static final int SAMPLE_CHECK = 16;

    /** Bytes of a control region. */
    public static final int LENGTH = 8192;

    /** Value of {@link #MAGIC}: "muexctl" and the version of this layout. */
    public static final long MAGIC_VALUE = 0x01_6c_74_63_78_65_75_6dL;

    private ControlLayout() {
    }

    /** Offset of T's answer to peer {@code id}. */
    public static int grant(final int id) {
        return GRANTS + id * GRANT_STRIDE;
    }

    /** Offset of what peer {@code id} asks of T. */
    public static int mail(final int id) {
        return MAIL + id * MAIL_STRIDE;
    }

    /** Offset of T's {@code number}-th sample (0 or more). */
    public static int sample(final long number) {
        return SAMPLES + (int) (number % SAMPLES_SHOWN) * SAMPLE_STRIDE;
    }

    /** Offset of the robust mutex that T holds for watcher {@code id}. */
    public static int mutex(final int id) {
        return MUTEXES + id * MUTEX_STRIDE;
    }
}
