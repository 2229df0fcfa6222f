package io.muex.mu.fabric.disni.provider;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.agrona.UnsafeApi;

/**
 * The two libraries and every function of them that is called. Pointers are {@code long}. Functions of the cold path
 * keep {@code errno}; the two of the hot path are called through an address and allocate nothing.
 */
final class Native {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CAPTURED.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    /** {@code int f(void *, void *, void *)} at an address: posting. A system call on software devices. */
    static final MethodHandle POST = at(FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    /** {@code int f(void *, int, void *)} at an address: polling and asking for an event. Never waits. */
    static final MethodHandle POLL = at(FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG));

    final Call allocPd;
    final Call deallocPd;
    final Call regMr;
    final Call deregMr;
    final Call createCompChannel;
    final Call destroyCompChannel;
    final Call createCq;
    final Call destroyCq;
    final Call getCqEvent;
    final Call ackCqEvents;
    final Call modifyQp;
    final Call createEventChannel;
    final Call destroyEventChannel;
    final Call createId;
    final Call destroyId;
    final Call bindAddr;
    final Call listen;
    final Call resolveAddr;
    final Call resolveRoute;
    final Call createQp;
    final Call destroyQp;
    final Call connect;
    final Call accept;
    final Call disconnect;
    final Call getCmEvent;
    final Call ackCmEvent;
    final Call setOption;
    final Call poll;

