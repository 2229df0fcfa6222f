package io.muex.mu.fabric.disni;

import com.ibm.disni.verbs.IbvMr;
import io.muex.mu.fabric.Fabric;
import io.muex.mu.fabric.Grant;
import io.muex.mu.fabric.shm.ClusterGeometry;
import io.muex.mu.log.ControlLayout;
import io.muex.mu.log.InheritanceLayout;
import io.muex.mu.log.PermissionWord;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.concurrent.locks.ReentrantLock;
import org.agrona.UnsafeApi;

/**
 * One peer as this replica reaches it: two queue pairs, the keys that the peer has lent, a mirror of its control words,
 * mail to it, copies of what came with its grants. {@link PeerCaller} connects and replaces what broke.
 * <p>
 * The background queue pair is used under a lock, which the replication plane only ever tries and does not wait for,
 * but in one cold case: to ask whether a grant stands while its own queue pair is replaced. {@link ReplicationEnd} says
 * whose that one is.
 */
final class PeerLink {
    private static final int MIRRORED_BYTES = 1_024;
    private static final int SAMPLES_EVERY = 8;
    private static final int BOUNCE_BYTES = 1 << 18;
    private static final int GRANT_AT = 6_144;
    private static final int CHECK_AT = 7_168;
    private static final int MAIL_AT = ControlLayout.LENGTH;
    private static final int BOUNCE_AT = 3 * 4_096;
    private static final int MAIL_BYTES = 64;
    private static final int SAMPLES_BYTES = 128;
    private static final long LEAST_PULL_NS = 500_000;

    /** What this replica knows of one incarnation of the peer. */
    private record Mirror(int incarnation, long address) {
    }

    private final int id;
    private final int selfId;
    private final ClusterGeometry geometry;
    private final Arena arena = Arena.ofShared();
    private final long local;
    private final IbvMr localRegion;
    private final long staging;
    private final long[] copies = new long[InheritanceLayout.AREAS];
    /** Permission word of the grant whose inheritance a copy holds; 0 while it is overwritten. */
    private final long[] copyOf = new long[InheritanceLayout.AREAS];
    private final int[] stagedLengths;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Mirror mirror;
    private volatile LentKeys keys;
    private volatile int incarnation;
    private volatile int deadIncarnation;
    private volatile ReplicationEnd replication;
    private volatile Runnable wake = () -> { };
    private BackgroundEnd background; // lock
    private GrantFetch fetch; // lock
    private long fetches; // lock
    private boolean pullUnderWay; // lock
    private boolean mailUnderWay; // lock
    private boolean awaited; // lock
    private volatile boolean mailWaits;
    private long pulledNs; // lock
    private long pulls; // lock
    private volatile long grantPermission;
    private volatile int grantKey;

    PeerLink(final VerbsDevice device, final OwnRegions own, final int id, final ClusterGeometry geometry)
        throws IOException {
        this.id = id;
        this.selfId = own.selfId();
        this.geometry = geometry;
        final long stagingBytes = geometry.ringBytes();
        final long copyBytes = geometry.inheritanceBytes();
        final long bytes = BOUNCE_AT + BOUNCE_BYTES + stagingBytes + copies.length * copyBytes;
        this.local = arena.allocate(bytes, 4_096).address();
        this.localRegion = device.register(own.domain(id), local, bytes, IbvMr.IBV_ACCESS_LOCAL_WRITE);
        this.staging = local + BOUNCE_AT + BOUNCE_BYTES;
        for (int area = 0; area < copies.length; area++) {
            copies[area] = staging + stagingBytes + area * copyBytes;
        }
        this.stagedLengths = new int[geometry.slots()];
    }

    int id() {
        return id;
    }

    int slots() {
        return geometry.slots();
    }

    int slotLength() {
        return geometry.slotLengthBytes();
    }

    int localKey() {
        return localRegion.getLkey();
    }

    long staging() {
        return staging;
    }

