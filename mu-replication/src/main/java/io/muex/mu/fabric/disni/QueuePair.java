package io.muex.mu.fabric.disni;

import com.ibm.disni.verbs.IbvCQ;
import com.ibm.disni.verbs.IbvPd;
import com.ibm.disni.verbs.IbvQP;
import com.ibm.disni.verbs.IbvQPInitAttr;
import com.ibm.disni.verbs.RdmaCm;
import com.ibm.disni.verbs.RdmaCmEvent;
import com.ibm.disni.verbs.RdmaCmId;
import com.ibm.disni.verbs.RdmaConnParam;
import com.ibm.disni.verbs.RdmaEventChannel;
import io.muex.mu.fabric.disni.provider.VerbsExtra;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * One end of a reliable connection with a completion queue of its own. The end that dialled posts; the end that
 * accepted only lends its memory. Made and ended on the cold path.
 */
final class QueuePair {
    /** Bytes that a write may carry inline, if the device can: a whole default slot. */
    private static final int WANTED_INLINE_BYTES = 256;
    private static final byte READS = 16;
    private static final byte RETRIES = 7;
    private static final int LENDING_REQUESTS = 4;

    private final RdmaCmId id;
    private final RdmaEventChannel channel;
    private final IbvQP qp;
    private final IbvCQ queue;
    private final int inlineBytes;

    private QueuePair(final RdmaCmId id, final RdmaEventChannel channel, final IbvQP qp, final IbvCQ queue,
                      final int inlineBytes) {
        this.id = id;
        this.channel = channel;
        this.qp = qp;
        this.queue = queue;
        this.inlineBytes = inlineBytes;
    }

    /**
     * Connects to a listener.
     *
     * @param requests    send requests that may be under way
     * @param ackExponent how long the device waits for an acknowledgement, see {@code VerbsExtra}; 0 for its default
     * @param timeoutMs   for each of the four steps
     * @throws IOException if it cannot be reached in time; nothing remains
     */
    static QueuePair dial(final VerbsDevice device, final IbvPd domain, final InetSocketAddress remote,
                          final int requests, final int ackExponent, final int timeoutMs) throws IOException {
        final RdmaCm cm = device.cm();
        final RdmaEventChannel channel = cm.createEventChannel();
        RdmaCmId id = null;
        IbvCQ queue = null;
        try {
            id = cm.createId(channel, RdmaCm.RDMA_PS_TCP);
            cm.resolveAddr(id, new InetSocketAddress(device.address(), 0), remote, timeoutMs);
            await(cm, channel, RdmaCmEvent.EventType.RDMA_CM_EVENT_ADDR_RESOLVED, timeoutMs);
            cm.resolveRoute(id, timeoutMs);
            await(cm, channel, RdmaCmEvent.EventType.RDMA_CM_EVENT_ROUTE_RESOLVED, timeoutMs);
            if (ackExponent != 0) {
                VerbsExtra.ackTimeout(id, ackExponent);
            }
            queue = device.newQueue(requests + 8);
            final QueuePair made = make(cm, id, channel, domain, queue, requests);
            cm.connect(id, new Parameters());
            await(cm, channel, RdmaCmEvent.EventType.RDMA_CM_EVENT_ESTABLISHED, timeoutMs);
            return made;
        } catch (final IOException | RuntimeException failure) {
            end(cm, id, channel, queue);
            throw failure;
        }
    }

    /** Accepts what a listener was asked. The queue pair writes where {@code domain} allows and posts nothing. */
    static QueuePair accept(final VerbsDevice device, final IbvPd domain, final RdmaCmId id) throws IOException {
        IbvCQ queue = null;
        try {
            queue = device.newQueue(LENDING_REQUESTS + 8);
            final QueuePair made = make(device.cm(), id, null, domain, queue, LENDING_REQUESTS);
            device.cm().accept(id, new Parameters());
            return made;
        } catch (final IOException | RuntimeException failure) {
            end(device.cm(), id, null, queue);
            throw failure;
        }
    }

    private static QueuePair make(final RdmaCm cm, final RdmaCmId id, final RdmaEventChannel channel,
                                  final IbvPd domain, final IbvCQ queue, final int requests) throws IOException {
        IOException refused = null;
        for (int inline = WANTED_INLINE_BYTES; inline >= 0; inline = inline == 0 ? -1 : inline / 2 & -8) {
            try {
                final IbvQPInitAttr wanted = new IbvQPInitAttr();
                wanted.setQp_type(IbvQP.IBV_QPT_RC);
                wanted.setSend_cq(queue);
                wanted.setRecv_cq(queue);
                wanted.cap().setMax_send_wr(requests);
                wanted.cap().setMax_recv_wr(1);
                wanted.cap().setMax_send_sge(1);
                wanted.cap().setMax_recv_sge(1);
                wanted.cap().setMax_inline_data(inline);
                final IbvQP qp = cm.createQP(id, domain, wanted);
                return new QueuePair(id, channel, qp, queue, wanted.cap().getMax_inline_data());
            } catch (final IOException failure) {
                // too much inline for this device, perhaps
                refused = failure;
            }
        }
        throw refused;
    }

    /** DiSNI's class refuses to set all of what it has fields for. */
    private static final class Parameters extends RdmaConnParam {
        Parameters() {
            initiator_depth = READS;
            responder_resources = READS;
            retry_count = RETRIES;
            rnr_retry_count = RETRIES;
        }
    }

    private static void await(final RdmaCm cm, final RdmaEventChannel channel, final RdmaCmEvent.EventType wanted,
                              final int timeoutMs) throws IOException {
        final RdmaCmEvent event = cm.getCmEvent(channel, timeoutMs);
        if (event == null) {
            throw new IOException("no " + wanted + " within " + timeoutMs + " ms");
        }
        cm.ackCmEvent(event);
        if (event.getEvent() != wanted.ordinal()) {
            throw new IOException(RdmaCmEvent.EventType.values()[event.getEvent()] + " (status " + event.getStatus()
                + ") instead of " + wanted);
        }
    }

    IbvQP qp() {
        return qp;
    }

    IbvCQ queue() {
        return queue;
    }

    /** Bytes that one write may carry inline. */
    int inlineBytes() {
        return inlineBytes;
    }

    RdmaCmId id() {
        return id;
    }

    /** Makes everything under way fail soon. May be called while another thread polls. */
    void breakOff() {
        try {
            id.disconnect();
        } catch (final IOException over) {
            // it was not connected any more
        }
    }

    /** Ends this end. Nobody posts or polls any more. */
    void close(final VerbsDevice device) {
        end(device.cm(), id, channel, queue);
    }

    private static void end(final RdmaCm cm, final RdmaCmId id, final RdmaEventChannel channel, final IbvCQ queue) {
        try {
            if (id != null && id.getQp() != null) {
                cm.destroyQP(id);
            }
            if (queue != null) {
                queue.destroyCQ();
            }
            if (id != null) {
                cm.destroyCmId(id);
            }
            if (channel != null) {
                cm.destroyEventChannel(channel);
            }
        } catch (final IOException ignored) {
            // whatever is left of it ends with the process
        }
    }
}
