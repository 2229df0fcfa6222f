package io.muex.mu.fabric.disni.provider;

import com.ibm.disni.verbs.IbvQP;
import com.ibm.disni.verbs.IbvSendWR;
import com.ibm.disni.verbs.IbvSge;
import com.ibm.disni.verbs.SVCPostSend;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.agrona.UnsafeApi;

/**
 * A chain of send requests, laid out in C's structs once; what changes from call to call is changed in place. Calling
 * it allocates nothing. One thread.
 */
final class PostSend extends SVCPostSend {
    private static final long WR_BYTES = Layouts.SEND_WR.byteSize();
    private static final long SGE_BYTES = Layouts.SGE.byteSize();
    private static final long WR_ID = Layouts.at(Layouts.SEND_WR, "wr_id");
    private static final long NEXT = Layouts.at(Layouts.SEND_WR, "next");
    private static final long SG_LIST = Layouts.at(Layouts.SEND_WR, "sg_list");
    private static final long NUM_SGE = Layouts.at(Layouts.SEND_WR, "num_sge");
    private static final long OPCODE = Layouts.at(Layouts.SEND_WR, "opcode");
    private static final long SEND_FLAGS = Layouts.at(Layouts.SEND_WR, "send_flags");
    private static final long REMOTE_ADDR = Layouts.at(Layouts.SEND_WR, "remote_addr");
    private static final long RKEY = Layouts.at(Layouts.SEND_WR, "rkey");
    private static final long SGE_ADDR = Layouts.at(Layouts.SGE, "addr");
    private static final long SGE_LENGTH = Layouts.at(Layouts.SGE, "length");
    private static final long SGE_LKEY = Layouts.at(Layouts.SGE, "lkey");

    private final MemorySegment function;
    private final long qp;
    private final Arena arena = Arena.ofShared();
    private final long first;
    private final long bad;
    private final Request[] requests;
    private boolean freed;

    PostSend(final IbvQP qp, final List<IbvSendWR> requests) {
        this(((Pointers.Context) qp.getContext()).postSend, Pointers.of(qp), requests);
    }

    /** The same against any function and pointer, for tests. */
    PostSend(final MemorySegment function, final long qp, final List<IbvSendWR> requests) {
        this.function = function;
        this.qp = qp;
        int elements = 0;
        for (final IbvSendWR request : requests) {
            elements += request.getNum_sge();
        }
        first = arena.allocate(requests.size() * WR_BYTES, 16).address();
        bad = arena.allocate(Long.BYTES, 8).address();
        long element = arena.allocate(Math.max(1, elements) * SGE_BYTES, 16).address();
        this.requests = new Request[requests.size()];
        for (int i = 0; i < this.requests.length; i++) {
            final long next = i + 1 < this.requests.length ? first + (i + 1) * WR_BYTES : 0;
            this.requests[i] = new Request(first + i * WR_BYTES, element, requests.get(i), next);
            element += requests.get(i).getNum_sge() * SGE_BYTES;
        }
    }

    /** Address of the first request. */
    long address() {
        return first;
    }

    @Override
    public SVCPostSend execute() throws IOException {
        final int result;
        try {
            result = (int) Native.POST.invokeExact(function, qp, first, bad);
        } catch (final Throwable failure) {
            throw Native.rethrown(failure);
        }
        if (result != 0) {
            throw new IOException("ibv_post_send: error " + result);
        }
        return this;
    }

    @Override
    public Request getWrMod(final int index) {
        return requests[index];
    }

    @Override
    public boolean isValid() {
        return !freed;
    }

    @Override
    public SVCPostSend free() {
        if (!freed) {
            freed = true;
            arena.close();
        }
        return this;
    }

    /** One request of the chain, changed in place. */
    static final class Request implements SendWRMod, RdmaMod {
        private final long address;
        private final Element[] elements;

        Request(final long address, final long element, final IbvSendWR request, final long next) {
            this.address = address;
            this.elements = new Element[request.getNum_sge()];
            UnsafeApi.putLong(address + WR_ID, request.getWr_id());
            UnsafeApi.putLong(address + NEXT, next);
            UnsafeApi.putLong(address + SG_LIST, element);
            UnsafeApi.putInt(address + NUM_SGE, request.getNum_sge());
            UnsafeApi.putInt(address + OPCODE, request.getOpcode());
            UnsafeApi.putInt(address + SEND_FLAGS, request.getSend_flags());
            UnsafeApi.putLong(address + REMOTE_ADDR, request.getRdma().getRemote_addr());
            UnsafeApi.putInt(address + RKEY, request.getRdma().getRkey());
            for (int i = 0; i < elements.length; i++) {
                elements[i] = new Element(element + i * SGE_BYTES, request.getSge(i));
            }
        }

        @Override
        public void setWr_id(final long value) {
            UnsafeApi.putLong(address + WR_ID, value);
        }

        @Override
        public long getWr_id() {
            return UnsafeApi.getLong(address + WR_ID);
        }

        @Override
        public void setSend_flags(final int value) {
            UnsafeApi.putInt(address + SEND_FLAGS, value);
        }

        @Override
        public int getSend_flags() {
            return UnsafeApi.getInt(address + SEND_FLAGS);
        }

        @Override
        public int getNum_sge() {
            return elements.length;
        }

        @Override
        public int getOpcode() {
            return UnsafeApi.getInt(address + OPCODE);
        }

        @Override
        public RdmaMod getRdmaMod() {
            return this;
        }

        @Override
        public SgeMod getSgeMod(final int index) {
            return elements[index];
        }

        @Override
        public void setRemote_addr(final long value) {
            UnsafeApi.putLong(address + REMOTE_ADDR, value);
        }

        @Override
        public long getRemote_addr() {
            return UnsafeApi.getLong(address + REMOTE_ADDR);
        }

        @Override
        public void setRkey(final int value) {
            UnsafeApi.putInt(address + RKEY, value);
        }

        @Override
        public int getRkey() {
            return UnsafeApi.getInt(address + RKEY);
        }

        @Override
        public void setReserved(final int value) {
            // padding in the struct
        }

        @Override
        public int getReserved() {
            return 0;
        }
    }

    /** One piece of local memory of a request. */
    private static final class Element implements SgeMod {
        private final long address;

        Element(final long address, final IbvSge piece) {
            this.address = address;
            setAddr(piece.getAddr());
            setLength(piece.getLength());
            setLkey(piece.getLkey());
        }

        @Override
        public void setAddr(final long value) {
            UnsafeApi.putLong(address + SGE_ADDR, value);
        }

        @Override
        public long getAddr() {
            return UnsafeApi.getLong(address + SGE_ADDR);
        }

        @Override
        public void setLength(final int value) {
            UnsafeApi.putInt(address + SGE_LENGTH, value);
        }

        @Override
        public int getLength() {
            return UnsafeApi.getInt(address + SGE_LENGTH);
        }

        @Override
        public void setLkey(final int value) {
            UnsafeApi.putInt(address + SGE_LKEY, value);
        }

        @Override
        public int getLkey() {
            return UnsafeApi.getInt(address + SGE_LKEY);
        }
    }
}