    /** Bytes of each staged entry up to its end, by slot. Replication plane. */
    int[] stagedLengths() {
        return stagedLengths;
    }

    long remoteRing(final long epoch) {
        return keys.rings()[(int) (epoch & RingRegions.COUNT - 1)];
    }

    /** Newest incarnation met, 0 if none. */
    int incarnation() {
        return incarnation;
    }

    boolean isDead(final int ofIncarnation) {
        return deadIncarnation >= ofIncarnation;
    }

    /** An incarnation has surely ended. */
    void dead(final int ofIncarnation) {
        deadIncarnation = Math.max(deadIncarnation, ofIncarnation);
    }

    void onLoss(final Runnable caller) {
        wake = caller;
    }

    /** A control word as last pulled. Any thread. */
    long word(final int ofIncarnation, final int offset) {
        if (offset == ControlLayout.DEAD) {
            return ofIncarnation == 0 ? Fabric.UNKNOWN : isDead(ofIncarnation) ? 1 : 0;
        }
        final Mirror seen = mirror;
        if (seen == null || seen.incarnation != ofIncarnation) {
            return Fabric.UNKNOWN;
        }
        return UnsafeApi.getLongAcquire(null, seen.address + offset);
    }

    /** The peer has been met: an incarnation new to this replica has a new mirror and no mail. */
    void meet(final LentKeys lent) {
        lock.lock();
        try {
            if (lent.incarnation() != incarnation) {
                dead(lent.incarnation() - 1);
                mirror = new Mirror(lent.incarnation(),
                    arena.allocate(ControlLayout.LENGTH, ControlLayout.LINE).address());
                UnsafeApi.setMemory(local + MAIL_AT, MAIL_BYTES, (byte) 0);
                fetch = null;
            }
            keys = lent;
        } finally {
            lock.unlock();
        }
    }

    /** Both queue pairs are up: from now on the incarnation that was met counts as there. */
    void ready() {
        incarnation = keys.incarnation();
    }

    /** The background queue pair is up, or gone if null. Answers the one before, to be closed. */
    BackgroundEnd background(final BackgroundEnd next) {
        lock.lock();
        try {
            final BackgroundEnd before = background;
            background = next;
            pullUnderWay = false;
            mailUnderWay = false;
            mailWaits = true;
            fetch = null;
            return before;
        } finally {
            lock.unlock();
        }
    }

    /** Why the background queue pair has to be replaced, null if it has not. */
    String backgroundLoss() {
        lock.lock();
        try {
            return background == null ? "not connected" : background.isBroken() ? background.reason() : null;
        } finally {
            lock.unlock();
        }
    }

    ReplicationEnd replication() {
        return replication;
    }

    void replication(final ReplicationEnd next) {
        replication = next;
    }

    /** The replication plane's end of the queue pair, null while there is none that works. Replication plane. */
    ReplicationEnd claimed() {
        final ReplicationEnd end = replication;
        if (end == null || !end.claim()) {
            return null;
        }
        if (end.isBroken()) {
            giveBack(end);
            return null;
        }
        return end;
    }

    /** The replication plane has no more use for an end. Replication plane. */
    void giveBack(final ReplicationEnd end) {
        if (end.channel() != null) {
            end.channel().lose();
        }
        end.breakOff("no longer needed");
        end.release();
        wake.run();
    }

    BackgroundEnd.Listener listener() {
        return this::onDone;
    }

    private void onDone(final int kind, final long number) {
        switch (kind) {
            case WorkId.PULL -> mirror((int) number);
            case WorkId.MAIL -> mailUnderWay = false;
            case WorkId.READ -> awaited = false;
            default -> onGrantStep(number);
        }
    }

    /** Copies what was pulled, word by word: a reader of the mirror finds each word old or new. */
    private void mirror(final int offset) {
        final Mirror seen = mirror;
        final int length = offset == 0 ? MIRRORED_BYTES : SAMPLES_BYTES;
        for (int at = offset; at < offset + length; at += Long.BYTES) {
            UnsafeApi.putLongRelease(null, seen.address + at, UnsafeApi.getLongAcquire(null, local + at));
        }
        pullUnderWay &= offset != 0;
    }