    private Native(final SymbolLookup verbs, final SymbolLookup cm, final SymbolLookup system) {
        allocPd = pointer(verbs, "ibv_alloc_pd", 1);
        deallocPd = status(verbs, "ibv_dealloc_pd", 1);
        regMr = new Call("ibv_reg_mr", find(verbs, "ibv_reg_mr"),
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT));
        deregMr = status(verbs, "ibv_dereg_mr", 1);
        createCompChannel = pointer(verbs, "ibv_create_comp_channel", 1);
        destroyCompChannel = status(verbs, "ibv_destroy_comp_channel", 1);
        createCq = new Call("ibv_create_cq", find(verbs, "ibv_create_cq"),
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
        destroyCq = status(verbs, "ibv_destroy_cq", 1);
        getCqEvent = status(verbs, "ibv_get_cq_event", 3);
        ackCqEvents = new Call("ibv_ack_cq_events", find(verbs, "ibv_ack_cq_events"),
            FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_INT));
        modifyQp = new Call("ibv_modify_qp", find(verbs, "ibv_modify_qp"),
            FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
        createEventChannel = pointer(cm, "rdma_create_event_channel", 0);
        destroyEventChannel = new Call("rdma_destroy_event_channel", find(cm, "rdma_destroy_event_channel"),
            FunctionDescriptor.ofVoid(JAVA_LONG));
        createId = new Call("rdma_create_id", find(cm, "rdma_create_id"),
            FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT));
        destroyId = status(cm, "rdma_destroy_id", 1);
        bindAddr = status(cm, "rdma_bind_addr", 2);
        listen = new Call("rdma_listen", find(cm, "rdma_listen"), FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT));
        resolveAddr = new Call("rdma_resolve_addr", find(cm, "rdma_resolve_addr"),
            FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT));
        resolveRoute = new Call("rdma_resolve_route", find(cm, "rdma_resolve_route"),
            FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT));
        createQp = status(cm, "rdma_create_qp", 3);
        destroyQp = new Call("rdma_destroy_qp", find(cm, "rdma_destroy_qp"), FunctionDescriptor.ofVoid(JAVA_LONG));
        connect = status(cm, "rdma_connect", 2);
        accept = status(cm, "rdma_accept", 2);
        disconnect = status(cm, "rdma_disconnect", 1);
        getCmEvent = status(cm, "rdma_get_cm_event", 2);
        ackCmEvent = status(cm, "rdma_ack_cm_event", 1);
        setOption = new Call("rdma_set_option", find(cm, "rdma_set_option"),
            FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));
        poll = new Call("poll", find(system, "poll"),
            FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
    }

    /**
     * Loads the libraries.
     *
     * @throws RdmaMissingException if one of them is not there or lacks a function
     */
    static Native load(final String verbs, final String cm) {
        return new Native(library(verbs, "libibverbs1 and ibverbs-providers"), library(cm, "librdmacm1"),
            LINKER.defaultLookup());
    }

    @SuppressWarnings("restricted")
    private static SymbolLookup library(final String name, final String packages) {
        try {
            return SymbolLookup.libraryLookup(name, Arena.global());
        } catch (final IllegalArgumentException absent) {
            throw new RdmaMissingException("RDMA needs the library " + name + ", which is not on this host; on Debian: "
                + "apt install " + packages, absent);
        }
    }

    private static MemorySegment find(final SymbolLookup library, final String name) {
        return library.find(name).orElseThrow(() -> new RdmaMissingException(
            "the RDMA library on this host has no " + name + ": it is older than rdma-core 17, or not rdma-core"));
    }

    private static Call pointer(final SymbolLookup library, final String name, final int arguments) {
        return new Call(name, find(library, name), FunctionDescriptor.of(JAVA_LONG, longs(arguments)));
    }

    private static Call status(final SymbolLookup library, final String name, final int arguments) {
        return new Call(name, find(library, name), FunctionDescriptor.of(JAVA_INT, longs(arguments)));
    }

    private static MemoryLayout[] longs(final int count) {
        final MemoryLayout[] layouts = new MemoryLayout[count];
        Arrays.fill(layouts, JAVA_LONG);
        return layouts;
    }

    @SuppressWarnings("restricted")
    private static MethodHandle at(final FunctionDescriptor signature) {
        return LINKER.downcallHandle(signature);
    }

    /** Reads a pointer or 64-bit word of native memory. */
    static long getLong(final long address) {
        return UnsafeApi.getLong(address);
    }

    static int getInt(final long address) {
        return UnsafeApi.getInt(address);
    }

    /** A function pointer of native memory, in the form in which it is called. */
    static MemorySegment function(final long address) {
        return MemorySegment.ofAddress(UnsafeApi.getLong(address));
    }

    /** What a failed call inside of a method handle becomes. */
    static RuntimeException rethrown(final Throwable failure) {
        return switch (failure) {
            case Error error -> throw error;
            case RuntimeException exception -> exception;
            default -> new IllegalStateException(failure);
        };
    }

    /** A cold function, with its error number. */
    static final class Call {
        private final String name;
        private final MethodHandle handle;

        @SuppressWarnings("restricted")
        Call(final String name, final MemorySegment function, final FunctionDescriptor signature) {
            this.name = name;
            this.handle = LINKER.downcallHandle(function, signature, Linker.Option.captureCallState("errno"));
        }

        /** Calls it; arguments are {@code Long} and {@code Integer} as the function wants them. */
        private Object invoke(final MemorySegment state, final Object... arguments) {
            final Object[] all = new Object[arguments.length + 1];
            all[0] = state;
            System.arraycopy(arguments, 0, all, 1, arguments.length);
            try {
                return handle.invokeWithArguments(all);
            } catch (final Throwable failure) {
                throw rethrown(failure);
            }
        }

        /**
         * A function that answers a pointer.
         *
         * @throws IOException if that is null
         */
        long pointer(final Object... arguments) throws IOException {
            try (Arena arena = Arena.ofConfined()) {
                final MemorySegment state = arena.allocate(CAPTURED);
                final long result = (Long) invoke(state, arguments);
                if (result == 0) {
                    throw new IOException(name + ": " + reason((int) ERRNO.get(state, 0L)));
                }
                return result;
            }
        }

        /**
         * A function that answers 0 for success, and -1 or an error number otherwise.
         *
         * @throws IOException if it failed
         */
        int check(final Object... arguments) throws IOException {
            try (Arena arena = Arena.ofConfined()) {
                final MemorySegment state = arena.allocate(CAPTURED);
                final int result = (Integer) invoke(state, arguments);
                if (result != 0) {
                    throw new IOException(name + ": " + reason(result > 0 ? result : (int) ERRNO.get(state, 0L)));
                }
                return result;
            }
        }

        /** A function whose number is the answer, negative for failure. */
        int number(final Object... arguments) {
            try (Arena arena = Arena.ofConfined()) {
                return (Integer) invoke(arena.allocate(CAPTURED), arguments);
            }
        }

        /** A function without an answer. */
        void run(final Object... arguments) {
            try (Arena arena = Arena.ofConfined()) {
                invoke(arena.allocate(CAPTURED), arguments);
            }
        }

        private static String reason(final int error) {
            return switch (error) {
                case 1 -> "not permitted (errno 1)";
                case 12 -> "not enough memory, or the limit of locked memory is too low (errno 12; ulimit -l)";
                case 19 -> "no such device (errno 19): there is no RDMA device on this host for that address";
                case 22 -> "refused by the device (errno 22)";
                case 98 -> "address already in use (errno 98)";
                case 99 -> "no RDMA device has that address (errno 99)";
                default -> "errno " + error;
            };
        }
    }
}
