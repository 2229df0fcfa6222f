package io.muex.mu.fabric.disni.provider;

import com.ibm.disni.verbs.IbvCQ;
import com.ibm.disni.verbs.IbvCompChannel;
import com.ibm.disni.verbs.IbvContext;
import com.ibm.disni.verbs.IbvMr;
import com.ibm.disni.verbs.IbvPd;
import com.ibm.disni.verbs.IbvQP;
import com.ibm.disni.verbs.RdmaCm;
import com.ibm.disni.verbs.RdmaCmId;
import com.ibm.disni.verbs.RdmaEventChannel;
import com.ibm.disni.verbs.impl.NatObject;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import org.agrona.UnsafeApi;

/**
 * DiSNI's objects with the address of the C struct that each of them stands for. Each constructor checks that the
 * struct holds what it was made of: a library with another layout is noticed here and nowhere later.
 */
final class Pointers {
    private static final long CONTEXT_IN_ALL = 0;

    private Pointers() {
    }

    /** Address of the C struct behind an object of DiSNI, whoever provided it. */
    static long of(final Object object) {
        if (object instanceof final NatObject provided) {
            return provided.getObjId();
        }
        throw new IllegalArgumentException("not a provider's object: " + object);
    }

    static void require(final boolean holds, final String what) {
        if (!holds) {
            throw new RdmaMissingException("the RDMA library on this host lays out its structs differently (" + what
                + "); nothing was done with it");
        }
    }

    /** A device, opened. */
    static final class Context extends IbvContext implements NatObject {
        final MemorySegment postSend;
        final MemorySegment postRecv;
        final MemorySegment pollCq;
        final MemorySegment reqNotifyCq;
        private final long address;

        Context(final long address) throws IOException {
            super(Native.getInt(address + Layouts.at(Layouts.CONTEXT, "cmd_fd")),
                Native.getInt(address + Layouts.at(Layouts.CONTEXT, "num_comp_vectors")));
            this.address = address;
            require(cmd_fd > 2 && cmd_fd < 1 << 20 && numCompVectors > 0 && numCompVectors < 1 << 16, "ibv_context");
            postSend = Native.function(address + Layouts.at(Layouts.CONTEXT, "post_send"));
            postRecv = Native.function(address + Layouts.at(Layouts.CONTEXT, "post_recv"));
            pollCq = Native.function(address + Layouts.at(Layouts.CONTEXT, "poll_cq"));
            reqNotifyCq = Native.function(address + Layouts.at(Layouts.CONTEXT, "req_notify_cq"));
            require(postSend.address() != 0 && postRecv.address() != 0 && pollCq.address() != 0
                && reqNotifyCq.address() != 0, "ibv_context_ops");
        }

        @Override
        public int getCmd_fd() {
            return cmd_fd;
        }

        @Override
        public int getNumCompVectors() {
            return numCompVectors;
        }

        @Override
        public long getObjId() {
            return address;
        }
    }

    /** A protection domain. */
    static final class Pd extends IbvPd implements NatObject {
        private final long address;

        Pd(final long address, final IbvContext context) throws IOException {
            super(context);
            this.address = address;
            handle = Native.getInt(address + Layouts.at(Layouts.PD, "handle"));
            isOpen = true;
            require(Native.getLong(address + CONTEXT_IN_ALL) == Pointers.of(context), "ibv_pd");
        }

        @Override
        public int getHandle() {
            return handle;
        }

        @Override
        public long getObjId() {
            return address;
        }
    }

    /** A registered piece of memory. */
    static final class Mr extends IbvMr implements NatObject {
        private final long pointer;

        Mr(final long pointer, final IbvContext context, final long addr, final int length, final int access)
            throws IOException {
            super(context, addr, length, access,
                Native.getInt(pointer + Layouts.at(Layouts.MR, "lkey")),
                Native.getInt(pointer + Layouts.at(Layouts.MR, "rkey")),
                Native.getInt(pointer + Layouts.at(Layouts.MR, "handle")));
            this.pointer = pointer;
            require(Native.getLong(pointer + CONTEXT_IN_ALL) == Pointers.of(context)
                && Native.getLong(pointer + Layouts.at(Layouts.MR, "addr")) == addr
                && Native.getLong(pointer + Layouts.at(Layouts.MR, "length")) == length, "ibv_mr");
        }

        @Override
        public long getObjId() {
            return pointer;
        }
    }

    /** A completion queue. */
    static final class Cq extends IbvCQ implements NatObject {
        private final long address;