    private void onGrantStep(final long serial) {
        if (fetch != null && fetch.serial() == serial) {
            switch (fetch.phase()) {
                case ASKED -> fetch.readAnswer(local + GRANT_AT);
                case COPYING -> fetch.pieceDone();
                case CHECKING -> fetch.phase(GrantFetch.Phase.CHECKED);
                default -> { }
            }
        }
    }

    /** Reads the control words anew unless that is under way or was done just now. Background plane. */
    void pull() {
        lock.lock();
        try {
            if (!progress()) {
                return;
            }
            sendMail();
            final long nowNs = System.nanoTime();
            if (!pullUnderWay && nowNs - pulledNs >= LEAST_PULL_NS && background.hasRoom()) {
                pulledNs = nowNs;
                pullUnderWay = true;
                if (pulls++ % SAMPLES_EVERY == 0) {
                    read(WorkId.PULL, ControlLayout.sample(0), keys.control() + ControlLayout.sample(0),
                        keys.controlKey(), local + ControlLayout.sample(0), SAMPLES_BYTES);
                }
                read(WorkId.PULL, 0, keys.control(), keys.controlKey(), local, MIRRORED_BYTES);
            }
        } finally {
            lock.unlock();
        }
    }

    private void read(final int kind, final long number, final long remote, final int remoteKey, final long into,
                      final int bytes) {
        background.read(kind, number, remote, remoteKey, into, localKey(), bytes);
    }

    /** Takes completions in; false while there is no connection. Under the lock. */
    private boolean progress() {
        if (background == null || background.isBroken()) {
            return false;
        }
        background.poll();
        if (background.isBroken()) {
            wake.run();
            return false;
        }
        return true;
    }

