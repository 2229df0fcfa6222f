package io.muex.exchange.matching;

import io.muex.mu.SnapshotReader;
import io.muex.mu.SnapshotWriter;

/** Live orders that expire, first to expire first; the same expiry: smaller order id first. A binary heap of slots. */
final class ExpiryQueue {
    private final LiveOrders orders;
    private final int[] heap;
    private int size;

    ExpiryQueue(final LiveOrders orders) {
        this.orders = orders;
        heap = new int[orders.capacity()];
    }

    /** The order to expire next, or {@link LiveOrders#NONE}. */
    int first() {
        return size == 0 ? LiveOrders.NONE : heap[0];
    }

    void add(final int slot) {
        size++;
        up(size - 1, slot);
    }

    /** Takes an order out, wherever it stands; nothing happens if it does not stand here. */
    void remove(final int slot) {
        final int position = orders.queuePosition(slot);
        if (position == LiveOrders.NOT_QUEUED) {
            return;
        }
        orders.queuePosition(slot, LiveOrders.NOT_QUEUED);
        size--;
        if (position == size) {
            return;
        }
        final int moved = heap[size];
        if (position > 0 && isBefore(moved, heap[position - 1 >> 1])) {
            up(position, moved);
        } else {
            down(position, moved);
        }
    }

    private void up(final int from, final int slot) {
        int at = from;
        while (at > 0) {
            final int parent = at - 1 >> 1;
            if (!isBefore(slot, heap[parent])) {
                break;
            }
            put(at, heap[parent]);
            at = parent;
        }
        put(at, slot);
    }

    private void down(final int from, final int slot) {
        int at = from;
        while (true) {
            int child = 2 * at + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && isBefore(heap[child + 1], heap[child])) {
                child++;
            }
            if (!isBefore(heap[child], slot)) {
                break;
            }
            put(at, heap[child]);
            at = child;
        }
        put(at, slot);
    }

    private void put(final int position, final int slot) {
        heap[position] = slot;
        orders.queuePosition(slot, position);
    }

    private boolean isBefore(final int slot, final int other) {
        final long expiry = orders.expiryNs(slot);
        final long otherExpiry = orders.expiryNs(other);
        return expiry != otherExpiry ? expiry < otherExpiry : orders.orderId(slot) < orders.orderId(other);
    }

    void writeSnapshot(final SnapshotWriter out) {
        out.putInt(size);
        for (int i = 0; i < size; i++) {
            out.putInt(heap[i]);
        }
    }

    void loadSnapshot(final SnapshotReader in) {
        size = in.getInt();
        for (int i = 0; i < size; i++) {
            heap[i] = in.getInt();
        }
    }
}