        Cq(final long address, final IbvContext context, final IbvCompChannel channel, final int atLeast)
            throws IOException {
            super(context, channel, Native.getInt(address + Layouts.at(Layouts.CQ, "handle")));
            this.address = address;
            cqe = Native.getInt(address + Layouts.at(Layouts.CQ, "cqe"));
            require(Native.getLong(address + CONTEXT_IN_ALL) == Pointers.of(context) && cqe >= atLeast
                && Native.getLong(address + Layouts.at(Layouts.CQ, "channel"))
                == (channel == null ? 0 : Pointers.of(channel)), "ibv_cq");
        }

        @Override
        public long getObjId() {
            return address;
        }
    }

    /** A queue pair. */
    static final class Qp extends IbvQP implements NatObject {
        private final long address;

        Qp(final long address, final IbvPd pd, final IbvCQ sendCq, final IbvCQ recvCq) throws IOException {
            super(Native.getInt(address + Layouts.at(Layouts.QP, "qp_num")));
            this.address = address;
            this.context = pd.getContext();
            this.pd = pd;
            this.send_cq = sendCq;
            this.recv_cq = recvCq;
            this.handle = Native.getInt(address + Layouts.at(Layouts.QP, "handle"));
            this.qp_type = Native.getInt(address + Layouts.at(Layouts.QP, "qp_type"));
            require(Native.getLong(address + CONTEXT_IN_ALL) == Pointers.of(context)
                && Native.getLong(address + Layouts.at(Layouts.QP, "pd")) == Pointers.of(pd)
                && Native.getLong(address + Layouts.at(Layouts.QP, "send_cq")) == Pointers.of(sendCq)
                && Native.getLong(address + Layouts.at(Layouts.QP, "recv_cq")) == Pointers.of(recvCq)
                && qp_type == IBV_QPT_RC, "ibv_qp");
        }

        @Override
        public int getQp_num() {
            return qp_num;
        }

        @Override
        public int getState() {
            return Native.getInt(address + Layouts.at(Layouts.QP, "state"));
        }

        @Override
        public long getObjId() {
            return address;
        }
    }

    /** Where completion queues announce events. */
    static final class CompChannel extends IbvCompChannel implements NatObject {
        private final long address;

        CompChannel(final long address, final IbvContext context) throws IOException {
            super(Native.getInt(address + Layouts.at(Layouts.COMP_CHANNEL, "fd")), context);
            this.address = address;
            require(Native.getLong(address + CONTEXT_IN_ALL) == Pointers.of(context) && getFd() > 2,
                "ibv_comp_channel");
        }

        @Override
        public long getObjId() {
            return address;
        }
    }

    /** Where connection events arrive, with the identifiers that they may speak of. */
    static final class EventChannel extends RdmaEventChannel implements NatObject {
        private final long address;
        private final Map<Long, CmId> ids = new HashMap<>();

        EventChannel(final long address) throws IOException {
            super(Native.getInt(address));
            this.address = address;
            require(getFd() > 2, "rdma_event_channel");
        }

        @Override
        public long getObjId() {
            return address;
        }

        /** The identifier at an address; one that is new was made by the library for a connection request. */
        synchronized CmId id(final long pointer) throws IOException {
            if (pointer == 0) {
                return null;
            }
            final CmId known = ids.get(pointer);
            return known != null ? known : add(new CmId(pointer, this));
        }

        synchronized CmId add(final CmId id) {
            ids.put(id.getObjId(), id);
            return id;
        }

        synchronized void remove(final CmId id) {
            ids.remove(id.getObjId());
        }

        void closed() {
            isOpen = false;
        }
    }

    /** One end of a connection, or a listener. */
    static final class CmId extends RdmaCmId implements NatObject {
        private static final Map<Long, Context> CONTEXTS = new HashMap<>();
        private final long address;

        CmId(final long address, final EventChannel channel) throws IOException {
            super(channel, null);
            this.address = address;
            require(Native.getLong(address + Layouts.at(Layouts.CM_ID, "channel")) == Pointers.of(channel)
                && Native.getInt(address + Layouts.at(Layouts.CM_ID, "ps")) == RdmaCm.RDMA_PS_TCP,
                "rdma_cm_id");
        }

        @Override
        public long getObjId() {
            return address;
        }

        /** The device that it is bound to, null before. The library opens each device once. */
        @Override
        public IbvContext getVerbs() throws IOException {
            final long context = Native.getLong(address + Layouts.at(Layouts.CM_ID, "verbs"));
            if (context == 0) {
                return null;
            }
            synchronized (CONTEXTS) {
                Context known = CONTEXTS.get(context);
                if (known == null) {
                    known = new Context(context);
                    CONTEXTS.put(context, known);
                }
                return known;
            }
        }

        @Override
        public byte getPort_num() {
            return UnsafeApi.getByte(address + Layouts.at(Layouts.CM_ID, "port_num"));
        }

        void queuePair(final IbvQP qp) {
            setQp(qp);
        }

        void closed() {
            isOpen = false;
        }
    }
}
