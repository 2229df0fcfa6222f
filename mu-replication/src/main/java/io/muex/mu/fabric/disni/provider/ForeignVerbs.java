package io.muex.mu.fabric.disni.provider;

import com.ibm.disni.verbs.IbvCQ;
import com.ibm.disni.verbs.IbvCompChannel;
import com.ibm.disni.verbs.IbvContext;
import com.ibm.disni.verbs.IbvMr;
import com.ibm.disni.verbs.IbvPd;
import com.ibm.disni.verbs.IbvQP;
import com.ibm.disni.verbs.IbvRecvWR;
import com.ibm.disni.verbs.IbvSendWR;
import com.ibm.disni.verbs.IbvWC;
import com.ibm.disni.verbs.RdmaVerbs;
import com.ibm.disni.verbs.SVCDeregMr;
import com.ibm.disni.verbs.SVCPollCq;
import com.ibm.disni.verbs.SVCPostRecv;
import com.ibm.disni.verbs.SVCPostSend;
import com.ibm.disni.verbs.SVCRegMr;
import com.ibm.disni.verbs.SVCReqNotify;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.List;

/** The verbs over libibverbs. Registering memory longer than 2 GiB is not in DiSNI's interface. */
final class ForeignVerbs extends RdmaVerbs {
    private static final short POLLIN = 1;

    private final Native library;

    ForeignVerbs(final Native library) {
        this.library = library;
    }

    @Override
    public IbvPd allocPd(final IbvContext context) throws IOException {
        return new Pointers.Pd(library.allocPd.pointer(Pointers.of(context)), context);
    }

    @Override
    public IbvCompChannel createCompChannel(final IbvContext context) throws IOException {
        return new Pointers.CompChannel(library.createCompChannel.pointer(Pointers.of(context)), context);
    }

    /** Unlike the stock provider this one takes a null channel: for queues that are only polled. */
    @Override
    public IbvCQ createCQ(final IbvContext context, final IbvCompChannel channel, final int entries, final int vector)
        throws IOException {
        final long channelAddress = channel == null ? 0 : Pointers.of(channel);
        return new Pointers.Cq(
            library.createCq.pointer(Pointers.of(context), entries, 0L, channelAddress, vector), context, channel,
            entries);
    }