    /** Leaves a word for the peer and sends it, now or when the background plane comes by. Both planes. */
    void mail(final int toIncarnation, final int offset, final long value) {
        final long at = local + MAIL_AT + offset;
        if (toIncarnation != incarnation || UnsafeApi.getLongAcquire(null, at) == value) {
            return;
        }
        UnsafeApi.putLongRelease(null, at, value);
        mailWaits = true;
        if (lock.tryLock()) {
            try {
                if (progress()) {
                    sendMail();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private void sendMail() {
        if (mailWaits && !mailUnderWay && background.hasRoom() && incarnation == keys.incarnation()) {
            mailWaits = false;
            mailUnderWay = true;
            background.write(WorkId.MAIL, 0, keys.mail(), keys.mailKey(), local + MAIL_AT, localKey(), MAIL_BYTES);
        }
    }

    /** The peer's grant for a ballot once all of it is here and it still stands; null before. Background plane. */
    Grant grant(final int ofIncarnation, final long ballot) {
        lock.lock();
        try {
            if (ofIncarnation != incarnation || !progress()) {
                return null;
            }
            sendMail();
            if (fetch == null || !fetch.isFor(ofIncarnation, ballot)) {
                fetch = new GrantFetch(++fetches, id, ofIncarnation, ballot);
            }
            return step();
        } finally {
            lock.unlock();
        }
    }

    private Grant step() {
        switch (fetch.phase()) {
            case ASK -> {
                fetch.phase(GrantFetch.Phase.ASKED);
                read(WorkId.GRANT, fetch.serial(), keys.control() + ControlLayout.grant(selfId), keys.controlKey(),
                    local + GRANT_AT, ControlLayout.LINE);
            }
            case ANSWERED -> {
                if (fetch.isCopied()) {
                    check();
                } else {
                    fetch.beginCopy();
                    copyOf[fetch.area()] = 0;
                    UnsafeApi.storeFence();
                    copy();
                }
            }
            case COPYING -> copy();
            case COPIED -> check();
            case CHECKED -> {
                fetch.phase(GrantFetch.Phase.ASK);
                if (fetch.isConfirmedBy(UnsafeApi.getLongAcquire(null, local + CHECK_AT))) {
                    return handOut();
                }
            }
            default -> { }
        }
        return null;
    }

    private void copy() {
        final long bytes = fetch.copyBytes(slotLength());
        final int area = fetch.area();
        while (fetch.copiedBytes() < bytes && background.hasRoom()) {
            final long at = fetch.copiedBytes();
            final int piece = (int) Math.min(GrantFetch.PIECE_BYTES, bytes - at);
            fetch.pieceAsked(piece);
            read(WorkId.GRANT, fetch.serial(), keys.inheritances()[area] + at, keys.inheritanceKeys()[area],
                copies[area] + at, piece);
        }
        if (fetch.copiedBytes() >= bytes && fetch.underWay() == 0) {
            fetch.copied();
            check();
        }
    }

    private void check() {
        fetch.phase(GrantFetch.Phase.CHECKING);
        read(WorkId.GRANT, fetch.serial(), keys.control() + ControlLayout.PERMISSION, keys.controlKey(),
            local + CHECK_AT, Long.BYTES);
    }

    private Grant handOut() {
        final Grant grant = fetch.grant();
        copyOf[fetch.area()] = grant.permission();
        grantKey = fetch.key();
        grantPermission = grant.permission();
        return grant;
    }

    /** The key of a grant's ring; false if a newer grant has been fetched since. */
    boolean holdsKeyOf(final Grant grant) {
        return grantPermission == grant.permission() && incarnation == grant.incarnation();
    }

    int grantKey() {
        return grantKey;
    }

    /** Address of the copy of a grant's inheritance, 0 if it is not here. Replication plane. */
    long inheritance(final Grant grant) {
        final int area = InheritanceLayout.area(PermissionWord.epoch(grant.permission()));
        return holdsCopyOf(grant) ? copies[area] : 0;
    }

    boolean holdsCopyOf(final Grant grant) {
        UnsafeApi.loadFence();
        return copyOf[InheritanceLayout.area(PermissionWord.epoch(grant.permission()))] == grant.permission()
            && incarnation == grant.incarnation();
    }

    /** Reads the peer's permission word now. Replication plane. */
    boolean stands(final Grant grant) {
        final ReplicationEnd end = claimed();
        if (incarnation != grant.incarnation()) {
            return false;
        }
        final long remote = keys.control() + ControlLayout.PERMISSION;
        final boolean read = end == null ? readInBackground(remote)
            : end.read(remote, keys.controlKey(), local + BOUNCE_AT, localKey(), Long.BYTES);
        return read && UnsafeApi.getLongAcquire(null, local + BOUNCE_AT) == grant.permission();
    }

    /** The same over the other queue pair, while the own one is replaced. */
    private boolean readInBackground(final long remote) {
        lock.lock();
        try {
            if (!progress() || !background.hasRoom()) {
                return false;
            }
            awaited = true;
            read(WorkId.READ, 0, remote, keys.controlKey(), local + BOUNCE_AT, Long.BYTES);
            while (awaited && progress()) {
                Thread.onSpinWait();
            }
            return !awaited;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Reads a piece of the peer's snapshot; answers where it lies, 0 if it could not be read. Replication plane.
     *
     * @param lengthBytes at most {@link #bounceBytes}
     */
    long snapshot(final int ofIncarnation, final long position, final int lengthBytes) {
        final ReplicationEnd end = claimed();
        final boolean read = end != null && incarnation == ofIncarnation && end.read(keys.snapshot() + position,
            keys.snapshotKey(), local + BOUNCE_AT, localKey(), lengthBytes);
        return read ? local + BOUNCE_AT : 0;
    }

    int bounceBytes() {
        return BOUNCE_BYTES;
    }

    /** Gives memory back. Everything else of it has ended. */
    void close(final VerbsDevice device) {
        try {
            device.deregister(localRegion);
            arena.close();
        } catch (final IOException left) {
            // ends with the process
        }
    }
}
