package io.muex.mu.fabric.disni.provider;

import com.ibm.disni.verbs.IbvPd;
import com.ibm.disni.verbs.IbvQP;
import com.ibm.disni.verbs.IbvQPInitAttr;
import com.ibm.disni.verbs.RdmaCm;
import com.ibm.disni.verbs.RdmaCmEvent;
import com.ibm.disni.verbs.RdmaCmId;
import com.ibm.disni.verbs.RdmaConnParam;
import com.ibm.disni.verbs.RdmaEventChannel;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** Connection management over librdmacm. IPv4 addresses. Unlike the stock provider it can bind a caller's address. */
final class ForeignCm extends RdmaCm {
    private static final short AF_INET = 2;

    private final Native library;

    ForeignCm(final Native library) {
        this.library = library;
    }

    @Override
    public RdmaEventChannel createEventChannel() throws IOException {
        return new Pointers.EventChannel(library.createEventChannel.pointer());
    }

    @Override
    public RdmaCmId createId(final RdmaEventChannel channel, final short space) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment answer = arena.allocate(ValueLayout.JAVA_LONG);
            library.createId.check(Pointers.of(channel), answer.address(), 0L, (int) space);
            final Pointers.EventChannel own = (Pointers.EventChannel) channel;
            return own.add(new Pointers.CmId(answer.get(ValueLayout.JAVA_LONG, 0), own));
        }
    }

    /** Makes the queue pair of an identifier; {@code attributes.cap()} says afterwards what the device gave. */
    @Override
    public IbvQP createQP(final RdmaCmId id, final IbvPd pd, final IbvQPInitAttr attributes) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment struct = arena.allocate(Layouts.QP_INIT_ATTR);
            setLong(struct, Layouts.QP_INIT_ATTR, "send_cq", Pointers.of(attributes.getSend_cq()));
            setLong(struct, Layouts.QP_INIT_ATTR, "recv_cq", Pointers.of(attributes.getRecv_cq()));
            setInt(struct, Layouts.QP_INIT_ATTR, "max_send_wr", attributes.cap().getMax_send_wr());
            setInt(struct, Layouts.QP_INIT_ATTR, "max_recv_wr", attributes.cap().getMax_recv_wr());
            setInt(struct, Layouts.QP_INIT_ATTR, "max_send_sge", attributes.cap().getMax_send_sge());
            setInt(struct, Layouts.QP_INIT_ATTR, "max_recv_sge", attributes.cap().getMax_recv_sge());
            setInt(struct, Layouts.QP_INIT_ATTR, "max_inline_data", attributes.cap().getMax_inline_data());
            setInt(struct, Layouts.QP_INIT_ATTR, "qp_type", attributes.getQp_type());
            setInt(struct, Layouts.QP_INIT_ATTR, "sq_sig_all", attributes.getSq_sig_all());
            library.createQp.check(Pointers.of(id), Pointers.of(pd), struct.address());
            attributes.cap().setMax_send_wr(getInt(struct, Layouts.QP_INIT_ATTR, "max_send_wr"));
            attributes.cap().setMax_inline_data(getInt(struct, Layouts.QP_INIT_ATTR, "max_inline_data"));
            final long pointer = Native.getLong(Pointers.of(id) + Layouts.at(Layouts.CM_ID, "qp"));
            Pointers.require(pointer != 0, "rdma_cm_id.qp");
            final IbvQP qp = new Pointers.Qp(pointer, pd, attributes.getSend_cq(), attributes.getRecv_cq());
            ((Pointers.CmId) id).queuePair(qp);
            return qp;
        }
    }

    @Override
    public void bindAddr(final RdmaCmId id, final SocketAddress address) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            library.bindAddr.check(Pointers.of(id), socketAddress(arena, address));
        }
    }

    @Override
    public void listen(final RdmaCmId id, final int backlog) throws IOException {
        library.listen.check(Pointers.of(id), backlog);
    }

    @Override
    public void resolveAddr(final RdmaCmId id, final SocketAddress source, final SocketAddress destination,
                            final int timeoutMs) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            final long from = source == null ? 0 : socketAddress(arena, source);
            library.resolveAddr.check(Pointers.of(id), from, socketAddress(arena, destination), timeoutMs);
        }
    }

    @Override
    public void resolveRoute(final RdmaCmId id, final int timeoutMs) throws IOException {
        library.resolveRoute.check(Pointers.of(id), timeoutMs);
    }

    /** Waits for the next event and takes it; null if none came in time. Its struct is given back at once. */
    @Override
    public RdmaCmEvent getCmEvent(final RdmaEventChannel channel, final int timeoutMs) throws IOException {
        if (!ForeignVerbs.isReadable(library, channel.getFd(), timeoutMs)) {
            return null;
        }
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment answer = arena.allocate(ValueLayout.JAVA_LONG);
            library.getCmEvent.check(Pointers.of(channel), answer.address());
            final long event = answer.get(ValueLayout.JAVA_LONG, 0);
            final int kind = Native.getInt(event + Layouts.at(Layouts.CM_EVENT, "event"));
            final int status = Native.getInt(event + Layouts.at(Layouts.CM_EVENT, "status"));
            Pointers.require(kind >= 0 && kind < RdmaCmEvent.EventType.values().length, "rdma_cm_event");
            final long listener = Native.getLong(event + Layouts.at(Layouts.CM_EVENT, "listen_id"));
            final long id = Native.getLong(event + Layouts.at(Layouts.CM_EVENT, "id"));
            final Pointers.EventChannel own = (Pointers.EventChannel) channel;
            final RdmaCmEvent taken = new TakenEvent(kind, status, own.id(listener), own.id(id));
            library.ackCmEvent.check(event);
            return taken;
        }
    }

    @Override
    public void connect(final RdmaCmId id, final RdmaConnParam parameters) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            library.connect.check(Pointers.of(id), connection(arena, parameters));
        }
    }

    @Override
    public void accept(final RdmaCmId id, final RdmaConnParam parameters) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            library.accept.check(Pointers.of(id), connection(arena, parameters));
        }
    }

    /** Nothing to do: an event is given back when it is taken. */
    @Override
    public int ackCmEvent(final RdmaCmEvent event) {
        return 0;
    }

    @Override
    public int disconnect(final RdmaCmId id) throws IOException {
        return library.disconnect.check(Pointers.of(id));
    }

    @Override
    public int destroyEventChannel(final RdmaEventChannel channel) {
        ((Pointers.EventChannel) channel).closed();
        library.destroyEventChannel.run(Pointers.of(channel));
        return 0;
    }

    @Override
    public int destroyCmId(final RdmaCmId id) throws IOException {
        ((Pointers.EventChannel) id.getCmChannel()).remove((Pointers.CmId) id);
        ((Pointers.CmId) id).closed();
        return library.destroyId.check(Pointers.of(id));
    }

    @Override
    public int destroyQP(final RdmaCmId id) {
        library.destroyQp.run(Pointers.of(id));
        ((Pointers.CmId) id).queuePair(null);
        return 0;
    }

    @Override
    public SocketAddress getSrcAddr(final RdmaCmId id) throws IOException {
        return address(Pointers.of(id) + Layouts.at(Layouts.CM_ID, "src_addr"));
    }

    @Override
    public SocketAddress getDstAddr(final RdmaCmId id) throws IOException {
        return address(Pointers.of(id) + Layouts.at(Layouts.CM_ID, "dst_addr"));
    }

    @Override
    public int destroyEp(final RdmaCmId id) throws IOException {
        if (id.getQp() != null) {
            destroyQP(id);
        }
        return destroyCmId(id);
    }

    /** Bytes of an IPv4 address as {@code sockaddr_in} wants them. */
    static long socketAddress(final Arena arena, final SocketAddress address) throws IOException {
        if (!(address instanceof final InetSocketAddress internet)
            || !(internet.getAddress() instanceof final Inet4Address host)) {
            throw new IOException("RDMA addresses are IPv4 addresses and ports, not " + address);
        }
        final MemorySegment struct = arena.allocate(Layouts.SOCKADDR_IN);
        struct.set(ValueLayout.JAVA_SHORT, 0, AF_INET);
        struct.set(ValueLayout.JAVA_SHORT, 2, Short.reverseBytes((short) internet.getPort()));
        MemorySegment.copy(host.getAddress(), 0, struct, ValueLayout.JAVA_BYTE, 4, 4);
        return struct.address();
    }

    @SuppressWarnings("restricted")
    private static SocketAddress address(final long at) throws IOException {
        final MemorySegment struct = MemorySegment.ofAddress(at).reinterpret(Layouts.SOCKADDR_IN.byteSize());
        final byte[] host = struct.asSlice(4, 4).toArray(ValueLayout.JAVA_BYTE);
        final int port = Short.toUnsignedInt(Short.reverseBytes(struct.get(ValueLayout.JAVA_SHORT, 2)));
        return new InetSocketAddress(InetAddress.getByAddress(host), port);
    }

    private static long connection(final Arena arena, final RdmaConnParam parameters) {
        final MemorySegment struct = arena.allocate(Layouts.CONN_PARAM);
        setByte(struct, "responder_resources", parameters.getResponder_resources());
        setByte(struct, "initiator_depth", parameters.getInitiator_depth());
        setByte(struct, "flow_control", parameters.getFlow_control());
        setByte(struct, "retry_count", parameters.getRetry_count());
        setByte(struct, "rnr_retry_count", parameters.getRnr_retry_count());
        return struct.address();
    }

    private static void setByte(final MemorySegment struct, final String field, final byte value) {
        struct.set(ValueLayout.JAVA_BYTE, Layouts.at(Layouts.CONN_PARAM, field), value);
    }

    private static void setLong(final MemorySegment struct, final StructLayout layout, final String field,
                                final long value) {
        struct.set(ValueLayout.JAVA_LONG, Layouts.at(layout, field), value);
    }

    private static void setInt(final MemorySegment struct, final StructLayout layout, final String field,
                               final int value) {
        struct.set(ValueLayout.JAVA_INT, Layouts.at(layout, field), value);
    }

    private static int getInt(final MemorySegment struct, final StructLayout layout, final String field) {
        return struct.get(ValueLayout.JAVA_INT, Layouts.at(layout, field));
    }

    private static final class TakenEvent extends RdmaCmEvent {
        TakenEvent(final int kind, final int status, final RdmaCmId listener, final RdmaCmId id) throws IOException {
            super(kind, listener, id);
            this.status = status;
        }
    }
}