    @Override
    public boolean getCqEvent(final IbvCompChannel channel, final IbvCQ cq, final int timeoutMs) throws IOException {
        if (!isReadable(library, channel.getFd(), timeoutMs)) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment answers = arena.allocate(ValueLayout.JAVA_LONG, 2);
            library.getCqEvent.check(Pointers.of(channel), answers.address(), answers.address() + Long.BYTES);
            return true;
        }
    }

    @Override
    public SVCRegMr regMr(final IbvPd pd, final ByteBuffer buffer, final int access) {
        if (!buffer.isDirect()) {
            throw new IllegalArgumentException("only direct buffers have an address");
        }
        return regMr(pd, MemorySegment.ofBuffer(buffer).address(), buffer.remaining(), access);
    }

    @Override
    public SVCRegMr regMr(final IbvPd pd, final long address, final int length, final int access) {
        return new RegMr(library, pd, address, length, access);
    }

    /** Paging on demand is not used. */
    @Override
    public int queryOdpSupport(final IbvContext context) {
        return 0;
    }

    /** Paging on demand is not used. */
    @Override
    public int expPrefetchMr(final IbvMr region, final long address, final int length) {
        return -1;
    }

    @Override
    public SVCDeregMr deregMr(final IbvMr region) {
        return new DeregMr(library, region);
    }

    @Override
    public SVCPostSend postSend(final IbvQP qp, final List<IbvSendWR> requests, final List<IbvSendWR> bad) {
        return new PostSend(qp, requests);
    }

    @Override
    public SVCPostRecv postRecv(final IbvQP qp, final List<IbvRecvWR> requests, final List<IbvRecvWR> bad) {
        throw new UnsupportedOperationException("this provider is one-sided: it receives nothing");
    }

    @Override
    public SVCPollCq pollCQ(final IbvCQ cq, final IbvWC[] completions, final int most) {
        return new PollCq(cq, completions, most);
    }

    @Override
    public SVCReqNotify reqNotifyCQ(final IbvCQ cq, final boolean solicitedOnly) {
        return new ReqNotify(cq, solicitedOnly);
    }

    @Override
    public int ackCqEvents(final IbvCQ cq, final int count) {
        library.ackCqEvents.run(Pointers.of(cq), count);
        return 0;
    }

    @Override
    public int destroyCompChannel(final IbvCompChannel channel) throws IOException {
        channel.close();
        return library.destroyCompChannel.check(Pointers.of(channel));
    }

    @Override
    public int deallocPd(final IbvPd pd) throws IOException {
        pd.close();
        return library.deallocPd.check(Pointers.of(pd));
    }

    @Override
    public int destroyCQ(final IbvCQ cq) throws IOException {
        cq.close();
        return library.destroyCq.check(Pointers.of(cq));
    }

    /** Whether a descriptor has something to read within a time; negative waits for ever. */
    static boolean isReadable(final Native library, final int descriptor, final int timeoutMs) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment polled = arena.allocate(8, 4);
            polled.set(ValueLayout.JAVA_INT, 0, descriptor);
            polled.set(ValueLayout.JAVA_SHORT, 4, POLLIN);
            return library.poll.number(polled.address(), 1L, timeoutMs) > 0;
        }
    }

    private static final class RegMr extends SVCRegMr {
        private final Native library;
        private final IbvPd pd;
        private final long address;
        private final int length;
        private final int access;
        private IbvMr region;

        RegMr(final Native library, final IbvPd pd, final long address, final int length, final int access) {
            this.library = library;
            this.pd = pd;
            this.address = address;
            this.length = length;
            this.access = access;
        }

        @Override
        public SVCRegMr execute() throws IOException {
            final long pointer = library.regMr.pointer(Pointers.of(pd), address, (long) length, access);
            region = new Pointers.Mr(pointer, pd.getContext(), address, length, access);
            return this;
        }

        @Override
        public IbvMr getMr() {
            return region;
        }

        @Override
        public boolean isValid() {
            return pd.isOpen();
        }

        @Override
        public SVCRegMr free() {
            return this;
        }
    }

    private static final class DeregMr extends SVCDeregMr {
        private final Native library;
        private final IbvMr region;

        DeregMr(final Native library, final IbvMr region) {
            this.library = library;
            this.region = region;
        }

        @Override
        public SVCDeregMr execute() throws IOException {
            library.deregMr.check(Pointers.of(region));
            region.close();
            return this;
        }

        @Override
        public boolean isValid() {
            return region.isOpen();
        }

        @Override
        public SVCDeregMr free() {
            return this;
        }
    }

    private static final class ReqNotify extends SVCReqNotify {
        private final MemorySegment function;
        private final long cq;
        private final int solicitedOnly;

        ReqNotify(final IbvCQ cq, final boolean solicitedOnly) {
            this.function = ((Pointers.Context) cq.getContext()).reqNotifyCq;
            this.cq = Pointers.of(cq);
            this.solicitedOnly = solicitedOnly ? 1 : 0;
        }

        @Override
        public SVCReqNotify execute() throws IOException {
            try {
                final int result = (int) Native.POLL.invokeExact(function, cq, solicitedOnly, 0L);
                if (result != 0) {
                    throw new IOException("ibv_req_notify_cq: " + result);
                }
                return this;
            } catch (final IOException failure) {
                throw failure;
            } catch (final Throwable failure) {
                throw Native.rethrown(failure);
            }
        }

        @Override
        public boolean isValid() {
            return true;
        }

        @Override
        public SVCReqNotify free() {
            return this;
        }
    }
}
