package io.muex.mu.fabric.disni.provider;

import com.ibm.disni.verbs.IbvCQ;
import com.ibm.disni.verbs.IbvWC;
import com.ibm.disni.verbs.SVCPollCq;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.agrona.UnsafeApi;

/**
 * Takes completions out of a queue. Of a completion that failed only request, status and vendor's code mean anything;
 * the rest is copied all the same. Calling it allocates nothing. One thread.
 */
final class PollCq extends SVCPollCq {
    private static final long BYTES = Layouts.WC.byteSize();
    private static final long WR_ID = Layouts.at(Layouts.WC, "wr_id");
    private static final long STATUS = Layouts.at(Layouts.WC, "status");
    private static final long OPCODE = Layouts.at(Layouts.WC, "opcode");
    private static final long VENDOR_ERR = Layouts.at(Layouts.WC, "vendor_err");
    private static final long BYTE_LEN = Layouts.at(Layouts.WC, "byte_len");
    private static final long QP_NUM = Layouts.at(Layouts.WC, "qp_num");

    private final MemorySegment function;
    private final long cq;
    private final IbvWC[] completions;
    private final int most;
    private final Arena arena = Arena.ofShared();
    private final long structs;
    private int polls;
    private boolean freed;

    PollCq(final IbvCQ cq, final IbvWC[] completions, final int most) {
        this(((Pointers.Context) cq.getContext()).pollCq, Pointers.of(cq), completions, most);
    }

    /** The same against any function and pointer, for tests. */
    PollCq(final MemorySegment function, final long cq, final IbvWC[] completions, final int most) {
        this.function = function;
        this.cq = cq;
        this.completions = completions;
        this.most = Math.min(most, completions.length);
        this.structs = arena.allocate(this.most * BYTES, 16).address();
    }

    @Override
    public SVCPollCq execute() throws IOException {
        try {
            polls = (int) Native.POLL.invokeExact(function, cq, most, structs);
        } catch (final Throwable failure) {
            throw Native.rethrown(failure);
        }
        if (polls < 0) {
            throw new IOException("ibv_poll_cq: " + polls);
        }
        for (int i = 0; i < polls; i++) {
            copy(structs + i * BYTES, completions[i]);
        }
        return this;
    }

    private static void copy(final long from, final IbvWC into) {
        into.setWr_id(UnsafeApi.getLong(from + WR_ID));
        into.setStatus(UnsafeApi.getInt(from + STATUS));
        into.setOpcode(UnsafeApi.getInt(from + OPCODE));
        into.setVendor_err(UnsafeApi.getInt(from + VENDOR_ERR));
        into.setByte_len(UnsafeApi.getInt(from + BYTE_LEN));
        into.setQp_num(UnsafeApi.getInt(from + QP_NUM));
    }

    /** Completions that the latest call took out. */
    @Override
    public int getPolls() {
        return polls;
    }

    @Override
    public boolean isValid() {
        return !freed;
    }

    @Override
    public SVCPollCq free() {
        if (!freed) {
            freed = true;
            arena.close();
        }
        return this;
    }
}
