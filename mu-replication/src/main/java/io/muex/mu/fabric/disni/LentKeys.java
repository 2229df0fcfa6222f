package io.muex.mu.fabric.disni;

import java.nio.ByteBuffer;

/**
 * What a target tells a peer when they meet: where its regions lie and the keys that work on that peer's queue pairs.
 * Keys of rings are not among them; each travels with its grant.
 *
 * @param incarnation of the target
 */
record LentKeys(int incarnation, long control, int controlKey, long mail, int mailKey, long[] inheritances,
                int[] inheritanceKeys, long snapshot, int snapshotKey, long[] rings) {

    void put(final ByteBuffer into) {
        into.putInt(incarnation).putLong(control).putInt(controlKey).putLong(mail).putInt(mailKey);
        for (int area = 0; area < inheritances.length; area++) {
            into.putLong(inheritances[area]).putInt(inheritanceKeys[area]);
        }
        into.putLong(snapshot).putInt(snapshotKey);
        for (final long ring : rings) {
            into.putLong(ring);
        }
    }

    static LentKeys get(final ByteBuffer from) {
        final int incarnation = from.getInt();
        final long control = from.getLong();
        final int controlKey = from.getInt();
        final long mail = from.getLong();
        final int mailKey = from.getInt();
        final long[] inheritances = new long[2];
        final int[] inheritanceKeys = new int[2];
        for (int area = 0; area < inheritances.length; area++) {
            inheritances[area] = from.getLong();
            inheritanceKeys[area] = from.getInt();
        }
        final long snapshot = from.getLong();
        final int snapshotKey = from.getInt();
        final long[] rings = new long[RingRegions.COUNT];
        for (int ring = 0; ring < rings.length; ring++) {
            rings[ring] = from.getLong();
        }
        return new LentKeys(incarnation, control, controlKey, mail, mailKey, inheritances, inheritanceKeys, snapshot,
            snapshotKey, rings);
    }
}
