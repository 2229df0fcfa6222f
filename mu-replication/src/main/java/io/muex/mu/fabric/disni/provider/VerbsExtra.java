package io.muex.mu.fabric.disni.provider;

import com.ibm.disni.verbs.IbvQP;
import com.ibm.disni.verbs.RdmaCmId;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The few verbs that DiSNI's interface lacks. Any thread; the provider is installed. */
public final class VerbsExtra {
    private static final int QP_STATE = 1;
    private static final int QP_ACCESS_FLAGS = 8;
    private static final int STATE_ERROR = 6;
    private static final int OPTION_ID = 0;
    private static final int OPTION_ACK_TIMEOUT = 3;

    private VerbsExtra() {
    }

    /**
     * How long the device waits for an acknowledgement before it sends again: 4.096 us times two to the exponent. To be
     * said before connecting. Devices may wait up to four times as long.
     */
    public static void ackTimeout(final RdmaCmId id, final int exponent) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment value = arena.allocate(1);
            value.set(ValueLayout.JAVA_BYTE, 0, (byte) exponent);
            library().setOption.check(Pointers.of(id), OPTION_ID, OPTION_ACK_TIMEOUT, value.address(), 1L);
        }
    }

    /** Changes what the other end may do to memory over a connected queue pair; {@code IbvMr} access flags. */
    public static void remoteAccess(final IbvQP qp, final int flags) throws IOException {
        modify(qp, 0, flags, QP_ACCESS_FLAGS);
    }

    /** Puts a queue pair into its error state: whatever is under way on it fails. */
    public static void breakOff(final IbvQP qp) throws IOException {
        modify(qp, STATE_ERROR, 0, QP_STATE);
    }

    private static void modify(final IbvQP qp, final int state, final int access, final int mask) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment attributes = arena.allocate(Layouts.QP_ATTR);
            attributes.set(ValueLayout.JAVA_INT, Layouts.at(Layouts.QP_ATTR, "qp_state"), state);
            attributes.set(ValueLayout.JAVA_INT, Layouts.at(Layouts.QP_ATTR, "qp_access_flags"), access);
            library().modifyQp.check(Pointers.of(qp), attributes.address(), mask);
        }
    }

    private static Native library() {
        final ForeignProvider provider = ForeignProvider.installed();
        if (provider == null) {
            throw new UnsupportedOperationException("needs the provider of this project, not DiSNI's own");
        }
        return provider.library();
    }
}
